"""自评表、评定表 of one body: the same values on PDF and in Word."""

from functools import lru_cache
from typing import TypedDict

from django.utils import timezone

from apps.core import documents
from apps.core.exact import half_up, shown
from apps.core.models import Document
from apps.core.models.spans import day_in_words
from apps.core.standings import Standing, standing
from apps.core.word import fill
from apps.grades.choices import OF_SELF, RatingStatus
from apps.grades.marks import COMMITTEE, STAFF, points_before, points_of
from apps.grades.models import Rating, RatingLine
from apps.grades.printing.stamps import issuer, publish

# With the key of the rating: it says whose paper a document is.
KIND = "grades.sheet"
TEMPLATE = "grades/paper/sheet.pdf.html"
# Moves on with every change of the template: documents of an older one stay as they were.
TEMPLATE_VERSION = "2"
CURRENT = Standing(True, "与系统中这次评定的内容一致")
CHANGED = Standing(False, "打印以后评定的内容有变动，请以新打印的为准")
LEVEL_WORDS = {RatingStatus.DECIDED: "定为", RatingStatus.NOTICE: "拟定为"}


class SheetLine(TypedDict):
    name: str
    most: str
    finding: str
    by_itself: str
    by_committee: str
    standing: str


class Sheet(TypedDict):
    title: str
    organisation: str
    facts: list[tuple[str, str, str, str]]
    lines: list[SheetLine]
    read_on: str
    result: str
    reasons: list[str]
    self_words: list[str]
    committee_words: list[str]
    issuer: str


def paper_of(rating: Rating) -> str:
    return "自评表" if rating.status in OF_SELF else "评定表"


def title_of(rating: Rating) -> str:
    return f"{rating.year}年{rating.scheme.get_kind_display()}{paper_of(rating)}"


def sheet_of(rating: Rating) -> Sheet:
    """Two queries more for a rating whose lines are prefetched."""
    return {
        "title": title_of(rating),
        "organisation": rating.organisation.name,
        "facts": _facts(rating),
        "lines": _lines(rating),
        "read_on": day_in_words(timezone.localtime(rating.read_at)) if rating.read_at else "",
        "result": _result(rating),
        "reasons": _reasons(rating),
        "self_words": _paragraphs(rating.self_words),
        "committee_words": _paragraphs(rating.committee_words),
        "issuer": issuer(),
    }


def _facts(rating: Rating) -> list[tuple[str, str, str, str]]:
    days = [
        ("自评提交", rating.handed_in_on),
        ("党委初评", rating.endorsed_on),
        ("公示", rating.noticed_on),
        ("定级", rating.decided_on),
    ]
    told = [(label, day_in_words(day) if day else "—") for label, day in days]
    return [
        (
            *("组织类别", rating.organisation.get_kind_display()),
            *("评定办法", str(rating.scheme)),
        ),
        (*told[0], *told[1]),
        (*told[2], *told[3]),
    ]


def _lines(rating: Rating) -> list[SheetLine]:
    """Items in the order of the measure, each head before its parts."""
    by_item = {line.item_id: line for line in rating.lines.all()}
    items = rating.scheme.items.order_by("order")
    return [
        _line(item.name, by_item[item.pk]) if item.pk in by_item else _head(item)
        for item in sorted(items, key=lambda item: item.order)
    ]


def _head(item) -> SheetLine:
    blank = dict.fromkeys(("finding", "by_itself", "by_committee", "standing"), "")
    return {"name": item.name, "most": shown(item.most), **blank}  # type: ignore[typeddict-item]


def _line(name: str, line: RatingLine) -> SheetLine:
    extra = "（加分）" if line.item.is_extra else ""
    part = "· " if line.item.parent_id else ""
    return {
        "name": f"{part}{name}{extra}",
        "most": shown(line.item.most),
        "finding": line.finding or "由人评分",
        "by_itself": _said(line, points_before(line, COMMITTEE), line.self_remark),
        "by_committee": _said(line, points_before(line, STAFF), line.committee_remark),
        "standing": _said(line, points_of(line), line.staff_remark),
    }


def _said(line: RatingLine, points, remark: str) -> str:
    if not line.is_applicable:
        return "不计"
    told = "—" if points is None else shown(half_up(points, 2))
    return f"{told}（{remark}）" if remark else told


def _result(rating: Rating) -> str:
    level = rating.level
    points = f"得分{shown(rating.points)}分" if rating.points is not None else ""
    whole = f"（总分{shown(rating.scheme.total)}分）" if points and rating.scheme.total else ""
    if level is None:
        return f"{points}{whole}，等级待定。" if points else "还没有打完分，等级待定。"
    word = LEVEL_WORDS.get(RatingStatus(rating.status), "按现有得分为")
    return f"{points}{whole}{'，' if points else ''}{word}“{level}”。"


def _reasons(rating: Rating) -> list[str]:
    chosen = [f"工委定为“{rating.chosen}”，理由：{rating.choice_reason}。"] if rating.chosen else []
    return [*(f"{text}。" for text in _paragraphs(rating.explanation)), *chosen]


def _paragraphs(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]


def print_sheet(rating: Rating) -> Document:
    sheet = sheet_of(rating)
    return publish(
        sheet,
        kind=f"{KIND}:{rating.uuid}",
        title=f"{rating.organisation}{sheet['title']}",
        template=TEMPLATE,
        version=TEMPLATE_VERSION,
        day=timezone.localtime(rating.updated_at).date(),
    )


@lru_cache(maxsize=1)
def _template() -> bytes:
    # Building costs the Word library: only the process that writes pays for it.
    from apps.grades.printing.word_template import build

    return build()


def write_sheet(rating: Rating) -> bytes:
    """As a Word file, with the same words as the PDF."""
    sheet = sheet_of(rating)
    return fill(_template(), sheet, title=sheet["title"], author=sheet["issuer"])


@documents.reader
def may_read(document: Document, user) -> bool:
    """Whoever sees the rating."""
    kind, _, key = document.kind.partition(":")
    return kind == KIND and Rating.objects.visible_to(user).filter(uuid=key).exists()


@standing(KIND)
def standing_of_sheet(document: Document) -> Standing:
    rows = Rating.objects.select_related("organisation", "scheme", "level", "chosen")
    key = document.kind.partition(":")[2]
    rating = rows.prefetch_related("lines__item").get(uuid=key)
    is_same = documents.data_hash(dict(sheet_of(rating))) == document.data_hash
    return CURRENT if is_same else CHANGED
