"""Every state × step × role of a rating, quotas, the days of the notice, and the grade that it gives."""

import itertools
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from apps.branches.choices import Move
from apps.branches.models import Grade
from apps.branches.services import record_grade
from apps.core.lifecycle import StepRefused, advance, history_of
from apps.grades.choices import RatingStatus as Status
from apps.grades.lifecycle import ENDORSE, RATE, RATING, REVIEW
from apps.grades.models import GradeLevel, GradeScheme, Rating
from apps.grades.quotas import quotas
from apps.grades.services import settle
from apps.notices.models import Notice
from tests.grades.conftest import TODAY, YEAR, open_for, put, rated

MAY = {
    RATE: {"secretary", "subtree_secretary", "staff"},
    ENDORSE: {"subtree_secretary", "staff"},
    REVIEW: {"staff"},
}


def test_every_step_from_every_state_by_every_role(users, rating):
    rated(rating, 60)
    people, taken = users.named(), 0
    for transition in RATING.transitions:
        may = MAY[transition.permission]
        for status in set(Status) - set(transition.sources):
            moved = put(rating, status)
            for name in ("staff", "stranger"):
                with pytest.raises(StepRefused, match=f"“{transition.label}”要从"):
                    advance(moved, transition.step, by=people[name], note="说明")
        for status, name in itertools.product(transition.sources, people):
            moved = put(rating, status)
            if name in may:
                done = advance(moved, transition.step, by=people[name], note="说明")
                assert done.status == transition.target
                taken += 1
                Rating.objects.update(grade=None)
                Grade.objects.all().delete()  # the year has one
            else:
                with pytest.raises(PermissionDenied):
                    advance(moved, transition.step, by=people[name], note="说明")
    assert taken == sum(len(t.sources) * len(MAY[t.permission]) for t in RATING.transitions)
    assert history_of(rating).count() == taken


def test_self_rating_with_something_missing_is_refused(rating):
    with pytest.raises(StepRefused, match="还有“作用发挥”没有打分"):
        advance(rating, "submit", by=None)


@pytest.mark.parametrize(
    ("status", "step"),
    [
        (Status.COMMITTEE, "send_back"),
        (Status.STAFF, "return"),
        (Status.NOTICE, "reconsider"),
        (Status.DECIDED, "reopen"),
        (Status.STAFF, "cancel"),
    ],
)
def test_ways_back_need_a_reason(rating, status, step):
    with pytest.raises(StepRefused, match="必须写明原因"):
        advance(put(rating, status), step, by=None)


def test_nothing_is_announced_without_a_level(rating):
    with pytest.raises(StepRefused, match="还没有等级"):
        advance(put(rating, Status.STAFF), "announce", by=None)


def announced(rating: Rating) -> Rating:
    rated(rating, 60)
    return advance(put(rating, Status.STAFF), "announce", by=None)


def test_notice_stands_its_working_days(rating):
    GradeScheme.objects.update(notice_days=5)
    stored = announced(rating)
    assert stored.noticed_on == TODAY
    with pytest.raises(StepRefused, match="公示要满 5 个工作日"):
        advance(stored, "decide", by=None)
    Rating.objects.update(noticed_on=TODAY - timedelta(days=21))
    assert advance(stored, "decide", by=None).status == Status.DECIDED


def test_decision_records_the_grade_and_tells_the_body(city, users, rating):
    record_grade(organisation=city.branch, kind="stars", year=YEAR - 1, level="一星", order=1)
    decided = advance(announced(rating), "decide", by=users.staff)
    grade = Grade.objects.with_before().get(year=YEAR)
    assert decided.grade == grade
    assert (grade.level, grade.order, grade.points, grade.decided_on) == ("二星", 2, 60, TODAY)
    assert (grade.scheme, grade.moved) == ("星级办法（第1版）", Move.UP)
    texts = set(Notice.objects.values_list("text", flat=True))
    assert f"{rating}已定为“二星”" in texts
    assert f"{rating}拟定为“二星”，现予公示" in texts


def test_reopened_decision_takes_the_grade_back_with_its_reason(users, rating):
    decided = advance(announced(rating), "decide", by=users.staff)
    reopened = advance(decided, "reopen", by=users.staff, note="复审发现问题")
    assert (reopened.status, reopened.grade, reopened.noticed_on) == (Status.STAFF, None, None)
    taken_back = Grade.objects.get()
    assert (taken_back.revoked_on, taken_back.revocation_reason) == (TODAY, "复审发现问题")
    again = advance(advance(reopened, "announce", by=users.staff), "decide", by=users.staff)
    assert Grade.objects.in_force().get() == again.grade


def test_second_grade_of_a_year_is_refused(city, rating):
    stored = announced(rating)
    record_grade(organisation=city.branch, kind="stars", year=YEAR, level="三星", order=3)
    with pytest.raises(ValidationError, match="当年已有这一类的定级结果"):
        advance(stored, "decide", by=None)
    assert Rating.objects.get().status == Status.NOTICE


@pytest.fixture
def round_of_three(city, scheme) -> list[Rating]:
    """Three bodies with two stars each, of which a third may be had."""
    GradeLevel.objects.filter(order=2).update(quota=34)
    opened = open_for(scheme, city.branch, city.sibling, city.other_branch)
    for rating in opened:
        rated(rating, 60)
    Rating.objects.update(status=Status.STAFF)
    return list(Rating.objects.order_by("pk"))


def test_quotas_are_shown_before_anything_is_decided(
    scheme, round_of_three, django_assert_num_queries
):
    with django_assert_num_queries(2):
        three, two, one = quotas(scheme, YEAR)
    assert (two.allowed, two.expected, two.settled, two.is_over) == (1, 3, 0, True)
    assert (three.allowed, three.is_over, one.expected) == (None, False, 0)
    assert two.sentence == "参评 3 个，“二星”按 34% 不超过 1 个，现有 3 个（其中已公示或定级 0 个）"


def test_quota_that_does_not_bind_is_only_shown(round_of_three):
    settled = settle(ratings=round_of_three, step="announce", by=None)
    assert len(settled.done) == 3


def test_binding_quota_keeps_the_others_and_says_why(users, round_of_three):
    GradeScheme.objects.update(has_binding_quotas=True)
    settled = settle(ratings=round_of_three, step="announce", by=users.staff)
    assert len(settled.done) == 1
    assert {why for _, why in settled.stayed} == {
        "参评 3 个，“二星”按 34% 不超过 1 个，现有 3 个（其中已公示或定级 1 个），没有名额了。"
        "请改定别的等级，或先撤回别的公示；比例有变的，请另建新版办法"
    }


def test_body_that_takes_no_part_leaves_the_quotas(scheme, round_of_three):
    advance(round_of_three[0], "cancel", by=None, note="新成立")
    assert quotas(scheme, YEAR)[1].rated == 2
