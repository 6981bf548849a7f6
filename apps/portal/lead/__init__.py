"""The leader's view: one page for the city, a zone, a unit or a body, every number a way to its rows."""
