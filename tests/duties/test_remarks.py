"""批示: a to-do of whoever works for the zone, with an answer and notices both ways."""

from datetime import date
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from apps.branches.choices import Role
from apps.core.desk import waiting_for
from apps.core.lifecycle import StepRefused
from apps.duties.models import Remark, RemarkStatus
from apps.duties.remarks import answer_remark, make_remark
from apps.notices.models import Notice
from apps.zones.models import Zone, ZoneMembership, ZoneOfficer
from tests import cast

LIST, NEW = reverse("duties:remark_list"), reverse("duties:remark_create")


@pytest.fixture
def zone(city, users) -> Zone:
    return Zone.objects.get()


@pytest.fixture
def officer(zone, users):
    """Works for the zone; `users.staff` works for none."""
    officer = cast.make_user("officer")
    cast.grant(officer, Role.COMMITTEE_STAFF)
    ZoneOfficer.objects.create(zone=zone, user=officer)
    return officer


@pytest.fixture
def zone_leader(zone):
    leader = cast.make_user("zone_leader", person=cast.make_person("片长"))
    Zone.objects.filter(pk=zone.pk).update(leader=leader.person)
    return leader


def remark_of(zone, by, text="请逐个了解原因") -> Remark:
    return make_remark(zone=zone, about="过期未办的主题党日：8件", link="/lead/", text=text, by=by)


def test_remark_goes_to_the_officers_of_the_zone(zone, officer, users):
    remark = remark_of(zone, users.leader)
    (notice,) = Notice.objects.all()
    assert notice.user == officer
    assert notice.link == remark.get_absolute_url()
    assert "请逐个了解原因" in notice.text
    assert remark.status == RemarkStatus.OPEN


def test_remark_on_a_zone_without_officer_goes_to_the_staff(zone, users):
    remark_of(zone, users.leader)
    assert {notice.user for notice in Notice.objects.all()} == {users.staff}


def test_answer_goes_back_to_the_leader(zone, officer, users):
    remark = answer_remark(remark=remark_of(zone, users.leader), answer="已逐个约谈", by=officer)
    assert (remark.status, remark.answered_by) == (RemarkStatus.ANSWERED, officer)
    assert remark.answered_at is not None
    assert Notice.objects.filter(user=users.leader, link=remark.get_absolute_url()).count() == 1


def test_remark_is_answered_once_and_with_words(zone, officer, users):
    remark = remark_of(zone, users.leader)
    with pytest.raises(ValidationError, match="请填写答复"):
        answer_remark(remark=remark, answer=" ", by=officer)
    answer_remark(remark=remark, answer="已办", by=officer)
    with pytest.raises(StepRefused):
        answer_remark(remark=remark, answer="再答", by=officer)
    remark.refresh_from_db()
    assert remark.answer == "已办"


def test_nobody_else_answers_or_remarks(zone, users):
    remark = remark_of(zone, users.leader)
    for user in (users.leader, users.secretary):
        with pytest.raises(PermissionDenied):
            answer_remark(remark=remark, answer="已办", by=user)
    for user in (users.staff, users.secretary):
        with pytest.raises(PermissionDenied):
            remark_of(zone, user)


def test_zone_leader_remarks_on_his_zone_alone(city, zone, zone_leader, as_user):
    other = Zone.objects.create(
        year=zone.year, number=2, name="第二联系片", convening_unit=city.other_unit
    )
    ZoneMembership.objects.create(
        zone=other, unit=city.other_unit, valid_from=date(zone.year, 1, 1)
    )
    remark_of(zone, zone_leader)
    for foreign in (other, None):
        with pytest.raises(PermissionDenied):
            remark_of(foreign, zone_leader)
    client = as_user(zone_leader)
    assert client.get(NEW, {"zone": other.uuid}).status_code == 404
    assert client.get(NEW).status_code == 403
    assert Remark.objects.visible_to(zone_leader).count() == 1


def test_leader_writes_from_what_he_reads(zone, officer, users, as_user):
    client = as_user(users.leader)
    page = client.get(reverse("portal:lead"), {"zone": zone.uuid})
    address = page.context["remark_url"]
    assert parse_qs(urlsplit(address).query)["zone"] == [str(zone.uuid)]
    sent = {"text": "请了解原因", "form_key": uuid4()}
    for _ in range(2):
        answer = client.post(address, sent)
        assert answer.status_code == 302
    remark = Remark.objects.get()
    assert remark.zone == zone
    assert remark.link.startswith("/lead/?zone=")
    shown = client.get(answer.url)
    assert "请了解原因" in shown.text
    assert "提交答复" not in shown.text
    assert client.post(address, {"text": "", "form_key": uuid4()}).status_code == 422


def test_link_of_another_house_is_left_out(zone, users, as_user):
    client = as_user(users.leader)
    for link in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        page = client.get(f"{NEW}?zone={zone.uuid}&link={link}")
        assert page.context["link"] == ""


def test_officer_finds_it_at_his_desk_and_answers(zone, officer, users, as_user):
    remark = remark_of(zone, users.leader)
    remark_of(None, users.leader, "请报全市情况")
    queue = next(q for q in waiting_for(officer) if q["label"] == "待答复的批示")
    assert queue["count"] == 2
    client = as_user(officer)
    assert client.get(queue["link"]).text.count("<tr>") - 1 == 2
    assert "提交答复" in client.get(remark.get_absolute_url()).text
    path = reverse("duties:remark_answer", args=[remark.uuid])
    assert client.post(path, {"answer": ""}).status_code == 422
    assert client.post(path, {"answer": "已约谈三个支部"}).status_code == 302
    assert "已约谈三个支部" in client.get(remark.get_absolute_url()).text
    others = as_user(users.staff).get(f"{LIST}?own=1")
    assert others.text.count("<tr>") - 1 == 1, "that of the city waits for everybody"


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_list(zone, users, as_user, number, django_assert_num_queries):
    for _ in range(number):
        remark_of(zone, users.leader)
    client = as_user(users.leader)
    client.get(LIST)
    with django_assert_num_queries(5):
        client.get(LIST)
