"""九、督查整改: what was found, closed and overdue, and what many have in common."""

from apps.indicators.models import Level
from apps.reports.chapters import writing
from apps.reports.chapters.definitions import Chapter, Section
from apps.reports.figures import Figures, Span

FOUND = (
    *("inspection_visits", "units_inspected", "issues_found", "issues_found_by_inspections"),
    *("issues_grave", "issues_common", "issues_reopened"),
)
SETTLED = ("issues_closed", "issues_found_closed", "issues_open", "issues_overdue")
BY_PLACE = ("issues_found", "issues_closed", "issues_open", "issues_overdue")


def write(f: Figures) -> list[Section]:
    return [
        writing.section(
            "",
            writing.paragraph(
                "本季度现场督查",
                writing.beside(f, "inspection_visits"),
                "，涉及单位",
                f.of("units_inspected"),
                "；发现问题",
                writing.beside(f, "issues_found"),
                "，其中严重问题",
                f.of("issues_grave"),
                "、共性问题",
                f.of("issues_common"),
                "、反弹问题",
                f.of("issues_reopened"),
                "。",
            ),
            writing.paragraph(
                "本季度销号",
                writing.beside(f, "issues_closed"),
                "；本季度发现的问题销号率",
                writing.rate(f, "issues_closing_rate"),
                "。季度末未销号",
                f.of("issues_open"),
                "，本季度逾期未整改",
                f.of("issues_overdue"),
                "。",
            ),
            tables=[
                writing.comparison("督查整改情况", f, (*FOUND, *SETTLED), ("issues_closing_rate",)),
                writing.by_place("各联系片督查整改", f, Level.ZONE, BY_PLACE),
                writing.by_place("各类党组织督查整改", f, Level.KIND, BY_PLACE),
            ],
            charts=[
                writing.bars_by_place(
                    "各联系片已销号 / 本季度发现的问题（个）",
                    f,
                    Level.ZONE,
                    "issues_found_closed",
                    "issues_found",
                )
            ],
        )
    ]


CHAPTER = Chapter(
    "督查整改",
    write,
    keys=(*FOUND, *SETTLED),
    rates=("issues_closing_rate",),
    zones=(*BY_PLACE, "issues_found_closed"),
    kinds=BY_PLACE,
    units=("issues_found", "issues_closed", "issues_overdue"),
    annexes=(("issues_common", Span.NOW), ("issues_overdue", Span.NOW)),
)
