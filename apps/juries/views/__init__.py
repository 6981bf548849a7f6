"""Pages of jurors, and of the units whose projects and brands were judged."""
