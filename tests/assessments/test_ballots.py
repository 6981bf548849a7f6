import io
import re
from datetime import date

import pypdf
import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.assessments import ballots
from apps.assessments.choices import PollStatus, Vote
from apps.assessments.models import BallotCode, BallotCount, BallotPoll, BallotTotal
from apps.core.lifecycle import StepRefused, take_by_hand
from tests.assessments.conftest import YEAR

FAR = date(2099, 12, 31)


@pytest.fixture
def poll(city) -> BallotPoll:
    return BallotPoll.objects.create(year=YEAR, organisation=city.branch, electors=5, closes_on=FAR)


@pytest.fixture
def codes(poll, users) -> list[str]:
    made = ballots.open_poll(poll=poll, by=users.staff)
    poll.refresh_from_db()
    return made


def cast(poll, code, vote=Vote.GOOD) -> None:
    ballots.cast_ballot(poll=poll, typed=code, vote=vote)


def test_each_elector_gets_one_code_and_no_two_are_alike(poll, codes):
    assert len(set(codes)) == poll.electors == poll.codes.count()


def test_codes_are_stored_as_hashes_in_no_order_of_their_making(codes):
    stored = list(BallotCode.objects.order_by("pk").values_list("digest", flat=True))
    assert stored == sorted(stored)
    assert not {code for code in codes for digest in stored if code in digest}


def test_votes_become_totals_and_go_to_the_assessment(poll, codes, users):
    for code, vote in zip(codes, [Vote.GOOD, Vote.GOOD, Vote.POOR], strict=False):
        cast(poll, code.lower().replace("-", " "), vote)
    total = ballots.close_poll(poll=poll, by=users.staff)
    assert (total.good, total.fairly_good, total.average, total.poor) == (2, 0, 0, 1)
    assert (total.electors, total.ballots) == (5, 3)
    assert BallotTotal.objects.get() == total


def test_code_used_twice_is_refused_and_counts_once(poll, codes):
    cast(poll, codes[0])
    with pytest.raises(ValidationError, match="一个码只能投一次"):
        cast(poll, codes[0], Vote.POOR)
    assert (poll.count.good, poll.count.poor) == (1, 0)


@pytest.mark.parametrize(
    ("typed", "words"), [("ABCD", "补全"), ("AAAA-BBBB-CCCC-DDDD", "不属于这次测评")]
)
def test_code_that_is_none_is_refused_with_the_cure(typed, words, poll, codes):
    with pytest.raises(ValidationError, match=words):
        cast(poll, typed)


def test_code_of_another_ballot_is_refused(poll, codes, city, users):
    other = BallotPoll.objects.create(
        year=YEAR, organisation=city.sibling, electors=2, closes_on=FAR
    )
    ballots.open_poll(poll=other, by=users.staff)
    with pytest.raises(ValidationError, match="不属于这次测评"):
        cast(other, codes[0])


def test_nobody_votes_after_the_last_day(poll, codes):
    BallotPoll.objects.filter(pk=poll.pk).update(closes_on=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="已经截止"):
        cast(poll, codes[0])


def test_no_table_keeps_who_voted_what_or_when(poll, codes):
    """Code and count have neither history nor times nor a way to each other or to a person."""
    for model in (BallotCode, BallotCount):
        names = {field.name for field in model._meta.get_fields()}
        assert not names & {"created_at", "updated_at", "user", "by", "person", "vote"}
        assert not [m for m in apps.get_models() if m.__name__ == f"{model.__name__}Event"]
    before = rows_by_table()
    cast(poll, codes[0])
    assert rows_by_table() == before


def rows_by_table() -> dict[str, int]:
    """A vote changes two rows and adds none, in whatever table."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        counted = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counted[table] = cursor.fetchone()[0]
    return counted


def test_more_votes_than_electors_are_refused_by_the_database(city):
    with pytest.raises(IntegrityError, match="within_electors"):
        BallotTotal.objects.create(
            year=YEAR, organisation=city.branch, electors=2, good=3,
            fairly_good=0, average=0, poor=0,
        )  # fmt: skip


def test_totals_that_were_entered_leave_no_room_for_codes(poll, city, users):
    BallotTotal.objects.create(
        year=YEAR, organisation=city.branch, good=3, fairly_good=0, average=0, poor=0
    )
    with pytest.raises(StepRefused, match="已经录入"):
        ballots.open_poll(poll=poll, by=users.staff)
    poll.refresh_from_db()
    assert (poll.status, poll.codes.count()) == (PollStatus.DRAFT, 0)


def test_ballot_without_votes_is_not_ended(poll, codes, users):
    with pytest.raises(StepRefused, match="还没有人投票"):
        ballots.close_poll(poll=poll, by=users.staff)


@pytest.mark.parametrize("step", ["open", "close"])
def test_steps_that_make_something_have_no_button(step, poll, users):
    with pytest.raises(StepRefused, match="由系统完成"):
        take_by_hand(poll, step, by=users.staff)


def test_whoever_holds_a_code_votes_on_the_page_without_an_account(poll, codes):
    client, address = Client(), poll.get_absolute_url()
    assert "不记录谁投了什么" in client.get(address).text
    assert "请选择一项评价" in client.post(address, {"code": codes[0]}).text
    response = client.post(address, {"code": codes[0], "vote": "good"}, follow=True)
    assert "已投票" in response.text
    again = client.post(address, {"code": codes[0], "vote": "good"})
    assert again.status_code == 422
    assert "一个码只能投一次" in again.text
    assert "no-store" in again["Cache-Control"]


def test_page_of_a_ballot_that_has_not_begun_is_not_there(poll):
    assert Client().get(poll.get_absolute_url()).status_code == 404


def codes_in(text: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", text)))


def test_slips_are_printed_from_the_page_that_shows_the_codes(poll, users, as_user):
    desk = as_user(users.staff)
    page = reverse("admin:assessments_ballotpoll_open", args=[poll.pk])
    shown = codes_in(desk.post(page).text)
    slips = reverse("admin:assessments_ballotpoll_slips", args=[poll.pk])
    rows = rows_by_table()
    answer = desk.post(slips, {"code": shown})
    assert rows_by_table() == rows
    assert (answer["Content-Type"], "no-store" in answer["Cache-Control"]) == (
        "application/pdf",
        True,
    )
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    text = "".join(page.extract_text() for page in pages)
    assert codes_in(text) == shown
    assert text.count("一个码投一次") == len(shown)


@pytest.mark.parametrize("sent", [[], ["AAAA-BBBB-CCCC-DDDD"]])
def test_codes_that_are_not_of_the_ballot_are_not_printed(sent, poll, codes, users, as_user):
    slips = reverse("admin:assessments_ballotpoll_slips", args=[poll.pk])
    answer = as_user(users.staff).post(slips, {"code": sent}, follow=True)
    assert "请将这次测评作废，再建一次" in answer.text


def test_codes_are_shown_once_at_the_desk_and_totals_at_the_end(poll, city, users, as_user):
    desk = as_user(users.staff)
    page = reverse("admin:assessments_ballotpoll_open", args=[poll.pk])
    text = desk.post(page).text
    shown = codes_in(text)
    assert len(shown) == 5
    assert "不能开始测评" in desk.post(page).text
    cast(poll, shown[0], Vote.AVERAGE)
    change = desk.get(reverse("admin:assessments_ballotpoll_change", args=[poll.pk])).text
    assert "1 张" in change
    desk.post(reverse("admin:assessments_ballotpoll_close", args=[poll.pk]))
    assert BallotTotal.objects.get().average == 1


def test_secretary_conducts_no_ballot(poll, users):
    with pytest.raises(PermissionDenied):
        ballots.open_poll(poll=poll, by=users.secretary)


def test_list_of_polls_asks_no_more_for_more_polls(
    poll, city, users, as_user, django_assert_num_queries, django_assert_max_num_queries
):
    desk, address = as_user(users.staff), reverse("admin:assessments_ballotpoll_changelist")
    ballots.open_poll(poll=poll, by=users.staff)
    with django_assert_max_num_queries(12) as one:
        assert "0 张" in desk.get(address).text
    for organisation in (city.sibling, city.other_branch):
        other = BallotPoll.objects.create(
            year=timezone.localdate().year, organisation=organisation, electors=2, closes_on=FAR
        )
        ballots.open_poll(poll=other, by=users.staff)
    with django_assert_num_queries(len(one)):
        desk.get(address)
