"""问题清单: what is open in a place, who answers for it and until when; the earliest deadline first."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse

from apps.branches.models import Appointment, Organisation, Term
from apps.core.periods import Period
from apps.elections.choices import RenewalStatus
from apps.indicators import catalogue, counting
from apps.inspections.models import Issue
from apps.portal.lead.place import Place
from apps.projects.models import Milestone
from apps.zones.models import Suggestion

# Whatever waits for an answer is open, in whichever year it was said.
ALWAYS = Period(date(1921, 7, 1), date.max)


class Told(NamedTuple):
    """`answers` is whoever the row itself names; else the secretary of the organisation does."""

    text: str
    url: str
    where: str
    standing: str
    organisation: Organisation | None = None
    answers: object = None


class Kind(NamedTuple):
    """The rows of an indicator, and what is told of one of them."""

    key: str
    label: str
    day: str
    shown_with: tuple[str, ...]
    told: Callable[[Any], Told]
    gathered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """Without `until` nobody has set a deadline yet, without `responsible` nobody has the task."""

    kind: str
    text: str
    url: str
    where: str
    standing: str
    responsible: str
    until: date | None
    today: date

    @property
    def is_late(self) -> bool:
        return self.until is not None and self.until < self.today


def _issue(row: Issue) -> Told:
    where = row.organisation
    return Told(row.text, row.get_absolute_url(), str(where), row.get_status_display(), where)


def _term(row: Term) -> Told:
    where = row.organisation
    page = reverse("elections:term_detail", args=[row.uuid])
    begun = [one for one in row.renewals.all() if one.status != RenewalStatus.CANCELLED]
    standing = begun[-1].get_status_display() if begun else "还没有启动"
    return Told(f"第{row.number}届任期届满，还没有换届", page, str(where), standing, where)


def _suggestion(row: Suggestion) -> Told:
    where = str(row.unit or row.zone)
    answers = row.owner or row.owner_unit
    return Told(row.text, row.get_absolute_url(), where, row.get_status_display(), answers=answers)


def _milestone(row: Milestone) -> Told:
    where = row.project.organisation
    text = f"{row.project.title}：{row.name}"
    standing = row.project.get_status_display()
    return Told(text, row.get_absolute_url(), str(where), standing, where, row.owner)


KINDS = (
    Kind("issues_open", "问题整改", "due_on", ("organisation",), _issue),
    Kind("terms_overdue", "届满未换届", "ends_on", ("organisation",), _term, ("renewals",)),
    Kind("suggestions", "意见建议", "due_on", ("owner", "owner_unit", "unit", "zone"), _suggestion),
    Kind(
        "milestones_overdue",
        "书记项目",
        "due_on",
        ("owner", "project__organisation"),
        _milestone,
    ),
)
KIND_OF = {kind.key: kind for kind in KINDS}


def open_rows(user, place: Place, today: date) -> QuerySet:
    """Kind, key and deadline of all that the reader sees of it."""
    first, *others = [
        _rows(kind, user, place, today)
        .annotate(told_as=Value(kind.key, CharField()), until=F(kind.day))
        .order_by()
        .values_list("told_as", "pk", "until")
        for kind in KINDS
    ]
    return first.union(*others, all=True).order_by("until", "told_as", "pk")


def _rows(kind: Kind, user, place: Place, today: date) -> QuerySet:
    is_said = kind.key == "suggestions"
    period = ALWAYS if is_said else Period.year(today.year)
    rows: Any = counting.rows(kind.key, period, place.organisations)
    return (rows.unsettled() if is_said else rows).visible_to(user)


def problems(found: Iterable[tuple[str, int, date | None]], today: date) -> list[Problem]:
    """Those of a page: one query for each kind among them, and one for the secretaries."""
    listed = list(found)
    told = _told(listed)
    holders = {one.organisation.pk for one in told.values() if one.organisation}
    secretaries = _secretaries(holders, today)
    return [
        Problem(
            KIND_OF[key].label,
            one.text,
            one.url,
            one.where,
            one.standing,
            _responsible(one, secretaries),
            until,
            today,
        )
        for key, pk, until in listed
        for one in [told[key, pk]]
    ]


def _told(listed: list[tuple[str, int, date | None]]) -> dict[tuple[str, int], Told]:
    wanted: dict[str, list[int]] = defaultdict(list)
    for key, pk, _ in listed:
        wanted[key].append(pk)
    return {
        (key, row.pk): KIND_OF[key].told(row)
        for key, pks in wanted.items()
        for row in _of(key, pks)
    }


def _of(key: str, pks: list[int]) -> QuerySet:
    rows: Any = catalogue.get(key).source.model._default_manager
    shown = rows.filter(pk__in=pks).select_related(*KIND_OF[key].shown_with)
    return shown.prefetch_related(*KIND_OF[key].gathered)


def _secretaries(organisations: set[int], today: date) -> dict[int, str]:
    posts = Appointment.objects.valid_on(today).secretaries()
    held = posts.filter(organisation__in=organisations).select_related("person")
    return {post.organisation_id: str(post.person) for post in held}


def _responsible(told: Told, secretaries: dict[int, str]) -> str:
    if told.answers:
        return str(told.answers)
    return secretaries.get(told.organisation.pk, "") if told.organisation else ""
