"""Leaders' contact branches."""

from apps.contacts.models import ContactPoint, ContactVisit
from apps.indicators.sources.base import OF_A_PERSON, Source, stock_day

CONTACT_POINTS = Source(
    ContactPoint,
    lambda period: ContactPoint.objects.valid_on(stock_day(period)),
    shown_with=OF_A_PERSON,
)
CONTACT_VISITS = Source(
    ContactVisit,
    lambda period: ContactVisit.objects.begun_in(period),
    day="starts_on",
    owner="contact_point__organisation",
    shown_with=("contact_point__organisation", "contact_point__person"),
    holder="contact_point__organisation",
)
