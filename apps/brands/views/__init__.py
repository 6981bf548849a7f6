"""Pages of the brands: the public register, and those of the bodies that keep a brand."""
