"""The importer's specification by example, and how it stands up to the seeds, to noise and to size."""
