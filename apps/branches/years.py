"""Which years may be asked for: those in which there were organisations."""

from django.db.models import Min
from django.utils import timezone

from apps.branches.models import Organisation
from apps.core.lifecycle import StepRefused


def refuse_year(year: int) -> None:
    """A slip of the finger makes a year that no calendar knows, or one without a record."""
    if year > timezone.localdate().year:
        raise StepRefused(f"{year}年还没有到，请核对年度")
    first = Organisation.objects.aggregate(day=Min("founded_on"))["day"]
    if first and year < first.year:
        raise StepRefused(f"{year}年还没有党组织，请核对年度")
