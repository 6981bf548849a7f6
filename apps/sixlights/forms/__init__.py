"""The forms of the registers in the portal."""

from apps.sixlights.forms.bookings import BookingForm, VisitForm
from apps.sixlights.forms.honours import HonourFilter, HonourForm

__all__ = ["BookingForm", "HonourFilter", "HonourForm", "VisitForm"]
