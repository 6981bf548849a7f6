"""The review queue: read, pass, and the next one; many at once; nothing that was not read."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from apps.core.lifecycle import advance
from apps.core.models import StatusChange
from apps.meetings.choices import MeetingKind, MeetingStatus
from apps.meetings.models import Meeting, ReturnReason, Vote
from apps.meetings.review import pass_as_read
from apps.zones.models import Zone, ZoneMembership, ZoneOfficer
from tests import cast

QUEUE = "/admin/meetings/meeting/queue/"


@pytest.fixture
def desk(users, as_user):
    return as_user(users.staff)


@pytest.fixture
def three(city, users) -> list[Meeting]:
    """Two of the zone and one of the other tree, in the order in which they were filed."""
    places = (city.branch, city.sibling, city.other_branch)
    return [file(place, days_ago=9 - n) for n, place in enumerate(places)]


def file(organisation, *, days_ago: int) -> Meeting:
    day = timezone.localdate() - timedelta(days=days_ago)
    if not organisation.memberships.exists():
        cast.make_member(organisation)
    return cast.make_meeting(organisation, MeetingKind.THEME_DAY, held_on=day)


def seen(meeting) -> str:
    return f"{meeting.pk}-{meeting.version}"


def states(*meetings) -> list[str]:
    found = Meeting.objects.in_bulk([m.pk for m in meetings])
    return [found[m.pk].status for m in meetings]


def listed(response) -> list[int]:
    return [meeting.pk for meeting in response.context["place"].page]


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_queue_opens_the_record_that_waits_longest(three, desk):
    page = desk.get(QUEUE)
    assert listed(page) == [m.pk for m in three]
    assert page.context["meeting"] == three[0]
    assert "学习重要讲话" in page.text


def test_pass_leads_to_the_next_record(three, desk):
    address = f"{QUEUE}?tab=all&record={three[0].pk}"
    answer = desk.post(address, {"do": "pass", "chosen": seen(three[0])}, follow=True)
    assert states(*three) == ["reviewed", "filed", "filed"]
    assert answer.context["meeting"] == three[1]
    assert "已通过" in said(answer)


def test_after_the_last_record_the_one_before_is_open(three, desk):
    address = f"{QUEUE}?tab=all&record={three[2].pk}"
    answer = desk.post(address, {"do": "pass", "chosen": seen(three[2])}, follow=True)
    assert answer.context["meeting"] == three[1]


def test_empty_queue_says_so(city, users, desk):
    assert "这里没有待审核的记录" in desk.get(QUEUE).text


def test_return_by_preset_leads_to_the_next_record(three, desk):
    call_command("loaddata", "return_reasons", verbosity=0)
    reason = ReturnReason.objects.first()
    assert ReturnReason.objects.count() == 4
    sent = {"do": "return", "chosen": seen(three[0]), "preset": reason.pk, "note": "第二项议题"}
    answer = desk.post(f"{QUEUE}?tab=all&record={three[0].pk}", sent, follow=True)
    assert states(three[0]) == ["returned"]
    assert StatusChange.objects.get().note == f"{reason}；第二项议题"
    assert answer.context["meeting"] == three[1]


def test_return_without_a_reason_is_not_done(three, desk):
    sent = {"do": "return", "chosen": seen(three[0]), "note": " "}
    answer = desk.post(f"{QUEUE}?tab=all&record={three[0].pk}", sent)
    assert "请选择或写明退回的原因" in answer.text
    assert states(three[0]) == ["filed"]


def test_record_that_changed_after_reading_is_not_passed(three, users, desk):
    chosen = seen(three[0])
    advance(three[0], "return", by=None, note="缺议题")
    advance(three[0], "file", by=None)
    answer = desk.post(f"{QUEUE}?tab=all", {"do": "pass", "chosen": chosen}, follow=True)
    assert "在您打开之后有变动" in said(answer)
    assert states(three[0]) == ["filed"]


@pytest.mark.parametrize("chosen", ["", "0-1", "x-y", "9" * 30 + "-1", "١-1"])
def test_nonsense_passes_nothing(three, desk, chosen):
    answer = desk.post(f"{QUEUE}?tab=nowhere&page=x&record=%20", {"chosen": chosen}, follow=True)
    assert answer.status_code == 200
    assert states(*three) == ["filed"] * 3


def test_many_are_named_before_they_are_passed(three, desk):
    ticked = {"do": "choose", "chosen": [seen(m) for m in three[:2]]}
    page = desk.post(f"{QUEUE}?tab=all", ticked)
    assert "将通过以下 2 条记录" in page.text
    assert three[0].organisation.name in page.text
    assert states(*three) == ["filed"] * 3
    answer = desk.post(f"{QUEUE}?tab=all", ticked | {"do": "pass_all"}, follow=True)
    assert states(*three) == ["reviewed", "reviewed", "filed"]
    assert "已通过 2 条记录" in said(answer)


def test_of_many_the_changed_ones_are_told_by_name(three, desk):
    ticked = {"do": "pass_all", "chosen": [seen(m) for m in three]}
    advance(three[1], "return", by=None, note="缺议题")
    answer = desk.post(f"{QUEUE}?tab=all", ticked, follow=True)
    assert states(*three) == ["reviewed", "returned", "reviewed"]
    assert "已通过 2 条记录" in said(answer)
    assert f"没有通过：“{three[1]}”" in said(answer)


def test_correction_passes_whole_or_not_at_all(three, users):
    """A review with consequences that fail leaves nothing behind."""
    correction = three[1]
    Meeting.objects.filter(pk=correction.pk).update(corrects=three[0])
    verdict = pass_as_read([(correction, correction.version)], by=users.staff)
    assert (verdict.passed, len(verdict.left)) == ([], 1)
    assert states(correction) == ["filed"]


def test_nothing_ticked_is_told(three, desk):
    assert "请先勾选" in said(desk.post(QUEUE, {"do": "choose"}, follow=True))


def test_own_zone_is_the_first_tab_of_its_officer(three, users, desk):
    ZoneOfficer.objects.create(zone=Zone.objects.get(), user=users.staff)
    page = desk.get(QUEUE)
    assert listed(page) == [three[0].pk, three[1].pk]
    assert [(t["label"], t["count"]) for t in page.context["tabs"]] == [
        ("我的片", 2),
        ("全部", 3),
        ("退回过", 0),
    ]


def test_number_on_the_desk_opens_as_many_rows_for_an_officer(three, users, desk):
    ZoneOfficer.objects.create(zone=Zone.objects.get(), user=users.staff)
    queues = desk.get(reverse("admin:index")).context["queues"]
    card = next(queue for queue in queues if queue["label"] == "待审核")
    assert len(listed(desk.get(card["link"]))) == card["count"] == 3


def test_leader_of_a_zone_has_it_as_his_own(three, users, desk):
    person = cast.make_person("工委负责人")
    person.user = users.staff
    person.save()
    Zone.objects.update(leader=person)
    assert listed(desk.get(f"{QUEUE}?tab=mine")) == [three[0].pk, three[1].pk]


def test_whoever_looks_after_no_zone_sees_no_such_tab(three, desk):
    page = desk.get(f"{QUEUE}?tab=mine")
    assert "我的片" not in page.text
    assert len(listed(page)) == 3


def test_tab_of_records_that_were_sent_back_once(three, users, desk):
    advance(three[1], "return", by=None, note="缺议题")
    advance(three[1], "file", by=None)
    assert listed(desk.get(f"{QUEUE}?tab=returned")) == [three[1].pk]


def test_preview_shows_rules_of_votes_and_advice(three, desk):
    Vote.objects.create(
        meeting=three[0], matter="接收预备党员", eligible=50, present=30, ayes=24, nays=6
    )
    three[0].agenda_items.update(is_first_topic=False)
    page = desk.get(QUEUE).text
    assert "没有超过应到有表决权人数的半数，未通过" in page
    assert "没有登记第一议题" in page


@pytest.mark.parametrize("name", ["secretary", "subtree_secretary", "leader", "system_admin"])
def test_queue_is_closed_to_the_others(three, users, as_user, name):
    client = as_user(getattr(users, name))
    client.post(QUEUE, {"do": "pass", "chosen": seen(three[0])})
    assert client.get(QUEUE).status_code in (302, 403)
    assert states(three[0]) == ["filed"]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_queue(city, users, desk, number, django_assert_num_queries):
    for branch in (city.branch, city.sibling, city.other_branch)[:number]:
        file(branch, days_ago=2)
    desk.get(QUEUE)
    with django_assert_num_queries(17):
        desk.get(QUEUE)


def test_second_page_keeps_its_place(city, users, desk, monkeypatch):
    monkeypatch.setattr("apps.meetings.admin.review.PAGE_SIZE", 2)
    made = [file(city.branch, days_ago=9 - n) for n in range(5)]
    page = desk.get(f"{QUEUE}?tab=all&page=2")
    assert listed(page) == [made[2].pk, made[3].pk]
    answer = desk.post(
        f"{QUEUE}?tab=all&page=2&record={made[2].pk}",
        {"do": "pass", "chosen": seen(made[2])},
        follow=True,
    )
    assert answer.context["meeting"] == made[3]


def test_list_filters_by_zone_late_and_week(three, users, desk):
    changelist = reverse("admin:meetings_meeting_changelist")
    zone = Zone.objects.get()

    def found(query: str) -> list[int]:
        return sorted(m.pk for m in desk.get(f"{changelist}?{query}").context["cl"].result_list)

    assert found(f"area={zone.pk}") == [three[0].pk, three[1].pk]
    assert found("area=0") == []
    assert found("late=filed") == [three[0].pk, three[1].pk]
    advance(three[2], "return", by=None, note="缺议题")
    assert found("week=return") == [three[2].pk]
    assert found("late=returned") == []
    Meeting.objects.filter(pk=three[0].pk).update(status=MeetingStatus.ARCHIVED)
    assert found("late=filed") == [three[1].pk]


def test_officer_of_two_zones_sees_both_as_his_own(three, users, desk, city):
    other = Zone.objects.create(
        year=timezone.localdate().year, number=2, name="第二联系片", convening_unit=city.other_unit
    )
    ZoneMembership.objects.create(
        zone=other, unit=city.other_unit, valid_from=timezone.localdate().replace(month=1, day=1)
    )
    for zone in Zone.objects.all():
        ZoneOfficer.objects.create(zone=zone, user=users.staff)
    assert listed(desk.get(f"{QUEUE}?tab=mine")) == [m.pk for m in three]
