"""Numbers by the month, kept: which (kept), read (reading), written (upkeep), proved (proof)."""
