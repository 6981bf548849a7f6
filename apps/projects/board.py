"""The board: the projects of a year in columns by stage, the first few of each."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from apps.projects.models import Milestone, SecretaryProject
from apps.projects.querysets import SecretaryProjectQuerySet
from apps.projects.stages import ALL, BESIDE, STAGES, Stage

# A column shows so many; the list shows all.
FEW = 6


@dataclass(frozen=True)
class Column:
    stage: Stage
    number: int
    projects: list[SecretaryProject]

    @property
    def more(self) -> int:
        return self.number - len(self.projects)


@dataclass(frozen=True)
class Board:
    columns: list[Column]
    beside: list[Column]
    total: int
    late: int


def board_of(projects: SecretaryProjectQuerySet, today: date) -> Board:
    """Of the given projects: five queries, and never more than FEW rows a column."""
    counted = _numbers(projects)
    shown = _first_of_each(projects, today)
    count_late(shown, today)
    columns = {
        stage: Column(stage, counted[stage.key], [p for p in shown if p.stage_key == stage.key])
        for stage in ALL
    }
    return Board(
        columns=[columns[stage] for stage in STAGES],
        beside=[columns[stage] for stage in BESIDE if columns[stage].number],
        total=sum(counted.values()),
        late=projects.late(today).count(),
    )


def stage_of() -> Case:
    whens = [When(status__in=stage.statuses, then=Value(stage.key)) for stage in ALL]
    return Case(*whens, output_field=CharField())


def _numbers(projects: SecretaryProjectQuerySet) -> Counter[str]:
    rows = projects.order_by().annotate(stage_key=stage_of()).values("stage_key")
    return Counter(dict(rows.annotate(number=Count("pk")).values_list("stage_key", "number")))


def _first_of_each(projects: SecretaryProjectQuerySet, today: date) -> list[Any]:
    """Of each stage those that are late, then those that were changed last."""
    late = Exists(Milestone.objects.late(today).filter(project=OuterRef("pk")))
    order = [F("is_late").desc(), F("updated_at").desc(), F("pk").desc()]
    place = Window(RowNumber(), partition_by=stage_of(), order_by=order)
    on_way = [status for stage in STAGES for status in stage.statuses]
    # Keys alone are numbered: the long texts of a year would be sorted with them.
    numbered = projects.filter(status__in=on_way).annotate(is_late=late, place=place)
    few = SecretaryProject.objects.filter(pk__in=numbered.filter(place__lte=FEW).values("pk"))
    shown = few.annotate(stage_key=stage_of(), is_late=late).order_by(*order)
    return list(shown.for_lines().with_titles())


def count_late(projects: list[SecretaryProject], today: date) -> None:
    """Each of the fetched projects knows its `late_count` from here on: one query."""
    missed = Milestone.objects.late(today).filter(project__in=[p.pk for p in projects])
    counted = Counter(missed.values_list("project", flat=True))
    for project in projects:
        project.late_count = counted[project.pk]
