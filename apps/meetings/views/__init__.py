"""HTTP in, HTTP out, for records of meetings and talks."""
