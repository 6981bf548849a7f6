"""CPU of paper: one record as PDF and Word, and the book of a year: `python -m bench.paper`.

Median over the richest records of a branch that held about sixty sittings in the last whole year, reading
included; the process is warmed up first, as a web server or worker is after its first document.
"""

import time
from collections.abc import Callable
from statistics import median

import django

SITTINGS = 60
RECORDS = 20
ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def branch_of(year: int):
    """The branch whose number of records of the year is nearest to sixty."""
    from django.db.models import Count, F
    from django.db.models.functions import Abs

    from apps.branches.models import Organisation
    from apps.meetings.models import Meeting

    held = Meeting.objects.effective().of_year(year).filter(organisation__kind="branch")
    counted = (
        held.values("organisation")
        .annotate(n=Count("pk"))
        .order_by(Abs(F("n") - SITTINGS), "organisation")
    )
    return Organisation.objects.select_related("unit", "parent").get(pk=counted[0]["organisation"])


def main() -> None:
    django.setup()
    from apps.meetings.printing import orders, paper, word
    from apps.meetings.printing.book import book_of, records_of
    from bench.assess import last_whole_year
    from bench.run import announce

    year = last_whole_year().start.year
    branch = branch_of(year)
    pks = list(records_of(branch, year).values_list("pk", flat=True)[:RECORDS])

    def record_pdf(pk: int) -> bytes:
        return paper.render_record(*paper.sheet_of_one(pk))

    def record_word(pk: int) -> bytes:
        return word.render(paper.sheet_of_one(pk)[1])

    def book() -> bytes:
        values, moment = book_of(branch, year)
        return orders.render_book(values, "0" * 64, moment)

    for warm_up in (record_pdf, record_word):
        warm_up(pks[0])
    announce(
        {
            "record_pdf_cpu_ms": 1000 * median(seconds(lambda pk=pk: record_pdf(pk)) for pk in pks),
            "record_word_cpu_ms": 1000
            * median(seconds(lambda pk=pk: record_word(pk)) for pk in pks),
            "minute_book_records": len(records_of(branch, year)),
            "minute_book_cpu_s": min(seconds(book) for _ in range(ROUNDS)),
        }
    )


if __name__ == "__main__":
    main()
