"""Noise for the importer: `python -m tests.import_fuzz --cases 20000`."""
