"""CPU of a quarterly report of the whole city: `python -m bench.quarter`.

`quarterly_report_cpu_s` is everything from the frozen numbers to the finished PDF, reading included,
for every page that the report has; `quarterly_report_20_pages_cpu_s` is its share of twenty. Closing is
measured apart, in a transaction that leaves nothing. The process is warmed up first, as a worker is.
"""

from io import BytesIO

import django

from bench.paper import seconds

PAGES = 20
ROUNDS = 3


def last_quarter():
    """The latest that is over on the last day of the city."""
    from django.utils import timezone

    from apps.core.periods import Cycle, Period
    from apps.portal.city.plan import last_whole_month

    until = last_whole_month(timezone.localdate())
    running = Period.containing(until, Cycle.QUARTER)
    return running if running.last_day <= until else running.previous


def main() -> None:
    django.setup()
    from django.db import transaction
    from pypdf import PdfReader

    from apps.reports.closing import close_quarter
    from apps.reports.composing import paper_of
    from apps.reports.models import QuarterlyReport
    from apps.reports.printing import render
    from apps.reports.word import write
    from bench.run import announce

    period = last_quarter()
    closed: list[QuarterlyReport] = []

    def close() -> None:
        closed.append(close_quarter(year=period.start.year, quarter=(period.start.month + 2) // 3))

    def report_pdf() -> bytes:
        report = QuarterlyReport.objects.select_related("closing").get(pk=closed[0].pk)
        paper = paper_of(report, dated_on=period.last_day)
        return render(paper, "reports.quarterly", "0" * 64, closed[0].closing.closed_at)

    with transaction.atomic():
        closing = seconds(close)
        pages = len(PdfReader(BytesIO(report_pdf())).pages)
        spent = min(seconds(report_pdf) for _ in range(ROUNDS))
        word = min(seconds(lambda: write(paper_of(closed[0]), is_draft=True)) for _ in range(2))
        readings = closed[0].closing.readings.count()
        transaction.set_rollback(True)
    announce(
        {
            "quarter_closing_cpu_s": closing,
            "quarter_readings": readings,
            "quarterly_report_pages": pages,
            "quarterly_report_cpu_s": spent,
            "quarterly_report_20_pages_cpu_s": spent * PAGES / pages,
            "quarterly_report_word_cpu_s": word,
        }
    )


if __name__ == "__main__":
    main()
