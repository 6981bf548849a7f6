"""Guidance by leaders' contact points."""

from apps.indicators.catalogue.definitions import Indicator
from apps.indicators.sources import contacts

CONTACTS = (Indicator("contact_points", "领导联系点", "个", contacts.CONTACT_POINTS),)
