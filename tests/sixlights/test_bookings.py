"""Half a day at a base: what is left, what is refused, and who may take which step."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from apps.core.lifecycle import StepRefused, advance
from apps.meetings.choices import MeetingKind
from apps.notices.models import Notice
from apps.sixlights.choices import BookingStatus, Slot, Weekday
from apps.sixlights.lifecycle import BOOKING
from apps.sixlights.models import BaseBooking
from apps.sixlights.services import tell_visited
from tests import cast
from tests.conftest import secretary_of
from tests.meetings.test_parallel import CROWD, all_at_once
from tests.sixlights.conftest import book, coming, make_base

LIST = reverse("sixlights:base_list")


def refusal(call, *args, **given) -> dict[str, str]:
    with pytest.raises(ValidationError) as caught:
        call(*args, **given)
    return {name: " ".join(words) for name, words in caught.value.message_dict.items()}


def test_booking_waits_for_the_keeper_who_is_told(base, city, users):
    keeper, _ = cast_secretary(city.other_committee)
    made = book(base, city.branch, users.secretary)
    assert made.status == BookingStatus.REQUESTED
    assert "预约" in Notice.objects.get(user=keeper).text


def cast_secretary(organisation):
    return secretary_of(organisation, f"keeper{organisation.pk}")


def test_places_are_shared_until_they_are_gone(base, city, users):
    book(base, city.branch, users.secretary, persons=30)
    told = refusal(book, base, city.sibling, users.subtree_secretary, persons=11)
    day = coming()
    assert f"{day.month}月{day.day}日上午只剩 10 个名额" in told["persons"]
    assert f"{day.month}月{day.day}日下午（剩 40）" in told["persons"]
    assert book(base, city.sibling, users.subtree_secretary, persons=10).pk
    told = refusal(book, base, city.other_branch, users.stranger, persons=1)
    assert "名额已满" in told["persons"]


def test_near_by_names_open_days_with_room_alone(base, city, users):
    tuesday = coming(Weekday.TUESDAY)
    for slot in Slot:
        book(base, city.branch, users.secretary, visit_on=tuesday, slot=slot, persons=40)
    words = refusal(book, base, city.sibling, users.subtree_secretary, visit_on=tuesday)["persons"]
    wednesday, monday = tuesday + timedelta(days=1), tuesday - timedelta(days=1)
    assert f"{wednesday.month}月{wednesday.day}日上午（剩 40）" in words
    assert f"{monday.month}月{monday.day}日" not in words


@pytest.mark.parametrize("status", [BookingStatus.DECLINED, BookingStatus.CANCELLED])
def test_settled_booking_gives_its_places_back(base, city, users, status):
    made = book(base, city.branch, users.secretary, persons=40)
    BaseBooking.objects.filter(pk=made.pk).update(status=status)
    assert book(base, city.sibling, users.subtree_secretary, persons=40).pk


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"visit_on": date(2020, 1, 1)}, "visit_on", "请选择今天或以后的日期"),
        ({"visit_on": date(2099, 1, 1)}, "visit_on", "最早提前 60 天预约"),
        ({"persons": 41}, "persons", "每半天接待 40 人，请分批预约"),
    ],
)
def test_impossible_request_is_told_with_its_cure(base, city, users, given, field, words):
    assert words in refusal(book, base, city.branch, users.secretary, **given)[field]
    assert not BaseBooking.objects.exists()


def test_closed_day_is_refused_with_open_ones(base, city, users):
    words = refusal(book, base, city.branch, users.secretary, visit_on=coming(Weekday.MONDAY))[
        "visit_on"
    ]
    assert "星期一闭馆。附近可约" in words


def test_base_out_of_use_is_refused(base, city, users):
    base.valid_to = coming()
    base.save()
    assert "不接待" in refusal(book, base, city.branch, users.secretary)["visit_on"]


def test_base_without_a_number_of_places_is_not_booked_here(city, users, as_user):
    base = make_base(city.root, capacity=None)
    words = refusal(book, base, city.branch, users.secretary)["visit_on"]
    assert "没有登记接待人数" in words
    page = as_user(users.secretary).get(base.get_absolute_url()).text
    assert "请电话联系" in page
    assert "去预约" not in page


def test_branch_is_at_one_base_at_a_time(base, city, users):
    book(base, city.branch, users.secretary)
    other = make_base(city.root, name="红色家书馆")
    words = refusal(book, other, city.branch, users.secretary)["slot"]
    assert "这半天已预约藕塘烈士纪念馆" in words
    assert book(other, city.branch, users.secretary, slot=Slot.AFTERNOON).pk


def test_foreign_branch_cannot_be_booked_for(base, city, users):
    with pytest.raises(PermissionDenied):
        book(base, city.other_branch, users.secretary)


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_never_exceed_the_capacity(city, users):
    base = make_base(city.root, capacity=9)
    branches = [cast.make_organisation(f"支部{n}", parent=city.committee) for n in range(CROWD)]

    def ask(number: int) -> bool:
        try:
            book(base, branches[number], users.subtree_secretary, persons=2)
        except ValidationError:
            return False
        return True

    accepted = all_at_once(ask)
    assert accepted.count(True) == 4
    assert BaseBooking.objects.count() == 4


# ---- steps

OWN = {"secretary", "subtree_secretary"}
KEEPERS = {"keeper", "staff"}
MAY = {"request": OWN, "confirm": KEEPERS, "decline": KEEPERS, "cancel": OWN, "visit": OWN}
ROLES = ("staff", "secretary", "subtree_secretary", "keeper", "stranger", "leader", "nobody")


@pytest.mark.parametrize("state", BookingStatus.values)
def test_every_step_from_every_state_by_every_role(base, city, users, state):
    assert set(BOOKING.by_step) == set(MAY)
    users.keeper, _ = cast_secretary(city.other_committee)
    booking = book(base, city.branch, users.secretary)
    today = timezone.localdate()
    for step, transition in BOOKING.by_step.items():
        for role in ROLES:
            BaseBooking.objects.filter(pk=booking.pk).update(status=state, visit_on=today)
            outcome = attempt(booking, step, getattr(users, role))
            if state not in transition.sources:
                expected = "refused"
            elif role not in MAY[step]:
                expected = "forbidden"
            else:
                expected = transition.target
            assert outcome == expected, (state, step, role)


def attempt(booking, step: str, user) -> str:
    try:
        return advance(booking, step, by=user, note="原因").status
    except PermissionDenied:
        return "forbidden"
    except StepRefused:
        return "refused"


def test_secretary_does_not_confirm_what_he_has_asked_for(base, city, users):
    booking = book(base, city.branch, users.secretary)
    assert attempt(booking, "confirm", users.secretary) == "forbidden"
    assert [s.step for s in BOOKING.open_steps(booking, users.secretary)] == [
        "cancel",
    ]


def test_past_day_and_smaller_base_are_not_confirmed(base, city, users):
    booking = book(base, city.branch, users.secretary, persons=30)
    base.capacity = 20
    base.save()
    with pytest.raises(StepRefused, match="超过每半天接待的 20 人"):
        advance(booking, "confirm", by=users.staff)
    BaseBooking.objects.update(visit_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(StepRefused, match="已经过了"):
        advance(booking, "confirm", by=users.staff)


def test_refusal_needs_a_reason_and_is_told(base, city, users):
    booking = book(base, city.branch, users.secretary)
    with pytest.raises(StepRefused, match="必须写明原因"):
        advance(booking, "decline", by=users.staff)
    advance(booking, "decline", by=users.staff, note="布展维修")
    assert "布展维修" in Notice.objects.get(user=users.secretary).text


def test_visit_points_to_the_record_of_its_theme_day(base, city, users):
    booking = book(base, city.branch, users.secretary)
    yesterday = timezone.localdate() - timedelta(days=1)
    BaseBooking.objects.update(status=BookingStatus.CONFIRMED)
    with pytest.raises(StepRefused, match="还没有到日期"):
        tell_visited(booking=booking, meeting=None, by=users.secretary)
    BaseBooking.objects.update(visit_on=yesterday)
    foreign = cast.make_meeting(city.sibling, MeetingKind.THEME_DAY, held_on=yesterday)
    assert "本组织" in str(
        refusal(tell_visited, booking=booking, meeting=foreign, by=users.secretary)
    )
    own = cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=yesterday)
    assert tell_visited(booking=booking, meeting=own, by=users.secretary).meeting == own


# ---- pages


def values(organisation, **given) -> dict:
    return {
        "form_key": str(uuid.uuid4()),
        "organisation": str(organisation.uuid),
        "visit_on": coming().isoformat(),
        "slot": "morning",
        "persons": "30",
        "purpose": "重温入党誓词",
    } | given


def test_same_form_makes_one_booking(base, city, users, as_user):
    address, sent = reverse("sixlights:base_book", args=[base.uuid]), values(city.branch)
    for _ in range(2):
        answer = as_user(users.secretary).post(address, sent)
        assert answer.status_code == 302
    assert BaseBooking.objects.get().created_by == users.secretary


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"visit_on": ""}, "请填写日期"),
        ({"persons": "0"}, "人数至少填 1"),
        ({"persons": "许多"}, "请填写整数"),
        ({"slot": ""}, "请选择时段"),
        ({"purpose": " "}, "请填写活动内容"),
        ({"persons": "41"}, "请分批预约"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(base, city, users, as_user, given, words):
    address = reverse("sixlights:base_book", args=[base.uuid])
    answer = as_user(users.secretary).post(address, values(city.branch, **given))
    assert answer.status_code == 422
    assert words in answer.text


def test_tapped_half_day_is_filled_in(base, users, as_user):
    address = reverse("sixlights:base_book", args=[base.uuid])
    day = coming().isoformat()
    page = as_user(users.secretary).get(f"{address}?day={day}&slot=afternoon").text
    assert f'value="{day}"' in page
    assert 'value="afternoon"' in page
    assert as_user(users.secretary).get(f"{address}?day=2026-99-99&slot=x").status_code == 200


@pytest.mark.parametrize("category", ["9" * 40, "x", "²", ""])
def test_nonsense_category_is_no_filter_and_no_fault(base, users, as_user, category):
    answer = as_user(users.secretary).get(LIST, {"category": category})
    assert answer.status_code == 200
    assert base.name in answer.text


def test_what_the_committee_keeps_waits_on_its_desk_alone(city, users):
    book(make_base(city.root), city.branch, users.secretary)
    assert not Notice.objects.exists()


def test_desk_shows_the_reason_and_lets_past_days_rest(base, city, users, as_user):
    booking = book(base, city.branch, users.secretary)
    client = as_user(users.staff)
    waiting = reverse("admin:sixlights_basebooking_changelist") + "?waiting=yes"
    assert client.get(waiting).context["cl"].result_count == 1
    advance(booking, "decline", by=users.staff, note="布展维修")
    page = client.get(reverse("admin:sixlights_basebooking_change", args=[booking.pk]))
    assert "布展维修" in page.content.decode()
    yesterday = timezone.localdate() - timedelta(days=1)
    BaseBooking.objects.update(status=BookingStatus.REQUESTED, visit_on=yesterday)
    assert client.get(waiting).context["cl"].result_count == 0


def test_keeper_finds_and_confirms_what_waits(base, city, users, as_user):
    keeper, _ = cast_secretary(city.other_committee)
    booking = book(base, city.branch, users.secretary)
    client = as_user(keeper)
    assert "1 条预约等您确认" in client.get(LIST).text
    assert booking.get_absolute_url() in client.get(reverse("sixlights:booking_list")).text
    page = client.get(booking.get_absolute_url()).text
    assert "确认预约" in page
    assert "取消预约" not in page
    step = reverse("core:lifecycle_step", args=["sixlights.basebooking", booking.uuid, "confirm"])
    assert client.post(step)["Location"] == booking.get_absolute_url()
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED


def test_visited_form_offers_the_records_of_those_days(base, city, users, as_user):
    booking = book(base, city.branch, users.secretary)
    yesterday = timezone.localdate() - timedelta(days=1)
    BaseBooking.objects.update(visit_on=yesterday, status=BookingStatus.CONFIRMED)
    meeting = cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=yesterday)
    address = reverse("sixlights:booking_visited", args=[booking.uuid])
    client = as_user(users.secretary)
    assert str(meeting) in client.get(address).text
    assert client.post(address, {"meeting": meeting.pk}).status_code == 302
    assert meeting.get_absolute_url() in client.get(booking.get_absolute_url()).text
    assert client.post(address, {"meeting": ""}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_pages(city, users, as_user, count, django_assert_num_queries):
    for number in range(count):
        base = make_base(city.root, name=f"基地{number}")
        book(base, city.branch, users.secretary, visit_on=coming() + timedelta(days=number))
    client = as_user(users.secretary)
    pages = {
        LIST: 9,
        base.get_absolute_url(): 7,
        reverse("sixlights:booking_list"): 5,
        BaseBooking.objects.latest("pk").get_absolute_url(): 8,
    }
    for address in pages:
        client.get(address)
    for address, number in pages.items():
        with django_assert_num_queries(number):
            client.get(address)
