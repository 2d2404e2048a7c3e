"""Declare the lists of each room, one file a room; every module here is imported at start."""
