"""Pages of the campaigns and of the registers beside them."""
