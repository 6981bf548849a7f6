"""Proof that what is read is what a survey says."""

from collections.abc import Iterator
from datetime import date

from apps.branches.models import Organisation
from apps.core.periods import Period
from apps.duties.engine import due_duties, survey
from apps.duties.outcomes.asking import GROUP, STATES, Asked
from apps.duties.outcomes.reading import Tally, outcomes_of, total


def differences(year: int, today: date) -> Iterator[tuple[int, Tally, Tally]]:
    """Organisations whose duties of the year are told otherwise than a survey tells them."""
    period = Period.year(year)
    keys = Organisation.objects.order_by().values_list("pk", flat=True)
    read = outcomes_of(Asked(period, today, {pk: pk for pk in keys}), GROUP).by(GROUP)
    surveyed = survey(Organisation.objects.all(), period, today=today)
    counted = {
        body.pk: total(
            Tally(*(duty.state == state for state in STATES))
            for duty in due_duties(duties, today=today)
        )
        for body, duties in surveyed
    }
    for owner in sorted(read.keys() | counted.keys()):
        one, other = read.get(owner, Tally()), counted.get(owner, Tally())
        if one != other:
            yield owner, one, other
