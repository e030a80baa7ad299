"""A service whose database user changes while it runs."""
