"""Verbs on brands; their layers change by brands/lifecycle.py alone."""

from apps.brands.services.adoptions import adopt_brand, rewrite_adoption
from apps.brands.services.batches import (
    Settled,
    certify,
    demonstrate,
    enter_batch,
    send_to_jury,
    settle_batch,
)
from apps.brands.services.brands import TEXTS, BrandEntry, EffectEntry, create_brand, rewrite_brand
from apps.brands.services.logos import hang_logo, paths_of_logos, take_down_logo
from apps.brands.services.names import advice_on_name, near_names
from apps.brands.services.rechecks import hold_recheck, open_rechecks, report_recheck

__all__ = [
    "TEXTS",
    "BrandEntry",
    "EffectEntry",
    "Settled",
    "adopt_brand",
    "advice_on_name",
    "certify",
    "create_brand",
    "demonstrate",
    "enter_batch",
    "hang_logo",
    "hold_recheck",
    "near_names",
    "open_rechecks",
    "paths_of_logos",
    "report_recheck",
    "rewrite_adoption",
    "rewrite_brand",
    "send_to_jury",
    "settle_batch",
    "take_down_logo",
]
