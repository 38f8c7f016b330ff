"""The conversation engine: it knows no platform and nothing of studying."""
