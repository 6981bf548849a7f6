"""From frozen numbers to the plain values of a report: no number is counted here."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.utils import timezone

from apps.core.models.spans import day_in_words
from apps.core.templatetags.documents import chinese_number
from apps.indicators.models import Level
from apps.reports import chapters
from apps.reports.chapters import writing
from apps.reports.chapters.definitions import Chapter, Column, Piece
from apps.reports.documents import AnnexPage, ChapterPage, Paper
from apps.reports.figures import Annex, Figures, Span
from apps.reports.models import QuarterlyReport
from apps.reports.reading import figures_of

# Numbers beside one another on a page across; millimetres of the columns of an annex of rows.
NUMBERS_ACROSS = 10
NAME_WIDTH = 45.0
LISTED = (
    *(("序号", 13.0, "c"), ("日期", 26.0, "c"), ("党组织", 62.0, "")),
    *(("内容", 100.0, ""), ("记录编号", 24.0, "c")),
)
DAY, WORDS = 1, 3


def paper_of(report: QuarterlyReport, dated_on: date | None = None) -> Paper:
    """What was issued, or what would be on that day (None: a draft without a day)."""
    if report.paper is not None:
        return report.paper
    f = figures_of(report)
    closed_on = timezone.localdate(report.closing.closed_at) if report.closing else None
    return {
        "title": f"{report.period.label}机关党建工作情况报告",
        "place": report.place,
        "period": report.period.label,
        "issuer": settings.NEWS_ORGANISER,
        "closed_on": day_in_words(closed_on),
        "dated_on": day_in_words(dated_on) if dated_on else "",
        "basis": _basis(f, report, day_in_words(closed_on)),
        "chapters": [_chapter(n, one, f) for n, one in enumerate(chapters.CHAPTERS, start=1)],
        "annexes": [
            {**annex, "heading": f"附件{n}　{annex['heading']}", "anchor": f"annex-{n}"}
            for n, annex in enumerate(_annexes(f), start=1)
        ],
    }


def _basis(f: Figures, report: QuarterlyReport, closed_on: str) -> str:
    before, year_ago = f.periods[Span.BEFORE].label, f.periods[Span.YEAR_AGO].label
    return (
        f"本报告的数字由系统按{report.place}各党组织的记录统计，{closed_on}结账，以后的变动不影响本报告。"
        f"上季度指{before}，去年同期指{year_ago}，单位和联系片的划分都按本季度末计算。"
    )


def _chapter(number: int, chapter: Chapter, f: Figures) -> ChapterPage:
    sections = chapter.write(f)
    headings = iter(range(1, len(sections) + 1))
    return {
        "heading": f"{chinese_number(number)}、{chapter.title}",
        "anchor": f"chapter-{number}",
        "sections": [
            {**one, "heading": f"（{chinese_number(next(headings))}）{one['heading']}"}
            if one["heading"]
            else one
            for one in sections
        ],
    }


def _annexes(f: Figures) -> Iterator[AnnexPage]:
    """The numbers of every unit, or organisation of a unit; then rows one by one."""
    level = Level.UNIT if f.at(Level.UNIT) else Level.ORGANISATION
    keys = chapters.asked_at(level)
    parts = [keys[n : n + NUMBERS_ACROSS] for n in range(0, len(keys), NUMBERS_ACROSS)]
    for number, part in enumerate(parts, start=1):
        table = writing.by_place("", f, level, part, writing.ACROSS, NAME_WIDTH)
        if table:
            heading = f"各{writing.NAMES[level]}主要数字（{chinese_number(number)}）"
            yield _annex(heading, table["columns"], table["rows"], is_listed=False)
    for annex in f.annexes:
        yield _listed(annex, f)


def _annex(
    heading: str,
    columns: list[Column],
    rows: list[list[Piece]],
    note: str = "",
    *,
    is_listed: bool,
) -> AnnexPage:
    return {
        "heading": heading,
        "anchor": "",
        "columns": columns,
        "rows": rows,
        "note": note,
        "is_listed": is_listed,
    }


def _listed(annex: Annex, f: Figures) -> AnnexPage:
    left_out = annex["total"] - len(annex["lines"])
    note = f"共{annex['total']}项，其余{left_out}项见系统。" if left_out else ""
    days = f.periods[Span.AHEAD]
    span = f"（{day_in_words(days.start)}至{day_in_words(days.last_day)}）"
    ahead = span if annex["span"] == Span.AHEAD else ""
    rows = list(_lines(annex))
    columns: list[Column] = [
        {"label": label, "width": width, "align": align} for label, width, align in LISTED
    ]
    if not any(line["day"] for line in annex["lines"]):
        _leave_out_days(columns, rows)
    return _annex(f"{annex['label']}{ahead}", columns, rows, note, is_listed=True)


def _leave_out_days(columns: list[Column], rows: list[list[Piece]]) -> None:
    """What lasts has no day; its column goes to the words."""
    columns[WORDS]["width"] += columns[DAY]["width"]
    del columns[DAY]
    for row in rows:
        del row[DAY]


def _lines(annex: Annex) -> Iterator[list[Piece]]:
    for number, line in enumerate(annex["lines"], start=1):
        yield [
            writing.plain(str(number)),
            writing.plain(line["day"]),
            writing.plain(line["organisation"]),
            {"text": line["text"], "ref": line["url"]},
            writing.plain(line["record"]),
        ]
