"""Storage in SQL: SQLite by default, PostgreSQL by the same code."""
