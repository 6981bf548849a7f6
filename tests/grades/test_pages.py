"""The portal's pages of a rating: what is known is not asked, what is said is kept."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from apps.branches.services import lower_grade, record_grade
from apps.core.lifecycle import advance
from apps.grades.choices import RatingStatus
from apps.grades.models import Rating
from apps.meetings.choices import MeetingKind
from tests import cast
from tests.grades.conftest import YEAR, make_scheme, open_for, put, rated


def marks_url(rating: Rating) -> str:
    return reverse("grades:rating_update", args=[rating.uuid])


def answers(rating: Rating, **given) -> dict:
    return {"form_key": str(uuid.uuid4()), "version": str(rating.version), "do": "save", **given}


def test_list_shows_own_ratings_and_the_grades_of_the_years(city, users, rating, as_user):
    record_grade(organisation=city.branch, kind="stars", year=YEAR - 2, level="一星", order=1)
    record_grade(organisation=city.branch, kind="stars", year=YEAR - 1, level="二星", order=2)
    record_grade(organisation=city.other_branch, kind="stars", year=YEAR - 1, level="三星", order=3)
    text = as_user(users.secretary).get(reverse("grades:rating_list")).content.decode()
    assert "市财政局第一党支部" in text
    assert "晋级" in text
    assert "首次" in text
    assert "三星" not in text
    assert (
        "在工作台办理" in as_user(users.staff).get(reverse("grades:rating_list")).content.decode()
    )


def test_grade_that_was_lowered_says_why(city, users, as_user):
    grade = record_grade(
        organisation=city.branch, kind="stars", year=YEAR - 1, level="二星", order=2
    )
    lower_grade(grade=grade, level="一星", order=1, reason="台账不全", on=grade.decided_on)
    assert "复审：台账不全" in as_user(users.secretary).get(reverse("grades:rating_list")).text


def test_committee_is_told_that_it_is_its_turn(users, rating, as_user):
    rated(rating, 60, hand_on=True)
    committee, secretary = (
        as_user(user).get(rating.get_absolute_url()).text
        for user in (users.subtree_secretary, users.secretary)
    )
    assert "请核对自评" in committee
    assert "等上级党委初评" not in committee
    assert "等上级党委初评" in secretary


def test_list_before_any_round_says_what_will_stand_there(users, as_user):
    text = as_user(users.secretary).get(reverse("grades:rating_list")).content.decode()
    assert "还没有开始评星定级" in text


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_often_for_one_as_for_three(
    city, users, scheme, as_user, number, django_assert_num_queries
):
    bodies = [city.branch, city.sibling, city.other_branch][:number]
    open_for(scheme, *bodies)
    for body in bodies:
        record_grade(organisation=body, kind="stars", year=YEAR - 1, level="二星", order=2)
    client = as_user(users.leader)
    with django_assert_num_queries(7):
        assert client.get(reverse("grades:rating_list")).status_code == 200


def test_detail_shows_what_each_said_with_the_evidence(city, users, scheme, as_user):
    cast.make_meeting(city.branch, MeetingKind.MEMBERS_MEETING, held_on=date(YEAR, 1, 15))
    rating = open_for(scheme, city.branch)[0]
    client = as_user(users.secretary)
    text = client.get(rating.get_absolute_url()).content.decode()
    assert "1 次，目标 4 次" in text
    assert "依据 1 条" in text
    assert "还没有打分：作用发挥" in text
    link = (
        f"/indicators/members_meeting/?period={YEAR}&amp;organisation={city.branch.uuid}&amp;own=1"
    )
    assert link in text
    assert client.get(link.replace("&amp;", "&")).status_code == 200
    rated(rating, 60)
    text = client.get(rating.get_absolute_url()).content.decode()
    assert "<strong>70</strong>" in text
    assert "二星" in text


@pytest.mark.parametrize("number", [1, 3])
def test_detail_asks_as_often_for_one_body_in_the_round_as_for_three(
    city, users, scheme, as_user, number, django_assert_num_queries
):
    rating = open_for(scheme, *[city.branch, city.sibling, city.other_branch][:number])[0]
    client = as_user(users.staff)
    with django_assert_num_queries(12):
        assert client.get(rating.get_absolute_url()).status_code == 200


def test_known_numbers_are_folded_away_and_the_rest_is_asked(users, rating, as_user):
    text = as_user(users.secretary).get(marks_url(rating)).content.decode()
    assert "0 次，目标 4 次" in text
    assert text.count("另填分数") == 2  # in the advice, and at the one known item
    assert "提交自评" in text


def test_self_rating_is_kept_and_handed_in(users, rating, as_user):
    client, url = as_user(users.secretary), marks_url(rating)
    kept = client.post(url, answers(rating, **{"points-10": "50", "words": "说明"}))
    assert kept.status_code == 302
    stored = Rating.objects.get()
    assert (stored.status, stored.points, stored.self_words) == ("self_rating", 50, "说明")
    sent = client.post(url, answers(stored, **{"points-10": "60", "do": "hand_on"}), follow=True)
    assert "自评已提交" in sent.content.decode()
    assert Rating.objects.get().status == RatingStatus.COMMITTEE


def test_twice_sent_form_is_saved_once(users, rating, as_user):
    client, given = as_user(users.secretary), answers(rating, **{"points-10": "50"})
    for _ in range(2):
        assert client.post(marks_url(rating), given).status_code == 302
    assert Rating.objects.get().version == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"points-10": "61"}, "“作用发挥”的分数填 0 到 60 之间的数"),
        ({"points-10": "abc"}, "“作用发挥”的分数填 0 到 60 之间的数"),
        ({"points-10": "", "do": "hand_on"}, "还有“作用发挥”没有打分"),
        ({"points-10": "60", "points-20": "40", "do": "hand_on"}, "与门户数据不同"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_typed_is_lost(users, rating, as_user, given, sentence):
    answer = as_user(users.secretary).post(
        marks_url(rating), answers(rating, words="写了很多", **given)
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert "写了很多" in text
    assert Rating.objects.get().points is None


def test_stale_form_is_told_and_may_be_saved_over(users, rating, as_user):
    given = answers(rating, **{"points-10": "50"})
    rated(rating, 40)
    client = as_user(users.secretary)
    answer = client.post(marks_url(rating), given)
    assert answer.status_code == 422
    assert "已被别人改过" in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()


def test_committee_writes_after_the_body_and_nobody_after_that(users, rating, as_user):
    rated(rating, 60, hand_on=True)
    stored = Rating.objects.get()
    assert as_user(users.secretary).get(marks_url(rating)).status_code == 403
    committee = as_user(users.subtree_secretary)
    text = committee.get(marks_url(rating)).content.decode()
    assert "留空就是 60 分" in text
    given = answers(stored, **{"points-10": "55", "remark-10": "偏高", "do": "hand_on"})
    assert committee.post(marks_url(rating), given).status_code == 302
    stored = Rating.objects.get()
    assert (stored.status, stored.points) == ("staff", 55)
    answer = committee.get(marks_url(rating), follow=True)
    assert "不能再改" in answer.content.decode()


def test_numbers_are_read_again_by_a_button(city, users, rating, as_user):
    cast.make_meeting(city.branch, MeetingKind.MEMBERS_MEETING, held_on=date(YEAR, 1, 15))
    url = reverse("grades:rating_read", args=[rating.uuid])
    text = as_user(users.secretary).post(url, follow=True).content.decode()
    assert "重新取数" in text
    assert rating.lines.get(item__order=20).number == 1
    put(rating, RatingStatus.STAFF)
    assert "不能再改" in as_user(users.secretary).post(url, follow=True).content.decode()


def test_foreign_rating_is_not_there(city, users, rating, as_user):
    foreign = open_for(make_scheme(name="另一办法"), city.other_branch)[0]
    client = as_user(users.secretary)
    for url in (foreign.get_absolute_url(), marks_url(foreign)):
        assert client.get(url).status_code == 404
    assert as_user(users.leader).get(marks_url(rating)).status_code == 403


def test_notice_is_read_in_the_whole_house(city, users, scheme, as_user, django_assert_num_queries):
    for one in open_for(scheme, city.branch, city.other_branch):
        rated(one, 60)
    Rating.objects.update(status=RatingStatus.NOTICE, noticed_on=date(YEAR, 3, 2))
    client = as_user(users.secretary)
    with django_assert_num_queries(5):
        text = client.get(reverse("grades:notice_list")).content.decode()
    assert "市审计局第一党支部" in text
    assert "二星" in text
    assert "60.00" not in text
    assert "正在公示 2 个" in client.get(reverse("grades:rating_list")).content.decode()
    assert (
        client.get(
            Rating.objects.get(organisation=city.other_branch).get_absolute_url()
        ).status_code
        == 404
    )


def test_home_leads_to_what_is_due(users, rating, as_user):
    secretary, committee = as_user(users.secretary), as_user(users.subtree_secretary)
    due = f"请填写自评：{YEAR}年星级办法：市财政局第一党支部"
    assert due in secretary.get("/").content.decode()
    rated(rating, 60, hand_on=True)
    assert due not in secretary.get("/").content.decode()
    assert "请初评：" in committee.get("/").content.decode()
    advance(rating, "send_back", by=users.subtree_secretary, note="请补材料")
    text = secretary.get("/").content.decode()
    assert "自评被退回，请修改" in text
    assert marks_url(rating) in text
    assert "定级</span>" in text
    assert "请补材料" in secretary.get(rating.get_absolute_url()).content.decode()
