"""Take in tables from files: read safely, check every row, then write all of it or nothing."""
