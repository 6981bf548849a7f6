"""Pages of leaders, of the branches that they contact, and of those who read both."""
