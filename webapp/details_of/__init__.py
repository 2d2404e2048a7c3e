"""Declare what programs may read of one object; every module here is taken in at start."""
