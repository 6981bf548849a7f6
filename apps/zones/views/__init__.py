"""Pages of the zones: what a zone does, what it suggested, who took up what."""
