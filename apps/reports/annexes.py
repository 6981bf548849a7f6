"""The rows behind some numbers, named one by one as they were on the day of closing."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby, islice
from typing import NamedTuple

from django.conf import settings
from django.db.models import QuerySet

from apps.core.periods import Period
from apps.indicators import counting
from apps.indicators.catalogue import get
from apps.indicators.listing import follow, line_of, ordered
from apps.reports.duties import answers_to, due_in, is_of_duties
from apps.reports.figures import Annex, AnnexLine, Span

# So much of the public number of a record finds it again.
RECORD_DIGITS = 8


class Asked(NamedTuple):
    """Which rows, and what the number that they make is called."""

    key: str
    span: Span
    label: str
    period: Period
    today: date


def annex_of(asked: Asked, organisations: list[int]) -> Annex:
    """As many lines as settings.REPORT_ANNEX_ROWS allows; `total` says how many there are."""
    if is_of_duties(asked.key):
        found = list(_duty_lines(asked, organisations))
        lines, total = found[: settings.REPORT_ANNEX_ROWS], len(found)
    else:
        rows = counting.rows(asked.key, asked.period, organisations)
        lines, total = list(_lines(asked.key, rows)), rows.count()
    return {
        "key": asked.key,
        "span": asked.span,
        "label": asked.label,
        "total": total,
        "lines": lines,
    }


def _lines(key: str, rows: QuerySet) -> Iterator[AnnexLine]:
    indicator = get(key)
    for row in islice(ordered(indicator, rows), settings.REPORT_ANNEX_ROWS):
        line = line_of(indicator, row)
        record = follow(row, indicator.source.record)
        yield {
            "day": line.day.isoformat() if line.day else "",
            "organisation": line.organisation,
            "text": line.text,
            "record": str(record.uuid)[:RECORD_DIGITS] if hasattr(record, "uuid") else "",
            "url": line.url,
        }


def _duty_lines(asked: Asked, organisations: list[int]) -> Iterator[AnnexLine]:
    """A line for each organisation, with everything that it did not do."""
    due = due_in(organisations, asked.period, asked.today)
    counted = ((body, duty) for body, duty in due if answers_to(asked.key, duty))
    for _, pairs in groupby(counted, key=lambda pair: pair[0].pk):
        found = list(pairs)
        body = found[0][0]
        yield {
            "day": "",
            "organisation": body.name,
            "text": "、".join(f"{duty.period.label}{duty.rule.name}" for _, duty in found),
            "record": str(body.uuid)[:RECORD_DIGITS],
            "url": "",
        }
