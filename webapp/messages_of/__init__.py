"""Words for the error codes of each room, one file a room."""
