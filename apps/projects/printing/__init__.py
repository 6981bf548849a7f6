"""Projects on paper: one page each, and all of a year in one volume."""
