"""Terms that end, what is done about them, and the elections that were held."""

from collections.abc import Callable

from django.db import models
from django.db.models import QuerySet

from apps.branches.models import Term
from apps.core.periods import Period
from apps.elections.models import Election, Renewal, TermExtension
from apps.indicators.sources.base import Source

OF_A_TERM, TERM_PAGE = "term__organisation", "elections:term_detail"


def _of_a_term(model: type[models.Model], rows: Callable[[Period], QuerySet], day: str) -> Source:
    return Source(model, rows, day=day, owner=OF_A_TERM, shown_with=(OF_A_TERM,), holder=OF_A_TERM)


ENDING = Source(
    Term,
    lambda period: Term.objects.due_in(period),
    day="ends_on",
    record="organisation",
    page=TERM_PAGE,
)
LATE = Source(
    Term,
    lambda period: Term.objects.late_in(period),
    day="ends_on",
    record="organisation",
    page=TERM_PAGE,
)
NOTICED = _of_a_term(Renewal, lambda period: Renewal.objects.noticed_in(period), "noticed_on")
HELD = _of_a_term(Election, lambda period: Election.objects.standing().held_in(period), "held_on")
EXTENDED = _of_a_term(
    TermExtension, lambda period: TermExtension.objects.approved_in(period), "decided_on"
)
