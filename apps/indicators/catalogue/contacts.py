"""Guidance by leaders' contact points."""

from apps.indicators.catalogue.definitions import Indicator
from apps.indicators.sources import contacts

CONTACTS = (
    Indicator("contact_points", "领导联系点", "个", contacts.CONTACT_POINTS),
    Indicator(
        "contact_visits",
        "领导到联系点调研",
        "次",
        contacts.CONTACT_VISITS,
        asked_of="contact_points",
    ),
)
