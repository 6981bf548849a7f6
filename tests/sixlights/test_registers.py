"""Venues with their standard, volunteer teams and honours: rules, desk and pages."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from apps.core.lifecycle import StepRefused, advance
from apps.notices.models import Notice
from apps.sixlights.choices import HonourStatus, TeamLevel
from apps.sixlights.lifecycle import HONOUR
from apps.sixlights.models import (
    Honour,
    StarThreshold,
    Venue,
    VenueCriterion,
    VenueReview,
    VenueStandard,
    VolunteerTeam,
)
from apps.sixlights.services import propose_honour, review_venue
from tests import cast

TODAY = date(2026, 6, 1)


def make_standard(number: int, since: date, until: date | None = None) -> VenueStandard:
    """Three criteria of ten points; the first is required; stars at ten, twenty and thirty."""
    standard = VenueStandard.objects.create(
        name="党员活动室建设标准",
        number=number,
        points_to_standard=Decimal(20),
        valid_from=since,
        valid_to=until,
    )
    for order, text in enumerate(("有党旗", "有制度上墙", "有图书角"), start=1):
        VenueCriterion.objects.create(
            standard=standard, order=order, text=text, points=10, is_required=order == 1
        )
    for stars, points in ((1, 10), (3, 20), (5, 30)):
        StarThreshold.objects.create(standard=standard, stars=stars, points=points)
    return standard


def make_venue(organisation, name="党员活动室") -> Venue:
    return Venue.objects.create(organisation=organisation, name=name, valid_from=cast.FOUNDED)


@pytest.mark.parametrize(
    ("met", "stars", "is_up_to_standard"),
    [((), 0, False), ((1,), 1, False), ((2, 3), 3, False), ((1, 2), 3, True), ((1, 2, 3), 5, True)],
)
def test_stars_follow_from_the_criteria(city, users, met, stars, is_up_to_standard):
    standard = make_standard(1, date(2020, 1, 1))
    review = review_venue(
        venue=make_venue(city.branch),
        reviewed_on=TODAY,
        criteria=standard.criteria.filter(order__in=met),
        by=users.staff,
    )
    assert (review.stars, review.is_up_to_standard) == (stars, is_up_to_standard)
    assert review.met.count() == len(met)


def test_review_keeps_the_version_of_its_day(city, users):
    old = make_standard(1, date(2020, 1, 1), date(2026, 1, 1))
    new = make_standard(2, date(2026, 1, 1))
    venue = make_venue(city.branch)
    review_venue(
        venue=venue, reviewed_on=date(2025, 6, 1), criteria=old.criteria.all(), by=users.staff
    )
    with pytest.raises(ValidationError, match="第 2 版"):
        review_venue(venue=venue, reviewed_on=TODAY, criteria=old.criteria.all(), by=users.staff)
    review_venue(venue=venue, reviewed_on=TODAY, criteria=new.criteria.all()[:1], by=users.staff)
    assert [(r.standard, r.stars) for r in venue.reviews.all()] == [(new, 1), (old, 5)]
    assert Venue.objects.reviewed(TODAY).get().stars == 1
    assert Venue.objects.reviewed(date(2025, 12, 31)).get().stars == 5
    assert [r.stars for r in VenueReview.objects.of_each_venue(TODAY)] == [1]


def test_day_without_a_standard_is_told(city, users):
    with pytest.raises(ValidationError, match="没有生效的建设标准"):
        review_venue(venue=make_venue(city.branch), reviewed_on=TODAY, criteria=(), by=users.staff)


def test_desk_reviews_by_ticking_criteria(city, users, as_user):
    standard = make_standard(1, date(2020, 1, 1))
    venue = make_venue(city.branch)
    given = {
        "venue": venue.pk,
        "reviewed_on": str(timezone.localdate()),
        "criteria": [c.pk for c in standard.criteria.all()],
        "note": "",
    }
    client = as_user(users.staff)
    answer = client.post(reverse("admin:sixlights_venuereview_add"), given)
    assert answer.status_code == 302
    review = VenueReview.objects.get()
    assert (review.stars, review.reviewer) == (5, users.staff)
    page = client.get(reverse("admin:sixlights_venuereview_change", args=[review.pk])).text
    assert "有党旗" in page
    assert 'name="note"' not in page
    listed = client.get(reverse("admin:sixlights_venue_changelist") + "?found=starred").text
    assert "5 星" in listed


def test_picker_of_a_venue_tells_whose_it_is(city, users, as_user):
    venue = make_venue(city.branch)
    asked = {"app_label": "sixlights", "model_name": "venuereview", "field_name": "venue"}
    found = as_user(users.staff).get(reverse("admin:autocomplete"), {**asked, "term": ""}).json()
    assert [row["text"] for row in found["results"]] == [f"{venue}（{city.branch}）"]


def test_desk_shows_a_venue_with_its_reviews(city, users, as_user):
    standard = make_standard(1, date(2020, 1, 1))
    venue = make_venue(city.branch)
    for day in (date(2025, 6, 1), TODAY):
        review_venue(venue=venue, reviewed_on=day, criteria=standard.criteria.all(), by=users.staff)
    page = as_user(users.staff).get(reverse("admin:sixlights_venue_change", args=[venue.pk]))
    assert page.status_code == 200
    assert page.text.count("第 1 版") >= 2
    given = {
        "name": "红色书屋",
        "organisation": city.branch.pk,
        "valid_from": "2026-01-01",
        "area": "-3",
        "reviews-TOTAL_FORMS": 0,
        "reviews-INITIAL_FORMS": 0,
    }
    add = reverse("admin:sixlights_venue_add")
    assert "面积应大于 0" in as_user(users.staff).post(add, given).text
    assert as_user(users.staff).post(add, given | {"area": "60"}).status_code == 302
    assert as_user(users.staff).post(add, given | {"area": ""}).status_code == 200
    assert Venue.objects.filter(name="红色书屋").count() == 1


def test_version_that_was_used_stays_as_it_was(city, users, as_user):
    standard = make_standard(1, date(2020, 1, 1))
    page = reverse("admin:sixlights_venuestandard_change", args=[standard.pk])
    client = as_user(users.staff)
    assert 'name="criteria-0-text"' in client.get(page).text
    review_venue(venue=make_venue(city.branch), reviewed_on=TODAY, criteria=(), by=users.staff)
    text = client.get(page).text
    assert 'name="criteria-0-text"' not in text
    assert "有党旗" in text


def test_venue_pages_show_history_and_filters(city, users, as_user):
    standard = make_standard(1, date(2020, 1, 1))
    venue, other = make_venue(city.branch), make_venue(city.other_branch, "红色书屋")
    review_venue(venue=venue, reviewed_on=TODAY, criteria=standard.criteria.all(), by=users.staff)
    client = as_user(users.secretary)
    page = client.get(reverse("sixlights:venue_list")).text
    assert venue.name in page
    assert other.name in page
    starred = client.get(reverse("sixlights:venue_list") + "?show=starred").text
    assert other.name not in starred
    detail = client.get(venue.get_absolute_url()).text
    assert "第 1 版" in detail
    assert "规范化达标" in detail


# ---- teams


def make_team(organisation, level, parent=None, name="") -> VolunteerTeam:
    return VolunteerTeam(
        name=name or f"{organisation}{TeamLevel(level).label}",
        level=level,
        parent=parent,
        organisation=organisation,
        valid_from=cast.FOUNDED,
    )


@pytest.mark.parametrize(
    ("level", "above", "words"),
    [
        (TeamLevel.CORPS, TeamLevel.CORPS, "总队是最高一级，请把上级队伍留空"),
        (TeamLevel.DETACHMENT, None, "支队的上级应是总队，请重新选择"),
        (TeamLevel.DETACHMENT, TeamLevel.DETACHMENT, "支队的上级应是总队，现在选的是支队"),
        (TeamLevel.TEAM, TeamLevel.CORPS, "分队的上级应是支队，现在选的是总队"),
        (TeamLevel.CORPS, None, ""),
        (TeamLevel.DETACHMENT, TeamLevel.CORPS, ""),
        (TeamLevel.TEAM, TeamLevel.DETACHMENT, ""),
    ],
)
def test_team_stands_under_its_level(city, level, above, words):
    parent = VolunteerTeam(level=above) if above else None
    team = make_team(city.branch, level, parent)
    if not words:
        team.clean()
        return
    with pytest.raises(ValidationError, match=words):
        team.clean()


def test_team_with_teams_below_does_not_change_its_level(city):
    corps = make_team(city.root, TeamLevel.CORPS)
    corps.save()
    detachment = make_team(city.committee, TeamLevel.DETACHMENT, corps)
    detachment.save()
    make_team(city.branch, TeamLevel.TEAM, detachment).save()
    detachment.level, detachment.parent = TeamLevel.CORPS, None
    with pytest.raises(ValidationError, match="下面还有分队"):
        detachment.clean()


@pytest.mark.parametrize("count", [1, 3])
def test_tree_of_teams_is_one_query(city, users, as_user, count, django_assert_num_queries):
    corps = make_team(city.root, TeamLevel.CORPS, name="市直总队")
    corps.save()
    for number in range(count):
        below = make_team(city.committee, TeamLevel.DETACHMENT, corps, f"第{number}支队")
        below.save()
        make_team(city.branch, TeamLevel.TEAM, below, f"第{number}分队").save()
    client = as_user(users.secretary)
    client.get(reverse("sixlights:team_list"))
    with django_assert_num_queries(4):
        page = client.get(reverse("sixlights:team_list")).text
    assert f"总队 1 支，支队 {count} 支，分队 {count} 支" in page


# ---- honours


def propose(organisation, by, **given) -> Honour:
    known = {
        "name": "先进基层党组织",
        "level": "city",
        "granted_by": "市直机关工委",
        "granted_on": TODAY,
    }
    return propose_honour(organisation=organisation, by=by, **known | given)


MAY = {
    "propose": {"secretary", "subtree_secretary"},
    "enter": {"staff"},
    "check": {"staff"},
    "decline": {"staff"},
}


@pytest.mark.parametrize("state", HonourStatus.values)
def test_every_step_of_an_honour_from_every_state(city, users, state):
    assert set(HONOUR.by_step) == set(MAY)
    honour = propose(city.branch, users.secretary)
    for step, transition in HONOUR.by_step.items():
        for role in ("staff", "secretary", "subtree_secretary", "stranger", "leader"):
            Honour.objects.filter(pk=honour.pk).update(status=state)
            try:
                outcome = advance(honour, step, by=getattr(users, role), note="原因").status
            except PermissionDenied:
                outcome = "forbidden"
            except StepRefused:
                outcome = "refused"
            if state not in transition.sources:
                expected = "refused"
            else:
                expected = transition.target if role in MAY[step] else "forbidden"
            assert outcome == expected, (state, step, role)


def test_secretary_proposes_and_the_desk_checks(city, users, as_user):
    sent = {
        "form_key": str(uuid.uuid4()),
        "organisation": str(city.branch.uuid),
        "person": "",
        "name": "先进基层党组织",
        "level": "city",
        "granted_by": "市直机关工委",
        "granted_on": "2026-06-01",
        "document_number": "",
    }
    secretary, desk = as_user(users.secretary), as_user(users.staff)
    for _ in range(2):
        answer = secretary.post(reverse("sixlights:honour_create"), sent)
        assert answer.status_code == 302
    honour = Honour.objects.get()
    assert honour.status == HonourStatus.PROPOSED
    assert "待核对的荣誉" in desk.get(reverse("admin:index")).text
    page = reverse("admin:sixlights_honour_accept", args=[honour.pk])
    assert desk.post(page, {"note": ""}).status_code == 302
    honour.refresh_from_db()
    assert honour.status == HonourStatus.CONFIRMED
    assert "已核对" in Notice.objects.get(user=users.secretary).text
    again = sent | {"form_key": str(uuid.uuid4())}
    answer = secretary.post(reverse("sixlights:honour_create"), again)
    assert (answer.status_code, "已经登记过" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": ""}, "请填写荣誉名称"),
        ({"level": ""}, "请选择级别"),
        ({"granted_on": "2099-01-01"}, "不能晚于今天"),
    ],
)
def test_what_is_wrong_with_an_honour_is_told(city, users, as_user, given, words):
    sent = {
        "form_key": str(uuid.uuid4()),
        "organisation": str(city.branch.uuid),
        "name": "先进",
        "level": "city",
        "granted_by": "工委",
        "granted_on": "2026-06-01",
    }
    answer = as_user(users.secretary).post(reverse("sixlights:honour_create"), sent | given)
    assert (answer.status_code, words in answer.text) == (422, True)


def test_person_of_another_branch_is_not_honoured_here(city, users):
    stranger = cast.make_member(city.other_branch)
    with pytest.raises(ValidationError, match="不是"):
        propose(city.branch, users.secretary, person=stranger)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_lists(city, users, as_user, count, django_assert_num_queries):
    standard = make_standard(1, date(2020, 1, 1))
    for number in range(count):
        propose(city.branch, users.secretary, granted_on=TODAY - timedelta(days=number))
        review_venue(
            venue=make_venue(city.branch, f"活动室{number}"),
            reviewed_on=TODAY,
            criteria=standard.criteria.all(),
            by=users.staff,
        )
    client = as_user(users.secretary)
    pages = {
        reverse("sixlights:honour_list") + "?level=city_and_above&holder=collective": 5,
        reverse("sixlights:venue_list"): 5,
        Venue.objects.latest("pk").get_absolute_url(): 7,
    }
    for address in pages:
        client.get(address)
    for address, number in pages.items():
        with django_assert_num_queries(number):
            assert client.get(address).status_code == 200
