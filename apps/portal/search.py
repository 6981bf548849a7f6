"""One search over organisations, people, records, projects and brands; every group by what the user
may see."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from apps.branches.models import Membership, Organisation, Person
from apps.brands.models import Brand
from apps.core.forms import CleanForm
from apps.core.search import Typed
from apps.meetings.models import MeetingText
from apps.projects.models import SecretaryProject

LONGEST = 50
# On the page of all groups, on that of one group, and how far hits are counted.
SHOWN, PAGE, COUNTED = 10, 30, 500


class SearchForm(CleanForm):
    q = forms.CharField(
        label="搜索",
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": f"请把要找的词缩短到 {LONGEST} 个字以内"},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


@dataclass(frozen=True)
class Hit:
    """`facts` stand beside the title, `excerpt` is where the words were found in a text."""

    title: str
    url: str
    facts: str = ""
    excerpt: str = ""


@dataclass(frozen=True)
class Kind:
    """What can be searched: a key for the address, a heading, the rows and how they are shown."""

    key: str
    label: str
    rows: Callable[[Any, Typed], QuerySet]
    shown: Callable[[Iterable, Typed], Iterator[Hit]]


@dataclass(frozen=True)
class Group:
    kind: Kind
    hits: list[Hit]
    number: int
    url: str

    @property
    def count(self) -> str:
        """Counting stops somewhere: whoever finds that much looks for something else."""
        return f"{COUNTED} 条以上" if self.number > COUNTED else f"{self.number} 条"

    @property
    def has_more(self) -> bool:
        return self.number > len(self.hits)


def _organisations(user, typed: Typed) -> QuerySet:
    rows = Organisation.objects.visible_to(user).named(typed).best_first(typed)
    return rows.select_related("unit", "parent")


def _shown_organisations(rows, typed: Typed) -> Iterator[Hit]:
    for row in rows:
        facts = [row.get_kind_display(), row.unit and row.unit.name, row.parent and row.parent.name]
        if row.dissolved_on:
            facts.append("已撤销")
        yield Hit(row.name, row.get_absolute_url(), " · ".join(filter(None, facts)))


def _people(user, typed: Typed) -> QuerySet:
    held = Membership.objects.visible_to(user).valid_on(timezone.localdate())
    today = Prefetch("memberships", held.select_related("organisation"), to_attr="held_today")
    rows = Person.objects.visible_to(user).named(typed).best_first(typed)
    return rows.prefetch_related(today)


def _shown_people(rows, typed: Typed) -> Iterator[Hit]:
    for row in rows:
        facts = (f"{m.organisation} {m.get_kind_display()}" for m in row.held_today)
        yield Hit(row.name, row.get_absolute_url(), "；".join(facts))


def _records(user, typed: Typed) -> QuerySet:
    rows = MeetingText.objects.visible_to(user).holding(typed).newest_first()
    return rows.select_related("meeting", "organisation").defer("meeting__minutes")


def _shown_records(rows, typed: Typed) -> Iterator[Hit]:
    for row in rows:
        day = row.held_on
        facts = f"{day.year} 年 {day.month} 月 {day.day} 日 · {row.organisation}"
        found = typed.excerpt(row.body)
        excerpt = "" if found in row.meeting.title else found
        yield Hit(row.meeting.title, row.meeting.get_absolute_url(), facts, excerpt)


def _projects(user, typed: Typed) -> QuerySet:
    rows = SecretaryProject.objects.visible_to(user).of_living_bodies(timezone.localdate())
    return rows.filter(typed.within("title")).for_lines().order_by("-year", "title", "pk")


def _shown_projects(rows, typed: Typed) -> Iterator[Hit]:
    for row in rows:
        owner = row.organisation.unit or row.organisation
        facts = f"{row.year} 年 · {owner} · {row.get_status_display()}"
        yield Hit(row.title, row.get_absolute_url(), facts)


def _brands(user, typed: Typed) -> QuerySet:
    rows = Brand.objects.visible_to(user).of_living_bodies(timezone.localdate())
    found = rows.filter(typed.within("name")).select_related("organisation")
    return found.order_by("name", "pk")


def _shown_brands(rows, typed: Typed) -> Iterator[Hit]:
    for row in rows:
        facts = f"{row.organisation} · {row.get_status_display()}"
        yield Hit(row.name, row.get_absolute_url(), facts)


KINDS = (
    Kind("organisations", "党组织与单位", _organisations, _shown_organisations),
    Kind("people", "人员", _people, _shown_people),
    Kind("records", "会议记录", _records, _shown_records),
    Kind("projects", "书记项目", _projects, _shown_projects),
    Kind("brands", "党建品牌", _brands, _shown_brands),
)
KIND_OF = {kind.key: kind for kind in KINDS}


def groups(user, typed: Typed) -> list[Group]:
    """The first hits of every kind in which there are any."""
    found = (_group(kind, user, typed) for kind in KINDS)
    return [group for group in found if group.hits]


def _group(kind: Kind, user, typed: Typed) -> Group:
    rows = kind.rows(user, typed)
    first = list(rows[: SHOWN + 1])
    number = len(first) if len(first) <= SHOWN else count(rows)
    url = f"{reverse('portal:search')}?{urlencode({'q': typed.text, 'in': kind.key})}"
    return Group(kind, list(kind.shown(first[:SHOWN], typed)), number, url)


def count(rows: QuerySet) -> int:
    return rows.order_by().select_related(None).prefetch_related(None)[: COUNTED + 1].count()


def page_of(kind: Kind, user, typed: Typed, number: int) -> tuple[list[Hit], bool]:
    """The hits of one page, from 1 on, and whether others follow."""
    start = (number - 1) * PAGE
    rows = list(kind.rows(user, typed)[start : start + PAGE + 1])
    return list(kind.shown(rows[:PAGE], typed)), len(rows) > PAGE
