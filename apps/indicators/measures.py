"""How the rows of an indicator become its number."""

from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Aggregate, Count, F, Q, Sum
from django.db.models.expressions import Combinable


@dataclass(frozen=True)
class Rows:
    """Each row counts one; `hedge` names the field that says whether the list of rows is whole."""

    hedge: str = ""
    adds_up = True

    def value(self, condition: Q | None = None) -> Aggregate:
        return Count("pk", filter=condition or None)


@dataclass(frozen=True)
class Total:
    """The sum of a field over the rows; `hedge` names the field that says how exact each is."""

    field: str | Combinable
    hedge: str = ""
    adds_up = True

    def value(self, condition: Q | None = None) -> Aggregate:
        return Sum(self.field, filter=condition or None)


@dataclass(frozen=True)
class Distinct:
    """How many different values a field has: counted again at every level, never added. `thing`
    is what a reader calls such a value."""

    field: str | Combinable
    hedge: str = ""
    thing: str = "对象"
    adds_up = False

    def value(self, condition: Q | None = None) -> Aggregate:
        return Count(self.field, filter=condition or None, distinct=True)

    def identities(self, condition: Q | None = None) -> Aggregate:
        things = F(self.field) if isinstance(self.field, str) else self.field
        return ArrayAgg(things, filter=condition or None, distinct=True)


Measure = Rows | Total | Distinct


def keys_of_rows(condition: Q) -> Aggregate:
    """In no order: sorting in the database would cost more than the counting."""
    return ArrayAgg(F("pk"), filter=condition or None)
