"""Records on paper: PDF and Word of one record, the minute book of a year."""
