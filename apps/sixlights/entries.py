"""What is stated about an activity, before it is a row."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.branches.models import Organisation, Person
from apps.core.quantities import Qualifier
from apps.sixlights.models import Activity, CampaignItem, Lecturer, Metric


@dataclass(frozen=True)
class Count:
    metric: Metric
    value: Decimal
    hedge: Qualifier = Qualifier.EXACT


@dataclass(frozen=True)
class LecturerEntry:
    """A member, one of the corps, or somebody who is known by name only."""

    name: str
    office: str = ""
    person: Person | None = None
    lecturer: Lecturer | None = None

    @property
    def identity(self) -> tuple:
        return (self.person.pk,) if self.person else (self.name, self.office)


@dataclass(frozen=True)
class Entry:
    """One activity as somebody tells it."""

    title: str
    starts_on: date
    items: tuple[CampaignItem, ...]
    ends_on: date | None = None
    is_day_open: bool = False
    minutes: int | None = None
    form: str = ""
    place: str = ""
    series: str = ""
    number: int | None = None
    edition: int | None = None
    text: str = ""
    is_summary: bool = False
    sessions: int = 1
    sessions_hedge: Qualifier = Qualifier.EXACT
    counts: tuple[Count, ...] = field(default=())
    lecturers: tuple[LecturerEntry, ...] = field(default=())


COLUMNS = (
    *("title", "starts_on", "ends_on", "is_day_open", "minutes", "form", "place"),
    *("series", "number", "edition", "text", "is_summary", "sessions", "sessions_hedge"),
)
# What the record of a meeting says itself.
OF_MEETING = ("title", "starts_on", "ends_on", "is_day_open", "place")


def check(entry: Entry, organisation: Organisation) -> None:
    """ValidationError with the sentences by field."""
    problems: dict[str, list[str]] = defaultdict(list)
    for name, sentence in _problems(entry, organisation):
        problems[name].append(sentence)
    if problems:
        raise ValidationError(dict(problems))


def _problems(entry: Entry, organisation: Organisation) -> Iterable[tuple[str, str]]:
    if not entry.items:
        yield "items", "请选择计入哪个项目"
    if entry.starts_on > timezone.localdate():
        yield "starts_on", "日期还没有到，活动以后再登记"
    if entry.starts_on < organisation.founded_on:
        yield "starts_on", f"{organisation}于 {organisation.founded_on} 成立，请核对日期"
    if entry.ends_on and entry.ends_on < entry.starts_on:
        yield "ends_on", "结束日期早于开始日期，请改正其中一个"
    if entry.is_day_open and not entry.ends_on:
        yield "ends_on", "只知道大致时间的，请填写结束日期"
    if not entry.is_summary and (entry.sessions, entry.sessions_hedge) != (1, Qualifier.EXACT):
        yield "sessions", "不是汇总行的活动只算一场，请改为 1，或勾选汇总行"
    yield from _out_of_campaign(entry)
    yield from _wrong_counts(entry.counts)
    if len({one.identity for one in entry.lecturers}) < len(entry.lecturers):
        yield "lecturers", "主讲人里有人写了两次，请删去一个"


def _out_of_campaign(entry: Entry) -> Iterable[tuple[str, str]]:
    for item in entry.items:
        campaign = item.campaign
        if entry.starts_on < campaign.starts_on:
            yield "starts_on", f"“{campaign}”{campaign.starts_on} 才开始，请核对日期或改选项目"
        elif campaign.ends_on and entry.starts_on > campaign.ends_on:
            yield "starts_on", f"“{campaign}”{campaign.ends_on} 已经结束，请核对日期或改选项目"


def _wrong_counts(counts: Iterable[Count]) -> Iterable[tuple[str, str]]:
    for count in counts:
        metric = count.metric
        if count.value < 0:
            yield f"count_{metric.code}", f"{metric.name}不能小于 0"
        elif not metric.takes(count.value):
            yield f"count_{metric.code}", f"{metric.name}按{metric.unit}计，请填整数"


def check_metrics(activity: Activity) -> None:
    """Refuse a number that none of its items counts; the form of a branch does not ask for one."""
    counted = Metric.objects.filter(items__in=activity.items.all())
    stray = activity.counts.filter(is_of_meeting=False).exclude(metric__in=counted)
    names = "、".join(f"“{name}”" for name in stray.values_list("metric__name", flat=True))
    if names:
        raise ValidationError(
            f"所选项目不计{names}：请改选计数项，或者先在“行动项目”里把它列为计数项"
        )
