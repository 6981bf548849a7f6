"""Who is assessed: Party organisations, or units with all their bodies (trap 2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from apps.assessments.choices import SchemeSubject
from apps.assessments.models import Scheme
from apps.branches.choices import OrganisationKind
from apps.branches.models import Organisation, Unit
from apps.core.periods import Period


@dataclass(frozen=True, slots=True)
class Subject:
    """`body` answers for it: itself, or of a unit the Party group; what was entered by hand stands
    with it. `members` are the bodies whose numbers are put together."""

    body: Organisation
    members: tuple[int, ...]
    unit: Unit | None = None

    @property
    def pk(self) -> int:
        return self.body.pk

    @property
    def name(self) -> str:
        return self.unit.name if self.unit else self.body.name

    @property
    def kind(self) -> str:
        return self.unit.get_kind_display() if self.unit else self.body.get_kind_display()

    @property
    def founded_on(self) -> date:
        return self.unit.founded_on if self.unit else self.body.founded_on

    def existed_throughout(self, period: Period) -> bool:
        holder = self.unit or self.body
        return period.covered_by(holder.founded_on, holder.dissolved_on)


def subjects_of(scheme: Scheme, period: Period) -> list[Subject]:
    """In the order of their names; who did not exist on the last day is not assessed."""
    existing = Organisation.objects.existing_on(period.last_day).select_related("unit")
    if scheme.subject == SchemeSubject.UNITS:
        return list(_units(existing, set(scheme.kinds)))
    return [Subject(body, (body.pk,)) for body in existing.filter(kind__in=scheme.kinds)]


def _units(existing, kinds: set[str]) -> Iterator[Subject]:
    asked = kinds | {OrganisationKind.PARTY_GROUP}
    of_units = existing.filter(kind__in=asked, unit__isnull=False)
    for unit, bodies in groupby(of_units.order_by("unit__name", "path"), key=lambda o: o.unit):
        own = list(bodies)
        members = tuple(body.pk for body in own if body.kind in kinds)
        if members:
            yield Subject(_answering(own), members, unit)


def _answering(bodies: list[Organisation]) -> Organisation:
    """The Party group leads its unit (trap 3); without one the highest body stands for it."""
    groups = [body for body in bodies if body.kind == OrganisationKind.PARTY_GROUP]
    return groups[0] if groups else min(bodies, key=lambda body: body.path.count("/"))
