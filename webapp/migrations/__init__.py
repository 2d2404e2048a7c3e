"""Steps from one schema to the next, on SQLite and PostgreSQL, with the data in it."""
