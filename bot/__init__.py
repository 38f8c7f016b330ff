"""Milepost: a study companion that lives in a chat."""

__version__ = "0.1.0"
