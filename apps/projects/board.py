"""The board: the projects of a year in columns by stage, the first few of each."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.projects.models import Milestone, SecretaryProject
from apps.projects.querysets import SecretaryProjectQuerySet
from apps.projects.stages import BESIDE, BY_STATUS, STAGES, Stage

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
    """Of the given projects: four queries. Of each its state is read, and of the first FEW of a
    column what their card says: those that are late, then those that were changed last."""
    late = _late(projects.order_by().values("pk"), today)
    held: dict[Stage, list[int]] = defaultdict(list)
    for key, status in projects.order_by("-updated_at", "-pk").values_list("pk", "status"):
        held[BY_STATUS[status]].append(key)
    first = {stage: sorted(held[stage], key=lambda key: key not in late)[:FEW] for stage in STAGES}
    cards = _cards([key for keys in first.values() for key in keys], late)
    return Board(
        columns=[
            Column(stage, len(held[stage]), [cards[key] for key in first[stage]])
            for stage in STAGES
        ],
        beside=[Column(stage, len(held[stage]), []) for stage in BESIDE if held[stage]],
        total=sum(map(len, held.values())),
        late=len(late),
    )


def _cards(keys: list[int], late: Counter[int]) -> dict[int, Any]:
    found: dict[int, Any] = SecretaryProject.objects.for_lines().with_titles().in_bulk(keys)
    for key, project in found.items():
        project.late_count = late[key]
    return found


def count_late(projects: Iterable[Any], today: date) -> None:
    """Each of the fetched projects knows its `late_count` from here on: one query."""
    counted = _late([project.pk for project in projects], today)
    for project in projects:
        project.late_count = counted[project.pk]


def _late(keys: Any, today: date) -> Counter[int]:
    """How many milestones are late of each of the projects, listed or asked for by their keys."""
    missed = Milestone.objects.late(today).filter(project__in=keys).order_by()
    return Counter(missed.values_list("project", flat=True))
