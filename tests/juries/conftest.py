"""A jury with three jurors of one unit and candidates of the city's two units."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.branches.choices import OrganisationKind as Kind
from apps.core.lifecycle import advance
from apps.juries.choices import Averaging, Light, Subject, TieRule
from apps.juries.models import Candidate, Juror, Jury, JuryCriterion, JuryScheme
from apps.juries.services import SheetEntry, enter, keep_sheet, seat
from tests import cast

NAMES = ("切口小", "有难度", "示范性", "牵引性")


def make_scheme(**changed) -> JuryScheme:
    values = {
        "name": f"评审办法{JuryScheme.objects.count()}",
        "subject": Subject.PROJECT,
        "valid_from": date(2026, 1, 1),
        "averaging": Averaging.PLAIN,
        "trimmed": 0,
        "is_anonymous": True,
        "least_sheets": 1,
        "passes_from": Decimal(80),
        "amend_from": Decimal(60),
        "ties": TieRule.ALL_IN,
    }
    scheme = JuryScheme.objects.create(**{**values, **changed})
    JuryCriterion.objects.bulk_create(
        JuryCriterion(scheme=scheme, order=n, name=name, most=25)
        for n, name in enumerate(NAMES, start=1)
    )
    return scheme


@dataclass
class Sitting:
    """A jury with its people; `mark` hands a sheet in, its points spread over the criteria."""

    jury: Jury
    jurors: list[Juror] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)

    def mark(self, juror: Juror, candidate: Candidate, points, light: str = Light.GREEN, **more):
        return keep_sheet(
            juror=juror,
            candidate=candidate,
            entry=spread(self.jury, Decimal(str(points)), light),
            hand_in=True,
            **more,
        )

    def mark_all(self, candidate: Candidate, *points) -> None:
        for juror, given in zip(self.jurors, points, strict=False):
            if given is not None:
                self.mark(juror, candidate, given)

    def step(self, *steps: str) -> Jury:
        for step in steps:
            self.jury = advance(self.jury, step, by=None, note="说明")
        return self.jury

    def lines(self, number: int = 1) -> dict:
        found = self.jury.lists.get(number=number).lines.select_related("candidate")
        return {line.candidate.label: line for line in found}


def spread(jury: Jury, points: Decimal, light: str = Light.GREEN) -> SheetEntry:
    given, left = {}, points
    for criterion in jury.scheme.criteria.all():
        given[criterion.pk] = min(left, criterion.most)
        left -= given[criterion.pk]
    return SheetEntry(given, light, "意见")


@pytest.fixture
def sit(city):
    """Make a sitting: `jurors` of a third unit, `labels` of the first one; opened unless told."""
    unit = cast.make_unit("市委党校")
    home = cast.make_organisation(
        "市委党校机关党委", Kind.ORGAN_COMMITTEE, parent=city.root, unit=unit
    )

    def make(*, jurors=3, labels=("甲",), places=None, opened=True, **scheme) -> Sitting:
        today = timezone.localdate()
        jury = Jury.objects.create(
            scheme=make_scheme(**scheme),
            title="2026年书记项目立项评审",
            year=2026,
            opens_on=today,
            closes_on=today + timedelta(days=7),
            places=places,
        )
        sitting = Sitting(jury)
        for number in range(jurors):
            person = cast.make_person(f"评委{number}号")
            cast.appoint(person, home, "deputy_secretary")
            sitting.jurors.append(seat(jury=jury, person=person, is_chair=number == 0))
        for label in labels:
            sitting.candidates.append(
                enter(jury, organisation=city.committee, label=label, by=None)
            )
        if opened:
            sitting.step("open")
        return sitting

    return make
