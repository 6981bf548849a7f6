"""The forms of the campaigns and of the registers in the portal."""

from apps.sixlights.forms.activities import ActivityForm
from apps.sixlights.forms.bookings import BookingForm, VisitForm
from apps.sixlights.forms.honours import HonourFilter, HonourForm

__all__ = ["ActivityForm", "BookingForm", "HonourFilter", "HonourForm", "VisitForm"]
