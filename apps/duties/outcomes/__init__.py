"""What became of duties, kept: which (kept), read (reading), written (upkeep), proved (proof)."""
