"""Leaders' contact branches."""

from apps.contacts.models import ContactPoint
from apps.indicators.sources.base import OF_A_PERSON, Source, stock_day

CONTACT_POINTS = Source(
    ContactPoint,
    lambda period: ContactPoint.objects.valid_on(stock_day(period)),
    shown_with=OF_A_PERSON,
)
