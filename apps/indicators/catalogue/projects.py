"""Secretary projects (handbook 8.1): states of a day, and what was done and given in a period.

`titles:十佳书记项目`, `outcomes:化解基层矛盾`: a kind has its number as soon as it has its row.
"""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Q

from apps.branches.choices import OrganisationKind
from apps.indicators.catalogue.definitions import Family, Indicator
from apps.indicators.measures import Distinct, Total
from apps.indicators.sources import Source, projects
from apps.projects.choices import EventKind, ProjectStatus, TitleLevel
from apps.projects.models import OutcomeKind, TitleKind

OF_A_PARTY_GROUP = Q(organisation__kind=OrganisationKind.PARTY_GROUP)
PROJECTS_ONCE = Distinct("project", thing="项目")
IS_RANK = Q(is_ordinal=True)


def in_state(status: ProjectStatus) -> Indicator:
    label = f"书记项目（{status.label}）"
    return Indicator(f"projects_{status}", label, "个", projects.STATES, Q(state=status))


def titles_at(level: TitleLevel) -> Indicator:
    label, condition = f"书记项目称号（{level.label}）", Q(kind__level=level)
    return Indicator(f"titles_{level}", label, "个", projects.TITLES, condition)


def events_of(kind: EventKind) -> Indicator:
    return Indicator(
        f"project_events_{kind}", f"书记项目{kind.label}", "次", projects.EVENTS, Q(kind=kind)
    )


PROJECTS = (
    Indicator("projects", "申报书记项目", "个", projects.REPORTED),
    *map(in_state, ProjectStatus),
    # Of this year and of years before: never a whole for titles, which are of a period (15.5).
    Indicator(
        "party_groups_with_project",
        "承担书记项目的党组（党委）",
        "个",
        projects.STATES,
        OF_A_PARTY_GROUP & ~Q(state=ProjectStatus.DRAFT),
        Distinct("organisation", thing="党组织"),
    ),
    Indicator("project_measures", "书记项目的具体举措", "项", projects.MEASURES),
    Indicator("milestones_late", "没有按期完成的项目节点", "个", projects.LATE_MILESTONES),
    Indicator("milestones_overdue", "逾期未完成的项目节点", "个", projects.OVERDUE_MILESTONES),
    *map(events_of, EventKind),
    *map(titles_at, TitleLevel),
    Indicator(
        "projects_with_title", "获得称号的书记项目", "个", projects.TITLES, measure=PROJECTS_ONCE
    ),
    # 全省首个 is a place in an order, and a target is not reached yet: neither adds up.
    Indicator("outcome_ranks", "书记项目成果（名次）", "项", projects.OUTCOMES, IS_RANK),
    Indicator("outcome_targets", "书记项目的目标", "项", projects.TARGETS),
)


def titles_of(kind: TitleKind) -> Indicator:
    return _made(f"titles:{kind.name}", f"称号：{kind.name}", "个", projects.TITLES, kind.pk)


def outcomes_of(kind: OutcomeKind) -> Indicator:
    return _made(
        f"outcomes:{kind.name}", f"项目成果：{kind.name}", kind.unit, projects.OUTCOMES, kind.pk
    )


@lru_cache(1024)
def _made(key: str, label: str, unit: str, source: Source, kind: int) -> Indicator:
    """The same object for the same rows: statements are kept by it."""
    if source is projects.TITLES:
        return Indicator(key, label, unit, source, Q(kind=kind))
    amount = Total("value", hedge="value_hedge")
    return Indicator(key, label, unit, source, Q(kind=kind) & ~IS_RANK, amount)


def _family(model: type[models.Model], source: Source, make: Callable[[Any], Indicator]) -> Family:
    """Kinds are known by their names, which are unique."""
    kinds: Any = model._default_manager

    def find(members: Collection[str]) -> dict[str, Indicator]:
        return {kind.name: make(kind) for kind in kinds.filter(name__in=members)}

    def offer() -> Iterable[Indicator]:
        return map(make, kinds.all())

    return Family(source, find, offer)


PROJECT_FAMILIES: dict[str, Family] = {
    "outcomes": _family(OutcomeKind, projects.OUTCOMES, outcomes_of),
    "titles": _family(TitleKind, projects.TITLES, titles_of),
}
