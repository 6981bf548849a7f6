"""Papers of grades: the sheet of one body, the list of a round."""
