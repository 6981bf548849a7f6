"""How a few organisations stand in a year: what they have yet to do, and how far they are."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from apps.branches.models import Organisation
from apps.core.periods import Period
from apps.duties.circumstances import Body, body_of
from apps.duties.outcomes.asking import GROUP, STILL_OPEN, Asked, Wanted
from apps.duties.outcomes.reading import Tally, listed, outcomes_of
from apps.duties.todo import Entry, Progress


@dataclass(frozen=True)
class Standing:
    """`open` holds what is to begin yet, too."""

    body: Body
    open: list[Entry]
    progress: Progress


def standing(organisations: Collection[int], year: Period, today: date) -> list[Standing]:
    """Four queries while nothing is stale, however many organisations there are."""
    found = Organisation.objects.existing_in(year).filter(pk__in=organisations).order_by("pk")
    bodies = {o.pk: body_of(o) for o in found}
    asked = Asked(year, today, {pk: pk for pk in bodies}, is_ahead=True)
    outcomes = outcomes_of(asked, GROUP)
    entries: dict[int, list[Entry]] = defaultdict(list)
    for duty in listed(asked, outcomes, Wanted(STILL_OPEN)):
        pk = duty.organisation_pk
        entries[pk].append(Entry(duty, bodies[pk], today))
    tallies = outcomes.by(GROUP)
    return [
        Standing(body, entries[pk], _progress(tallies.get(pk, Tally())))
        for pk, body in bodies.items()
    ]


def _progress(tally: Tally) -> Progress:
    return Progress(tally.done, tally.due)
