"""A result for the screen: the sheet that goes to paper, with links to the rows behind its lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.assessments.choices import WEIGHTED
from apps.assessments.documents import Adjustment, SheetLine
from apps.assessments.explaining import working_of
from apps.assessments.models import Result, ScoreLine
from apps.assessments.printing import sheet_of
from apps.assessments.records import Record, linked_records_of, of_line


@dataclass(frozen=True, slots=True)
class LinkedLine:
    """`records` are linked; where none of the rows has a page, the sheet names them."""

    shown: SheetLine | Adjustment
    records: list[Record]
    working: str


@dataclass(frozen=True, slots=True)
class LinkedPart:
    label: str
    weight: str
    points: str
    lines: list[LinkedLine]


@dataclass(frozen=True, slots=True)
class ResultPage:
    sheet: dict
    parts: list[LinkedPart]
    bonuses: list[LinkedLine]
    deductions: list[LinkedLine]


def page_of(result: Result) -> ResultPage:
    sheet = result.sheet or sheet_of(result)
    lines = list(result.lines.select_related("part", "criterion").order_by("order"))
    records = linked_records_of(lines)
    weighted = (line for line in lines if line.part.source in WEIGHTED)

    def linked(shown: list, own: Iterator[ScoreLine]) -> list[LinkedLine]:
        return [
            LinkedLine(one, of_line(line, records), working_of(line))
            for one, line in zip(shown, own, strict=False)
        ]

    def adjusting(source: str) -> Iterator[ScoreLine]:
        return (x for x in lines if x.part.source == source and x.manual_entry_id is None)

    return ResultPage(
        sheet=sheet,
        parts=[
            LinkedPart(p["label"], p["weight"], p["points"], linked(p["lines"], weighted))
            for p in sheet["parts"]
        ],
        bonuses=linked(sheet["bonuses"], adjusting("bonus")),
        deductions=linked(sheet["deductions"], adjusting("deduction")),
    )
