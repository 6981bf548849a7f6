"""Pages of projects: read, applied for, carried forward, printed."""
