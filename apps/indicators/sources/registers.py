"""Honours."""

from apps.indicators.sources.base import Source
from apps.sixlights.models import Honour

HONOURS = Source(Honour, lambda period: Honour.objects.granted_in(period), day="granted_on")
