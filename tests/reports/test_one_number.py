"""One number in all forms of a report: every number of an issued report on screen, in the PDF and in
Word is its reading, and every reading is the count of the rows behind its link, for each role."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO
from urllib.parse import unquote

import docx
import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from apps.accounts.models import User
from apps.branches.models import Unit
from apps.core.exact import shown
from apps.indicators import counting
from apps.indicators.catalogue import RATIOS, get
from apps.indicators.counting import Share
from apps.indicators.freezing import hash_of
from apps.indicators.listing import follow
from apps.indicators.measures import Distinct, Rows, Total
from apps.indicators.models import Level, Reading
from apps.portal.city.accounts import GRANTED, SECRETARY
from apps.reports import word
from apps.reports.chapters import writing
from apps.reports.closing import close_quarter
from apps.reports.documents import Paper
from apps.reports.duties import BEHIND, answers_to, due_in, is_of_duties
from apps.reports.ground import Ground, ground_of
from apps.reports.models import QuarterlyReport
from apps.reports.numbers import asked, value_of
from apps.reports.printing import render
from apps.zones.models import Zone
from apps.zones.telling import secretaries_of_units
from tests.conftest import sign_in
from tests.core.pdf_documents import text_of
from tests.portal.conftest import SMALL, small_city
from tests.reports.conftest import issued
from tests.reports.test_layout import FOOT

__all__ = ["small_city"]
pytestmark = pytest.mark.django_db
YEAR, QUARTER = SMALL.until.year, 2
TODAY = date(YEAR, 7, 6)
LEADER, STAFF = (
    next(a.username for a in GRANTED if a.role == role) for role in ("leader", "committee_staff")
)
LINK = re.compile(r'<a[^>]*href="(/reports/[^"]+/numbers/[^"]+)"[^>]*>(.*?)</a>', re.S)
FROZEN = re.compile(r"data-frozen>([^<]*)<")
# So many numbers are opened by each role beside the staff; all others are counted without a page.
FOLLOWED = 30
NAMES = ("city", "zone", "unit")
READERS = {
    STAFF: {"city", "zone", "unit"},
    LEADER: {"city", "zone", "unit"},
    "zone_leader": {"zone", "unit"},
    "unit_secretary": {"unit"},
    SECRETARY.username: set(),
}


@dataclass
class Papers:
    """The reports of a quarter: the city, a zone, and a unit in it whose head has a secretary."""

    city: QuarterlyReport
    zone: QuarterlyReport
    unit: QuarterlyReport

    def named(self, name: str) -> QuarterlyReport:
        return getattr(self, name)


@pytest.fixture(autouse=True)
def after_the_quarter() -> Iterator[None]:
    with time_machine.travel(f"{TODAY} 10:00 +0800", tick=False):
        yield


@pytest.fixture(scope="module")
def papers(small_city, django_db_blocker) -> Papers:
    with django_db_blocker.unblock(), time_machine.travel(f"{TODAY} 10:00 +0800", tick=False):
        heads = secretaries_of_units(Unit.objects.values_list("pk", flat=True))
        unit = Unit.objects.get(pk=min(heads))
        User.objects.filter(pk=heads[unit.pk][0].pk).update(username="unit_secretary")
        zone = Zone.objects.of_year(YEAR).get(memberships__unit=unit)
        zone.leader.user = User.objects.create_user("zone_leader", "六亮-Portal-2026", name="片长")
        zone.leader.save()
        asked_of = {"city": {}, "zone": {"zone": zone}, "unit": {"unit": unit}}
        return Papers(
            **{
                name: issued(close_quarter(year=YEAR, quarter=QUARTER, **place), None)
                for name, place in asked_of.items()
            }
        )


def numbers_of(value: object) -> Iterator[tuple[str, str]]:
    """(ref, text) of every number of the plain values, in their order; bars too."""
    if isinstance(value, list):
        for one in value:
            yield from numbers_of(one)
    elif isinstance(value, dict):
        ref = value.get("ref", "")
        if ref and not ref.startswith("/"):
            yield ref, value.get("text", value.get("value"))
        for one in value.values():
            yield from numbers_of(one)


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_the_paper_is_its_reading(papers, name):
    report = papers.named(name)
    found = list(numbers_of(report.paper))
    assert len(found) > 300
    read = {ref: read_of(report, ref) for ref in dict.fromkeys(ref for ref, _ in found)}
    for ref, text in found:
        quantity = read[ref]
        if text.endswith("%"):
            assert text in percentages(report, ref), ref
        else:
            assert text in (str(quantity), shown(quantity.value), writing.UNKNOWN), ref


def read_of(report: QuarterlyReport, ref: str):
    number = asked(report, ref)
    unit = "" if is_of_duties(number.key) else get(number.key).unit
    return value_of(number.frozen(), unit or "件")


def percentages(report: QuarterlyReport, ref: str) -> set[str]:
    """What the rates of which the number is the part come to."""
    head, _, key = ref.rpartition("/")
    wholes = [ratio.whole for ratio in RATIOS.values() if ratio.part == key]
    if is_of_duties(key):
        wholes = [key.replace(":done", ":due")]
    part = read_of(report, ref).value
    return {
        writing.percent(Share(part, read_of(report, f"{head}/{whole}").value)) for whole in wholes
    }


@pytest.mark.parametrize("name", NAMES)
def test_screen_pdf_and_word_show_every_number_of_the_paper(papers, name):
    report = papers.named(name)
    paper: Paper = report.paper
    page = sign_in(User.objects.get(username=STAFF)).get(report.get_absolute_url())
    assert on_screen(page.text) == written(paper)
    printed = render(paper, "reports.quarterly:x", "0" * 64, report.issued_at)
    text = FOOT.sub("", text_of(PdfReader(BytesIO(printed))))
    document = docx.Document(BytesIO(word.write(paper, is_draft=False)))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    told = {paragraph.text for paragraph in document.paragraphs}
    assert cells == list(cells_of(paper))
    for line in lines_of(paper):
        assert "".join(line.split()) in text, line
    for paragraph in paragraphs_of(paper):
        assert "".join(paragraph.split()) in text, paragraph
        assert paragraph in told
    for table in tables_of(paper):
        for row in table["rows"]:
            said = "".join("".join(cell["text"].split()) for cell in row)
            assert said in text, table["columns"][0]


def on_screen(html: str) -> list[tuple[str, str]]:
    """Ref and text of each number that stands in a sentence or a table."""
    found = []
    for href, inside in LINK.findall(html):
        if "<" not in inside:
            ref = unquote(unescape(href)).partition("/numbers/")[2].rstrip("/")
            found.append((ref, unescape(inside)))
    return sorted(found)


def written(paper: Paper) -> list[tuple[str, str]]:
    spoken = [p for c in paper["chapters"] for s in c["sections"] for p in s["paragraphs"]]
    tables = [table["rows"] for table in tables_of(paper)]
    return sorted(numbers_of([spoken, tables]))


def tables_of(paper: Paper) -> list:
    inside = [t for c in paper["chapters"] for s in c["sections"] for t in s["tables"]]
    return [*inside, *paper["annexes"]]


def cells_of(paper: Paper) -> Iterator[str]:
    for table in tables_of(paper):
        yield from (column["label"] for column in table["columns"])
        yield from (cell["text"] for row in table["rows"] for cell in row)


def paragraphs_of(paper: Paper) -> list[str]:
    spoken = (p for c in paper["chapters"] for s in c["sections"] for p in s["paragraphs"])
    return ["".join(piece["text"] for piece in pieces) for pieces in spoken]


def lines_of(paper: Paper) -> Iterator[str]:
    """What a bar of a chart says beside its name."""
    for chapter in paper["chapters"]:
        for section in chapter["sections"]:
            for chart in section["charts"]:
                for mark in chart["rows"]:
                    of = f" / {mark['target']}" if mark["target"] is not None else ""
                    yield f"{mark['value']}{of}"


@pytest.mark.parametrize("name", NAMES)
def test_every_reading_is_the_count_of_its_rows(papers, name):
    report = papers.named(name)
    ground = ground_of(zone=report.zone, unit=report.unit, period=report.period)
    readings = Reading.objects.filter(closing=report.closing)
    due: dict = {}
    for reading in readings.select_related("zone", "unit", "organisation"):
        organisations = organisations_of(reading, ground)
        if is_of_duties(reading.indicator):
            if reading.period not in due:
                due[reading.period] = list(due_in(ground.groups, reading.period, TODAY))
            rows, value = owed(reading.indicator, due[reading.period], set(organisations))
        else:
            rows = list(counting.rows(reading.indicator, reading.period, organisations))
            value = put_together(reading.indicator, rows)
            assert reading.rows_hash == hash_of(row.pk for row in rows), reading.indicator
        assert (reading.value, reading.row_count) == (value, len(rows)), reading.indicator


def organisations_of(reading: Reading, ground: Ground) -> list[int]:
    part = reading.zone or reading.unit or reading.organisation
    key = str(part.uuid) if part else reading.kind
    return ground.at(next(p for p in ground.places if p[:2] == (reading.level, key)))


def owed(key: str, due: list, organisations: set[int]) -> tuple[list, Decimal]:
    found = [body.pk for body, duty in due if body.pk in organisations and answers_to(key, duty)]
    if key.endswith(f":{BEHIND}"):
        found = list(set(found))
    return found, Decimal(len(found))


def put_together(key: str, rows: list) -> Decimal:
    """The number of rows that are in memory, without a query that counts."""
    indicator = get(key)
    match indicator.measure:
        case Rows():
            return Decimal(len(rows))
        case Total(field=str(column)):
            return sum((Decimal(getattr(row, column) or 0) for row in rows), Decimal(0))
        case Distinct(field=str(path)):
            return Decimal(len({row.pk if path == "pk" else follow(row, path) for row in rows}))
    model = indicator.source.model
    counted = model._base_manager.filter(pk__in=[row.pk for row in rows])
    return counting.quantity(indicator, counted).value


def sums(report: QuarterlyReport, level: Level) -> dict[str, Decimal]:
    """By key, over the places of a level, of what was broken down by it."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    readings = Reading.objects.filter(closing=report.closing, level=level)
    for reading in readings:
        found[reading.indicator] += reading.value
    return found


def adds_up(key: str) -> bool:
    return not key.endswith(f":{BEHIND}") if is_of_duties(key) else get(key).measure.adds_up


@pytest.mark.parametrize("level", [Level.ZONE, Level.UNIT, Level.KIND])
def test_parts_and_what_lies_outside_of_them_come_to_the_city(papers, level):
    report = papers.city
    ground = ground_of(zone=None, unit=None, period=report.period)
    inside = {pk for place in ground.places if place.level == level for pk in ground.at(place)}
    outside = [pk for pk in ground.groups if pk not in inside]
    due = list(due_in(outside, report.period, TODAY))
    compared = 0
    for key, total in sums(report, level).items():
        if not adds_up(key):
            continue
        if is_of_duties(key):
            beside = owed(key, due, set(outside))[1]
        else:
            beside = put_together(key, list(counting.rows(key, report.period, outside)))
        whole = Reading.objects.get(
            closing=report.closing, indicator=key, level=Level.WHOLE, start=report.period.start
        )
        assert total + beside == whole.value, key
        compared += 1
    assert compared > 5


@pytest.mark.parametrize(("name", "level"), [("zone", Level.ZONE), ("unit", Level.UNIT)])
def test_report_of_a_part_says_what_the_city_says_of_it(papers, name, level):
    report = papers.named(name)
    of_city = Reading.objects.filter(
        closing=papers.city.closing, level=level, **{name: getattr(report, name)}
    )
    assert of_city.count() > 5
    for told in of_city:
        own = Reading.objects.get(
            closing=report.closing, indicator=told.indicator, level=Level.WHOLE, start=told.start
        )
        assert (own.value, own.rows_hash) == (told.value, told.rows_hash), told.indicator


@pytest.mark.parametrize("username", READERS)
def test_readers_open_what_is_theirs_and_every_number_of_it(papers, username):
    client = sign_in(User.objects.get(username=username))
    opened = {name for name in NAMES if client.get(address(papers, name)).status_code == 200}
    assert opened == READERS[username]
    listed = client.get(reverse("reports:report_list")).text
    assert {name for name in NAMES if address(papers, name) in listed} == opened
    for name in opened:
        follow_numbers(client, papers.named(name))


def address(papers: Papers, name: str) -> str:
    return papers.named(name).get_absolute_url()


def follow_numbers(client, report: QuarterlyReport) -> None:
    """From each number on screen to the page behind it, which says the same of as many rows."""
    texts: dict[str, str] = {}
    for ref, text in on_screen(client.get(report.get_absolute_url()).text):
        if not text.endswith(("%", writing.UNKNOWN)):
            texts[ref] = text
    step = max(len(texts) // FOLLOWED, 1)
    for ref, text in list(texts.items())[::step]:
        answer = client.get(f"{report.get_absolute_url()}numbers/{ref}/")
        assert answer.status_code == 200, ref
        assert FROZEN.search(answer.text)[1] == text, ref
        assert "结账以后记录有变动" not in answer.text, ref
        frozen = asked(report, ref).frozen()
        page = answer.context["page"].paginator.count
        hidden = answer.context.get("hidden_count", 0)
        if not ref.endswith(f":{BEHIND}"):
            assert page + hidden == (frozen.row_count if frozen else 0), ref
