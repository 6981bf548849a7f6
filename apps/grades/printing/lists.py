"""公示名单 and 评定结果 of a round: the bodies of each level in the order of the tree, no ranking."""

from typing import Any, TypedDict
from uuid import UUID

from django.utils import timezone

from apps.branches.choices import Move
from apps.branches.models import Grade
from apps.core import documents
from apps.core.models import Document
from apps.core.models.spans import day_in_words
from apps.core.standings import Standing, standing
from apps.core.workdays import workdays
from apps.grades.choices import RatingStatus
from apps.grades.models import GradeScheme, Rating
from apps.grades.printing.stamps import issuer, publish
from apps.grades.rounds import Round

# With the key of the measure and the year: they say which round a document is of.
KINDS = {RatingStatus.NOTICE: "grades.notice", RatingStatus.DECIDED: "grades.result"}
TEMPLATE = "grades/paper/list.pdf.html"
# Moves on with every change of the template: documents of an older one stay as they were.
TEMPLATE_VERSION = "1"
CURRENT = Standing(True, "与系统中这一轮评定的名单一致")
CHANGED = Standing(False, "打印以后名单有变动，请以新打印的为准")


class Level(TypedDict):
    name: str
    number: int
    bodies: list[dict[str, str]]


class ResultList(TypedDict):
    title: str
    scheme: str
    paragraphs: list[str]
    levels: list[Level]
    closing: str
    issuer: str
    dated_on: str


def title_of(held: Round, status: RatingStatus) -> str:
    paper = "拟定等级公示名单" if status == RatingStatus.NOTICE else "评定结果"
    return f"{held.year}年{held.scheme.get_kind_display()}{paper}"


def list_of(held: Round, status: RatingStatus) -> ResultList:
    """Of those in that state; in four queries, however many they are."""
    rows = held.ratings.filter(status=status).select_related(
        "organisation__unit", "level", "scheme", "grade"
    )
    ratings = list(rows.order_by("organisation__path"))
    is_notice = status == RatingStatus.NOTICE
    return {
        "title": title_of(held, status),
        "scheme": str(held.scheme),
        "paragraphs": _of_notice(held, ratings) if is_notice else _of_result(held, ratings),
        "levels": _levels(held, ratings),
        "closing": CLOSING if is_notice else "",
        "issuer": issuer(),
        "dated_on": _dated_on(ratings, "noticed_on" if is_notice else "decided_on"),
    }


CLOSING = (
    "对公示名单有异议的，请在公示期内向工委反映，写明情况和理由。"
    "在系统里可以直接提交异议，答复会通知提出人。"
)


def _of_notice(held: Round, ratings: list[Rating]) -> list[str]:
    scheme = held.scheme
    begun = min((r.noticed_on for r in ratings if r.noticed_on), default=None)
    last = max((r.noticed_on for r in ratings if r.noticed_on), default=None)
    span = ""
    if begun and last and scheme.notice_days:
        until = workdays().after(last, scheme.notice_days)
        span = f"公示期为{day_in_words(begun)}至{day_in_words(until)}（{scheme.notice_days}个工作日）。"
    return [
        f"按照{scheme}，经自评、党委初评和工委评定，拟定{len(ratings)}个党组织的等级，现予公示。{span}",
        "名单按组织顺序排列，不分先后。",
    ]


def _of_result(held: Round, ratings: list[Rating]) -> list[str]:
    grades = Grade.objects.filter(rating__in=ratings, revoked_on=None).with_before()
    moves = [grade.moved for grade in grades]
    told = [
        f"晋级{moves.count(Move.UP)}个",
        f"保持{moves.count(Move.SAME)}个",
        f"降级{moves.count(Move.DOWN)}个",
        f"首次定级{moves.count(None)}个",
    ]
    return [
        f"按照{held.scheme}，{held.year}年度共有{len(ratings)}个党组织定级。"
        f"与上年比较，{'，'.join(told)}。",
        "名单按组织顺序排列，不分先后。",
    ]


def _levels(held: Round, ratings: list[Rating]) -> list[Level]:
    levels = held.scheme.levels.order_by("-order")
    by_level = [(level, [r for r in ratings if r.level_id == level.pk]) for level in levels]
    return [
        {"name": level.name, "number": len(own), "bodies": [_body(one) for one in own]}
        for level, own in by_level
        if own
    ]


def _body(rating: Rating) -> dict[str, str]:
    unit = rating.organisation.unit
    return {"name": rating.organisation.name, "unit": str(unit) if unit else "—"}


def _dated_on(ratings: list[Rating], field: str) -> str:
    days = [day for r in ratings if (day := getattr(r, field))]
    return day_in_words(max(days) if days else timezone.localdate())


def print_list(held: Round, status: RatingStatus) -> Document:
    values = list_of(held, status)
    return publish(
        values,
        kind=f"{KINDS[status]}:{held.scheme.uuid}:{held.year}",
        title=values["title"],
        template=TEMPLATE,
        version=TEMPLATE_VERSION,
        day=timezone.localdate(),
    )


@documents.reader
def may_read(document: Document, user) -> bool:
    """A notice is for everybody who reads grades, a result for whoever sees the whole city."""
    what = document.kind.partition(":")[0]
    if what == KINDS[RatingStatus.NOTICE]:
        return user.has_perm("grades.view_rating")
    return what == KINDS[RatingStatus.DECIDED] and user.has_perm("grades.view_ratingobjection")


def _standing_of(document: Document) -> Standing:
    what, key, year = document.kind.split(":")
    status: Any = next(state for state, kind in KINDS.items() if kind == what)
    held = Round(GradeScheme.objects.get(uuid=UUID(key)), int(year))
    is_same = documents.data_hash(dict(list_of(held, status))) == document.data_hash
    return CURRENT if is_same else CHANGED


for kind in KINDS.values():
    standing(kind)(_standing_of)
