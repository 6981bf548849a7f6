"""支部工作手册: the year of a branch as one paper, printed through the ledger."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from apps.branches.choices import OrganisationKind
from apps.core import files, jobs
from apps.core.models import Document, JobItem
from apps.core.periods import Cycle, Period
from apps.indicators.counting import counts
from apps.meetings.choices import AttendanceStatus, MeetingKind, MeetingStatus, TalkKind
from apps.meetings.models import Attendance, PaperOrder, Talk
from apps.meetings.printing import orders
from apps.meetings.printing.attendance import SITTINGS_ACROSS
from apps.meetings.printing.book import book_of
from apps.meetings.printing.orders import order_minute_book
from tests import cast
from tests.core.pdf_documents import pieces

YEAR = 2025
# 35 mm in points.
LEFT_OF_TURNED = 99
SPACE = re.compile(r"\s+")
Kind = MeetingKind


@pytest.fixture
def year(city, users):
    """A branch with a subgroup and records of several kinds, some of which do not count."""
    group = cast.make_organisation("第一党小组", OrganisationKind.SUBGROUP, parent=city.branch)
    for number in range(3):
        cast.make_member(city.branch, f"党员{number}", subgroup=group)
    branch = city.branch
    cast.make_meeting(
        branch, Kind.MEMBERS_MEETING, held_on=date(YEAR, 1, 10), also=(Kind.PARTY_LECTURE,)
    )
    cast.make_meeting(
        branch, Kind.THEME_DAY, held_on=date(YEAR, 1, 20), status=MeetingStatus.REVIEWED
    )
    cast.make_meeting(branch, Kind.THEME_DAY, held_on=date(YEAR, 12, 31), first_topic=False)
    cast.make_meeting(group, Kind.SUBGROUP_MEETING, held_on=date(YEAR, 3, 1))
    cast.make_meeting(group, Kind.THEME_DAY, held_on=date(YEAR, 3, 2))
    cast.make_meeting(group, Kind.LIFE_MEETING, held_on=date(YEAR, 11, 2))
    # None of these belongs into the book.
    cast.make_meeting(branch, Kind.THEME_DAY, held_on=date(YEAR, 2, 1), status=MeetingStatus.DRAFT)
    cast.make_meeting(branch, Kind.THEME_DAY, held_on=date(YEAR, 2, 2), status=MeetingStatus.VOID)
    cast.make_meeting(branch, Kind.THEME_DAY, held_on=date(YEAR + 1, 1, 1))
    cast.make_meeting(city.sibling, Kind.THEME_DAY, held_on=date(YEAR, 2, 3))
    return branch


def test_book_has_the_records_that_count_by_kind(year):
    book, _ = book_of(year, YEAR)
    found = {c["heading"]: [r["sheet"]["held_on"] for r in c["records"]] for c in book["chapters"]}
    assert found == {
        "三、支部党员大会记录（1次）": ["2025-01-10"],
        "四、党小组会记录（1次）": ["2025-03-01"],
        "五、主题党日记录（3次）": ["2025-01-20", "2025-03-02", "2025-12-31"],
        "六、组织生活会记录（1次）": ["2025-11-02"],
    }


def test_overview_counts_as_the_indicators_do(year):
    book, _ = book_of(year, YEAR)
    shown = {
        (row["label"], m): n for row in book["months"] for m, n in enumerate(row["months"], 1) if n
    }
    keys = [kind.value for kind in MeetingKind]
    found = counts(keys, Period.year(YEAR), [year.pk], Cycle.MONTH)
    counted = {
        (MeetingKind(key).label, day.month): number
        for key, by_slot in found.items()
        for (_, day), number in by_slot.items()
    }
    assert shown == counted
    assert book["first_topics"]["total"] == 5


def test_later_moves_do_not_change_the_book_of_a_year(year):
    before, _ = book_of(year, YEAR)
    row = year.memberships.first()
    row.valid_to = date(YEAR + 1, 6, 1)
    row.save()
    assert book_of(year, YEAR)[0] == before


def test_attendance_of_the_year_shows_each_absence(year):
    meeting = year.meetings.get(held_on=date(YEAR, 1, 20))
    row = Attendance.objects.filter(meeting=meeting, person__name="党员1")
    row.update(status=AttendanceStatus.SICK)
    book, _ = book_of(year, YEAR)
    line = next(r for r in book["attendance"][0]["rows"] if r["name"] == "党员1")
    assert line["cells"][:2] == ["√", "病"]
    assert line["total"] == "2/3"


@pytest.fixture
def long_year(city, users):
    """Thirty sittings of forty members: a table that is wider and longer than a page."""
    for number in range(40):
        cast.make_member(city.branch, f"党员{number:02}")
    first = date(YEAR, 1, 1)
    for number in range(SITTINGS_ACROSS + 8):
        cast.make_meeting(city.branch, Kind.THEME_DAY, held_on=first + timedelta(days=11 * number))
    Talk.objects.create(
        organisation=city.branch,
        kind=TalkKind.MEMBER_MEMBER,
        held_on=first,
        first=cast.make_person("谈话人"),
        second=cast.make_person("谈话对象"),
    )
    return city.branch


def pages_of(branch) -> list:
    book, moment = book_of(branch, YEAR)
    return PdfReader(BytesIO(orders.render_book(book, "0" * 64, moment))).pages


def text_of(page) -> str:
    return SPACE.sub("", page.extract_text())


def test_contents_name_the_page_on_which_each_record_stands(long_year):
    texts = [text_of(page) for page in pages_of(long_year)]
    contents = "".join(text for text in texts[:4] if "·" in text)
    book, _ = book_of(long_year, YEAR)
    for record in book["chapters"][0]["records"]:
        sheet = record["sheet"]
        entry = sheet["held_on"] + SPACE.sub("", sheet["title"])
        line = re.search(f"{entry}·+([0-9]+?)(?={YEAR}-|谈心谈话|—|本系统)", contents)
        assert line, sheet["held_on"]
        day = SPACE.sub("", sheet["time"])
        assert day in texts[int(line[1]) - 1]


def test_wide_table_lies_across_the_page_with_its_head_repeated(long_year):
    pages = [p for p in pages_of(long_year) if p.mediabox.width > p.mediabox.height]
    assert len(pages) > 3
    assert all("次序" in text_of(p) and "实到/应到" in text_of(p) for p in pages)
    assert [text_of(p).count("党员39") for p in pages].count(1) == 2, "once in each block"


def test_page_numbers_of_turned_pages_stay_outside(long_year):
    pages = pages_of(long_year)
    numbers = [re.findall("—([0-9]+)—", text_of(page)) for page in pages]
    assert numbers == [[], *([str(n)] for n in range(2, len(pages) + 1))]
    turned = [p for p in pages if p.mediabox.width > p.mediabox.height]
    beside = [x for page in turned for text, x, _, _ in pieces(page) if text[0] in "本—"]
    assert len(beside) >= 2 * len(turned)
    assert all(0 < x < LEFT_OF_TURNED for x in beside), "in the margin, not outside of the paper"


def test_book_is_printed_once_for_the_same_year(year, users):
    first = work(order_minute_book(organisation=year, year=YEAR, by=users.secretary))
    again = work(order_minute_book(organisation=year, year=YEAR, by=users.secretary))
    assert first.pk != again.pk
    assert first.document == again.document
    cast.make_meeting(year, Kind.THEME_DAY, held_on=date(YEAR, 5, 5))
    newer = work(order_minute_book(organisation=year, year=YEAR, by=users.secretary))
    assert newer.document != first.document
    assert orders.standing_of_book(newer.document).is_current
    assert not orders.standing_of_book(first.document).is_current
    assert newer.document.code in text_of_all(newer.document)


def text_of_all(document: Document) -> str:
    return "".join(text_of(p) for p in PdfReader(BytesIO(files.read(document.path))).pages)


def work(order: PaperOrder) -> PaperOrder:
    """As the worker does it."""
    jobs.work(order.item.pk)
    return PaperOrder.objects.get(pk=order.pk)


def test_second_click_leads_to_the_running_order(as_user, users, year):
    client = as_user(users.secretary)
    address = reverse("meetings:book_list", args=[year.uuid])
    first, second = (client.post(address, {"year": YEAR}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert PaperOrder.objects.count() == 1


def test_secretary_follows_the_book_from_the_list_to_the_file(as_user, users, year):
    client = as_user(users.secretary)
    chosen = client.get(reverse("meetings:book_choose"))
    address = reverse("meetings:book_list", args=[year.uuid])
    assert chosen["Location"] == address
    page = client.get(client.post(address, {"year": YEAR})["Location"]).content.decode()
    assert 'hx-trigger="every 2s"' in page
    order = work(PaperOrder.objects.get())
    state = client.get(reverse("meetings:paper_state", args=[order.uuid])).content.decode()
    assert "hx-trigger" not in state
    assert order.document.get_absolute_url() in state
    assert order.document.get_absolute_url() in client.get(address).content.decode()
    file = client.get(order.document.get_absolute_url())
    assert b"".join(file).startswith(b"%PDF")


def test_messenger_is_given_the_address_of_the_book(as_user, users, year):
    order = work(order_minute_book(organisation=year, year=YEAR, by=users.secretary))
    agent = "Mozilla/5.0 (Linux; Android 14) Mobile MicroMessenger/8.0.50"
    client = as_user(users.secretary)
    page = client.get(order.document.get_absolute_url(), HTTP_USER_AGENT=agent)
    assert "复制链接" in page.content.decode()


def test_whoever_ordered_a_book_is_told_where_it_is(users, year):
    order = order_minute_book(organisation=year, year=YEAR, by=users.secretary)
    assert jobs.page_of(order.job) == order.get_absolute_url()


def test_book_of_another_branch_is_not_there(as_user, users, year):
    order = work(order_minute_book(organisation=year, year=YEAR, by=users.secretary))
    stranger = as_user(users.stranger)
    addresses = [
        reverse("meetings:book_list", args=[year.uuid]),
        reverse("meetings:paper_detail", args=[order.uuid]),
        reverse("meetings:paper_state", args=[order.uuid]),
        order.document.get_absolute_url(),
    ]
    assert {stranger.get(address).status_code for address in addresses} == {404}


@pytest.mark.parametrize("year_asked", ["", "1999", "2025x", "99999999999999999999"])
def test_year_without_records_is_refused_in_a_sentence(as_user, users, year, year_asked):
    address = reverse("meetings:book_list", args=[year.uuid])
    answer = as_user(users.secretary).post(address, {"year": year_asked}, follow=True)
    assert "请选择一个有记录的年度" in answer.content.decode()
    assert not PaperOrder.objects.exists()


def test_failed_book_says_so_and_is_tried_again(as_user, users, year):
    order = order_minute_book(organisation=year, year=YEAR, by=users.secretary)
    JobItem.objects.update(status=JobItem.Status.FAILED, error="PdfError: x")
    client = as_user(users.secretary)
    page = client.get(order.get_absolute_url()).content.decode()
    assert "没有生成" in page
    assert "PdfError" not in page
    client.post(reverse("meetings:paper_retry", args=[order.uuid]))
    assert JobItem.objects.get().status == JobItem.Status.QUEUED


def test_long_record_is_printed_in_the_background(as_user, users, city):
    meeting = cast.make_meeting(city.branch, held_on=date(YEAR, 1, 10))
    meeting.minutes = "一\n" * 3000
    meeting.save()
    client = as_user(users.secretary)
    answer = client.get(reverse("meetings:meeting_pdf", args=[meeting.uuid]))
    order = PaperOrder.objects.get(meeting=meeting)
    assert answer["Location"] == order.get_absolute_url()
    assert work(order).document.title == f"{meeting.title}记录（{city.branch}）"


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_book_do_not_grow(city, users, django_assert_num_queries, count):
    for number in range(count):
        cast.make_meeting(city.branch, held_on=date(YEAR, 1, 10 + number))
    branch = type(city.branch).objects.select_related("unit", "parent").get(pk=city.branch.pk)
    with django_assert_num_queries(13):
        book_of(branch, YEAR)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_list_of_books_do_not_grow(
    as_user, users, city, django_assert_num_queries, count
):
    for number in range(count):
        cast.make_meeting(city.branch, held_on=date(YEAR - number, 1, 10))
        work(order_minute_book(organisation=city.branch, year=YEAR - number, by=None))
    client = as_user(users.secretary)
    with django_assert_num_queries(8):
        client.get(reverse("meetings:book_list", args=[city.branch.uuid]))
