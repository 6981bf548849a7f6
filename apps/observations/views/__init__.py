"""Pages of observers, of the unit that was sat in on, and of those who read both."""
