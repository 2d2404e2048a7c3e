"""Speak JSON; every module here that has a `blueprint` is taken in at start."""
