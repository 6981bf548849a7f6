"""The desk of brands: the register, plans and batches, rechecks, and who copied what."""

from apps.brands.admin import adoptions, brands, plans, rechecks

__all__ = ["adoptions", "brands", "plans", "rechecks"]
