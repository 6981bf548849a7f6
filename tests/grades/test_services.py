"""Prefilling, points at each stage, what each may write, and how a round begins."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command

from apps.branches.choices import GradeKind, Post
from apps.branches.services import record_grade, revoke_grade
from apps.core.lifecycle import StepRefused, advance
from apps.core.versions import StaleVersion
from apps.grades.choices import Feed, LimitTest, RatingStatus
from apps.grades.marks import COMMITTEE, SELF, STAFF, points_of
from apps.grades.models import GradeItem, GradeLevel, Rating
from apps.grades.services import (
    Said,
    choose_level,
    eligible,
    enter_veto,
    lift_veto,
    new_version,
    open_ratings,
    read_again,
    save_marks,
)
from apps.meetings.choices import MeetingKind
from apps.notices.models import Notice
from tests import cast
from tests.grades.conftest import YEAR, make_scheme, make_veto, open_for, put, rated


def hold(organisation, month: int = 1):
    return cast.make_meeting(
        organisation, MeetingKind.MEMBERS_MEETING, held_on=date(YEAR, month, 15)
    )


def test_known_numbers_are_filled_in_with_their_evidence(city, scheme):
    first, second = hold(city.branch), hold(city.branch, 2)
    rating = open_for(scheme, city.branch)[0]
    line = rating.lines.get(item__order=20)
    held = [m.agenda_items.get().pk for m in (first, second)]
    assert (line.number, line.target, line.evidence) == (2, 4, held)
    assert line.finding == "2 次，目标 4 次"
    assert points_of(line) == 20
    by_hand = rating.lines.get(item__order=10)
    assert points_of(by_hand) is None
    stored = Rating.objects.get()
    assert (stored.points, stored.level) == (None, None)


def test_duties_fill_in_what_was_due_and_leave_out_what_was_not(city):
    call_command("loaddata", "duty_rules", verbosity=0)
    scheme = make_scheme()
    for order, key in ((30, "theme_day"), (40, "subgroup_meeting")):
        GradeItem.objects.create(
            scheme=scheme, order=order, name=key, most=10, feed=Feed.DUTY, duty_key=key
        )
    scheme.total = 120
    scheme.save()
    cast.make_member(city.branch)
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=date(YEAR - 1, 3, 1))
    rating = open_ratings(scheme=scheme, year=YEAR - 1, by=None, organisations=[city.branch])[0]
    due = rating.lines.get(item__order=30)
    assert (due.number, due.target, due.is_applicable) == (1, 12, True)
    assert due.finding.startswith("应办 12，已办 1；未完成：1月、2月、4月")
    groups = rating.lines.get(item__order=40)
    assert not groups.is_applicable
    assert groups.finding == "本年度没有这项任务，不计入分母"


def test_round_opens_for_every_body_of_the_measure_once(city, users, scheme):
    opened = open_ratings(scheme=scheme, year=YEAR, by=users.staff)
    assert {r.organisation for r in opened} == {city.branch, city.sibling, city.other_branch}
    assert {n.user for n in Notice.objects.all()} == {users.secretary, users.stranger}
    with pytest.raises(StepRefused, match="没有需要参评的党组织"):
        open_ratings(scheme=scheme, year=YEAR, by=users.staff)
    other = make_scheme(name="另一办法")
    with pytest.raises(StepRefused, match="都已经开始"):
        open_ratings(scheme=other, year=YEAR, by=None)


def test_round_asks_as_often_for_one_body_as_for_three(city, scheme, django_assert_num_queries):
    other = make_scheme(name="另一办法", kind=GradeKind.CLASSES)
    for one in (scheme, other):
        make_veto(one, LimitTest.INDICATOR_REACHES, indicator="terms_overdue", limit=1)
    with django_assert_num_queries(26):
        open_for(scheme, city.branch)
    with django_assert_num_queries(26):
        open_for(other, city.branch, city.sibling, city.other_branch)


def test_round_is_the_committees_and_not_of_a_year_to_come(users, scheme):
    with pytest.raises(PermissionDenied):
        open_ratings(scheme=scheme, year=YEAR, by=users.subtree_secretary)
    with pytest.raises(ValidationError, match="还没有开始"):
        open_ratings(scheme=scheme, year=YEAR + 1, by=None)


def test_measure_with_faults_opens_no_round(scheme):
    scheme.total = 90
    scheme.save()
    GradeLevel.objects.filter(order=1).update(minimum=70)
    GradeItem.objects.filter(order=20).update(indicator="unknown")
    with pytest.raises(StepRefused) as refused:
        open_ratings(scheme=scheme, year=YEAR, by=None)
    told = " ".join(refused.value.messages)
    assert "一级内容的满分合计 100 分，总分是 90 分" in told
    assert "最低一级填 0" in told
    assert "指标目录中没有“unknown”" in told


def test_self_rating_completes_the_points_and_gives_a_level(rating, users):
    saved = rated(rating, 60, by=users.secretary)
    assert (saved.points, str(saved.level_by_points), str(saved.level)) == (60, "二星", "二星")
    assert saved.version == 2


def test_what_agrees_with_the_portal_is_nobodys_own(rating):
    stored = Rating.objects.get()
    line = stored.lines.select_related("item").get(item__order=20)
    given = {"rating": stored, "stage": SELF, "by": None}
    save_marks(said=[Said(line, Decimal("0.00"))], expected_version=1, **given)
    assert stored.lines.get(item__order=20).self_points is None
    save_marks(said=[Said(line, Decimal(10), "纸质记录")], expected_version=2, **given)
    line = stored.lines.get(item__order=20)
    assert (line.self_points, line.self_remark, points_of(line)) == (10, "纸质记录", 10)


def test_points_beyond_the_most_are_refused_by_name(rating):
    with pytest.raises(ValidationError, match="“作用发挥”满分 60 分，不能填 61 分"):
        rated(rating, 61)
    with pytest.raises(ValidationError, match="请填 0 到 60 之间"):
        rated(rating, -1)


def test_stale_rating_is_told(rating):
    line = rating.lines.select_related("item").get(item__order=10)
    rated(rating, 50)
    with pytest.raises(StaleVersion):
        save_marks(rating=rating, stage=SELF, said=[Said(line)], expected_version=1, by=None)


def test_each_writes_in_his_turn_only(rating, users):
    line = rating.lines.select_related("item").get(item__order=10)
    given = {"rating": rating, "said": [Said(line, Decimal(50))], "expected_version": 1}
    for by in (users.stranger, users.leader):
        with pytest.raises(PermissionDenied, match="自评不由您办理"):
            save_marks(stage=SELF, by=by, **given)
    with pytest.raises(StepRefused, match="现在是“自评”，初评的内容不能再改"):
        save_marks(stage=COMMITTEE, by=users.subtree_secretary, **given)
    with pytest.raises(PermissionDenied):
        save_marks(stage=STAFF, by=users.subtree_secretary, **given)


def test_departure_from_the_portal_needs_its_grounds(rating):
    stored = rated(rating, 60)
    line = stored.lines.select_related("item").get(item__order=20)
    save_marks(
        rating=stored, stage=SELF, said=[Said(line, Decimal(40))], expected_version=2, by=None
    )
    with pytest.raises(StepRefused, match="“党员大会”的自评分与门户数据不同"):
        advance(stored, "submit", by=None)


def test_later_stages_stand_on_the_earlier_ones(rating, users):
    stored = rated(rating, 60, by=users.secretary, hand_on=True)
    assert stored.status == RatingStatus.COMMITTEE
    line = stored.lines.select_related("item").get(item__order=10)
    stored = save_marks(
        rating=stored,
        stage=COMMITTEE,
        said=[Said(line, Decimal(50), "偏高")],
        expected_version=stored.version,
        words="总体属实",
        hand_on=True,
        by=users.subtree_secretary,
    )
    assert (stored.status, stored.points, str(stored.level)) == ("staff", 50, "一星")
    line = stored.lines.select_related("item").get(item__order=10)
    stored = save_marks(
        rating=stored,
        stage=STAFF,
        said=[Said(line, Decimal(60))],
        expected_version=stored.version,
        by=users.staff,
    )
    assert (stored.points, stored.committee_words) == (60, "总体属实")


def test_numbers_are_read_again_while_the_body_writes(city, rating, users):
    rated(rating, 60)
    for month in (1, 2, 3, 4):
        hold(city.branch, month)
    stored = read_again(rating=rating, by=users.secretary)
    assert (stored.points, str(stored.level)) == (100, "三星")
    with pytest.raises(PermissionDenied):
        read_again(rating=rating, by=users.stranger)
    put(rating, RatingStatus.STAFF)
    with pytest.raises(StepRefused):
        read_again(rating=rating, by=users.secretary)


def test_body_that_was_graded_before_the_portal_is_not_rated_for_that_year(city, scheme):
    given = {"kind": "stars", "year": YEAR - 1, "level": "二星", "order": 2}
    grade = record_grade(organisation=city.branch, **given)
    assert city.branch not in eligible(scheme, YEAR - 1)
    with pytest.raises(StepRefused, match="已有定级结果"):
        open_ratings(scheme=scheme, year=YEAR - 1, by=None, organisations=[city.branch])
    revoke_grade(grade=grade, reason="录入有误")
    assert city.branch in eligible(scheme, YEAR - 1)


def test_veto_of_the_staff_caps_and_is_lifted(rating, users):
    veto = make_veto(rating.scheme)
    rated(rating, 60)
    stored = put(rating, RatingStatus.STAFF)
    with pytest.raises(ValidationError, match="请写明认定的理由"):
        enter_veto(rating=stored, veto=veto, reason=" ", by=users.staff)
    with pytest.raises(PermissionDenied):
        enter_veto(rating=stored, veto=veto, reason="通报", by=users.subtree_secretary)
    found = enter_veto(rating=stored, veto=veto, reason="巡察通报", by=users.staff)
    capped = Rating.objects.get()
    assert (str(capped.level), str(capped.level_by_points)) == ("一星", "二星")
    assert capped.explanation == "软弱涣散（巡察通报）：最高定为“一星”，由“二星”调整"
    assert str(lift_veto(found=found, by=users.staff).level) == "二星"


def test_veto_of_a_number_is_found_by_the_portal(city, scheme, users):
    veto = make_veto(scheme, LimitTest.INDICATOR_BELOW, indicator="members_meeting", limit=1)
    rating = rated(open_for(scheme, city.branch)[0], 60)
    assert str(rating.level) == "一星"
    put(rating, RatingStatus.STAFF)
    with pytest.raises(ValidationError, match="由门户按数据认定"):
        enter_veto(rating=rating, veto=veto, reason="通报", by=users.staff)
    with pytest.raises(ValidationError, match="数据有错的，请先更正记录"):
        lift_veto(found=rating.found_vetoes.get(), by=users.staff)


def test_level_of_the_staffs_own_needs_a_reason_and_stands(rating, users):
    rated(rating, 60)
    stored = put(rating, RatingStatus.STAFF)
    three = stored.scheme.levels.get(order=3)
    with pytest.raises(ValidationError, match="请写明为什么定这个等级"):
        choose_level(rating=stored, level=three, by=users.staff)
    foreign = make_scheme(name="另一办法").levels.get(order=3)
    with pytest.raises(ValidationError, match="不是“星级办法（第1版）”的等级"):
        choose_level(rating=stored, level=foreign, reason="表现突出", by=users.staff)
    chosen = choose_level(rating=stored, level=three, reason="表现突出", by=users.staff)
    assert (str(chosen.level), str(chosen.level_by_points)) == ("三星", "二星")
    assert str(choose_level(rating=chosen, level=None, by=users.staff).level) == "二星"


def test_new_version_copies_every_row_and_is_free_to_change(city, rating):
    scheme = rating.scheme
    make_veto(scheme, LimitTest.ITEM_EMPTY, item=scheme.items.get(order=10))
    parent = scheme.items.get(order=10)
    GradeItem.objects.create(scheme=scheme, order=5, name="一条", most=60, parent=parent)
    assert not scheme.is_editable
    copy = new_version(scheme=scheme)
    assert (copy.number, copy.is_editable) == (2, True)
    assert copy.items.get(order=5).parent == copy.items.get(order=10)
    assert copy.vetoes.get().item == copy.items.get(order=10)
    assert copy.vetoes.get().level == copy.levels.get(order=1)
    assert copy.levels.count() == 3


def test_secretary_of_a_committee_does_not_look_through_his_own(city, users):
    scheme = make_scheme(kinds=["organ_committee"])
    rating = rated(open_for(scheme, city.committee)[0], 60, hand_on=True)
    assert users.subtree_secretary.person.appointments.get().post == Post.SECRETARY
    with pytest.raises(PermissionDenied):
        advance(rating, "endorse", by=users.subtree_secretary)
    assert advance(rating, "endorse", by=users.staff).status == RatingStatus.STAFF
