"""All sheets of a run as one ZIP; the same run gives the same bytes."""

from collections.abc import Iterator

from django.db.models.functions import Coalesce

from apps.assessments.models import Run
from apps.core.bundles import bundle


def bundle_of(run: Run) -> Iterator[bytes]:
    """Sheets in the order of their organisations' names, dated as they are signed."""
    sheets = run.results.exclude(document=None).order_by("organisation__name", "pk")
    named = sheets.values_list(Coalesce("unit__name", "organisation__name"), "document__path")
    return bundle(named.iterator(), dated=run.dated_on)
