"""Centre groups, and sitting in on their study (handbook 10)."""

from collections.abc import Callable

from django.db.models import QuerySet

from apps.core.periods import Period
from apps.indicators.sources.base import Source, stock_day
from apps.observations.models import Observation, StudyGroup

OF_A_GROUP = "group__organisation"


def _observations(rows: Callable[[Period], QuerySet], day: str = "") -> Source:
    """What was observed at a centre group counts for the organisation that leads it."""
    return Source(
        Observation,
        rows,
        day=day,
        owner=OF_A_GROUP,
        shown_with=(OF_A_GROUP, "group__unit"),
        holder=OF_A_GROUP,
    )


GROUPS = Source(
    StudyGroup,
    lambda period: StudyGroup.objects.valid_on(stock_day(period)),
    record="organisation",
    shown_with=("organisation", "unit"),
)
PLANNED = _observations(lambda period: Observation.objects.planned_in(period), "planned_month")
DONE = _observations(lambda period: Observation.objects.done_in(period), "scheduled_on")
COVERING = _observations(lambda period: Observation.objects.covering_on(stock_day(period)))
TOLD = _observations(lambda period: Observation.objects.notified_in(period), "notified_on")
FORMS_DUE = _observations(lambda period: Observation.objects.form_due_in(period), "form_due_on")
FORMS_LATE = _observations(lambda period: Observation.objects.form_late_in(period), "form_due_on")
