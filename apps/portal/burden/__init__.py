"""The burden meter: what the portal asks of a branch in a month, derived from its forms themselves."""
