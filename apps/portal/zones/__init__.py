"""The page of a zone for whoever leads it, and all zones of a year beside each other."""
