"""The rules R-INS-01 to 05 and what is refused, with the rule and the cure."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from apps.accounts.models import User
from apps.branches.choices import Post
from apps.branches.models import Grade
from apps.core import policy
from apps.core.lifecycle import StepRefused, advance
from apps.inspections import services
from apps.inspections.choices import (
    IssueKind,
    IssueLevel,
    IssueSource,
    IssueStatus,
    RecheckOutcome,
)
from apps.inspections.models import Extension, Inspection, Issue, Visit
from apps.inspections.rules import acknowledge_by, default_due_on, reconciliation_of
from apps.inspections.services import Finding
from apps.meetings.choices import MeetingKind, MeetingStatus
from apps.notices.models import Notice
from tests import cast
from tests.inspections.conftest import TODAY, YEAR, days, find_issue, hand_in, owner_in, put

PASS, RETURN = RecheckOutcome.PASS, RecheckOutcome.RETURN


def words(refused) -> str:
    return " ".join(refused.value.messages)


def passed(issue: Issue, by, **fields) -> Issue:
    return services.recheck(issue=issue, outcome=PASS, held_on=TODAY, by=by, **fields)


@pytest.fixture
def issue(city, round_) -> Issue:
    return find_issue(round_, city.branch)


def test_loop_from_the_finding_to_the_closing(city, users, round_, issue):
    assert (issue.status, issue.unit, issue.visit) == (IssueStatus.OPEN, city.unit, round_.visit)
    submitted = hand_in(issue, users.secretary)
    assert submitted.status == IssueStatus.SUBMITTED
    closed = passed(submitted, round_.inspector, findings="已改", closes=True)
    assert (closed.status, closed.closed_on) == (IssueStatus.CLOSED, TODAY)
    told = Notice.objects.filter(user=users.secretary).values_list("text", flat=True)
    assert any("已下发" in text for text in told)
    assert any("已销号" in text for text in told)


def test_returned_issue_is_corrected_further(users, round_, issue):
    submitted = hand_in(issue, users.secretary)
    returned = services.recheck(
        issue=submitted, outcome=RETURN, held_on=TODAY, findings="缺签字", by=round_.head
    )
    assert returned.status == IssueStatus.RETURNED
    services.add_evidence(issue=returned, text="已签字", by=users.secretary)
    again = advance(returned, "submit", by=users.secretary)
    assert passed(again, round_.head).status == IssueStatus.RECHECKED


def test_return_without_words_is_refused(users, round_, issue):
    submitted = hand_in(issue, users.secretary)
    with pytest.raises(ValidationError, match="请写明复核意见"):
        services.recheck(issue=submitted, outcome=RETURN, held_on=TODAY, by=round_.head)
    submitted.refresh_from_db()
    assert submitted.status == IssueStatus.SUBMITTED


def test_nobody_rechecks_what_he_submitted(users, round_, issue):
    """R-INS-01, also where the staff submitted for a body on paper."""
    submitted = hand_in(issue, users.staff)
    with pytest.raises(StepRefused, match="R-INS-01") as refused:
        passed(submitted, users.staff)
    assert "请督查组或工委的其他同志复核" in words(refused)
    assert not submitted.rechecks.exists()


def test_owner_of_a_measure_does_not_recheck(users, round_, issue):
    """R-INS-01: an inspector who answers for a measure."""
    submitted = hand_in(issue, users.secretary, owner=round_.inspector.person)
    with pytest.raises(StepRefused, match="R-INS-01"):
        passed(submitted, round_.inspector)
    assert passed(submitted, round_.head).status == IssueStatus.RECHECKED


def test_officer_does_not_recheck_the_body_that_he_leads(city, users, round_):
    person = cast.make_person("兼职书记")
    cast.appoint(person, city.sibling, Post.SECRETARY)
    person.user = users.staff
    person.save()
    submitted = hand_in(find_issue(round_, city.sibling), users.subtree_secretary)
    with pytest.raises(PermissionDenied):
        passed(submitted, User.objects.get(pk=users.staff.pk))


def test_secretary_does_not_recheck(users, issue):
    with pytest.raises(PermissionDenied):
        passed(hand_in(issue, users.subtree_secretary), users.secretary)


def test_closing_needs_evidence_and_a_passed_recheck(users, round_, issue):
    """R-INS-02."""
    put(issue, IssueStatus.RECHECKED)
    with pytest.raises(StepRefused, match="还没有佐证材料（R-INS-02"):
        advance(issue, "close", by=round_.head)
    put(issue, IssueStatus.IN_CORRECTION)
    services.add_evidence(issue=issue, text="照片", by=users.secretary)
    put(issue, IssueStatus.RECHECKED)
    with pytest.raises(StepRefused, match="还没有通过复核（R-INS-02"):
        advance(issue, "close", by=round_.head)


def test_result_without_evidence_is_not_submitted(city, users, issue):
    issue = advance(issue, "acknowledge", by=users.secretary)
    measure = services.plan_measure(
        issue=issue, text="补", owner=owner_in(city.branch), due_on=issue.due_on, by=users.secretary
    )
    issue = advance(issue, "begin", by=users.secretary)
    with pytest.raises(StepRefused, match="还没有完成"):
        advance(issue, "submit", by=users.secretary)
    services.finish_measure(measure=measure, done_on=TODAY, expected_version=1, by=users.secretary)
    with pytest.raises(StepRefused, match="还没有佐证材料"):
        advance(issue, "submit", by=users.secretary)


def test_measure_later_than_the_deadline_is_refused(city, users, issue):
    issue = advance(issue, "acknowledge", by=users.secretary)
    with pytest.raises(ValidationError, match="请先申请延期"):
        services.plan_measure(
            issue=issue,
            text="补",
            owner=owner_in(city.branch),
            due_on=days(400),
            by=users.secretary,
        )


def test_extension_moves_the_deadline_once_it_is_approved(users, issue):
    """R-INS-03: the first deadline stays visible."""
    first = issue.due_on
    issue = advance(issue, "acknowledge", by=users.secretary)
    asked = services.ask_extension(
        issue=issue, asked_until=days(90), reason="等采购", by=users.secretary
    )
    issue.refresh_from_db()
    assert (issue.due_on, issue.first_due_on) == (first, None)
    with pytest.raises(PermissionDenied):
        advance(asked, "approve", by=users.secretary)
    advance(asked, "approve", by=users.staff)
    issue.refresh_from_db()
    assert (issue.due_on, issue.first_due_on) == (days(90), first)
    again = services.ask_extension(
        issue=issue, asked_until=days(120), reason="再等", by=users.secretary
    )
    advance(again, "approve", by=users.staff)
    issue.refresh_from_db()
    assert (issue.due_on, issue.first_due_on) == (days(120), first)


def test_deadline_is_not_changed_without_approval(users, issue):
    with pytest.raises(ValidationError, match="请提交延期申请"):
        services.update_issue(issue=issue, expected_version=1, due_on=days(99), by=users.staff)


def test_result_waits_for_the_answer_to_an_extension(city, users, issue):
    issue = advance(issue, "acknowledge", by=users.secretary)
    services.ask_extension(issue=issue, asked_until=days(90), reason="等", by=users.secretary)
    put(issue, IssueStatus.IN_CORRECTION)
    with pytest.raises(StepRefused, match="延期申请还没有批复"):
        advance(issue, "submit", by=users.secretary)


@pytest.mark.parametrize(
    ("until", "match"),
    [(days(-30), "延期要晚于现在的整改时限"), (days(-1), "日期已经过了"), (days(200), "")],
)
def test_extension_is_later_and_one_at_a_time(users, issue, until, match):
    Issue.objects.update(found_on=days(-60), due_on=days(-20))
    issue = advance(issue, "acknowledge", by=users.secretary)
    asked = {"issue": issue, "asked_until": until, "reason": "等", "by": users.secretary}
    if match:
        with pytest.raises(ValidationError, match=match):
            services.ask_extension(**asked)
        return
    services.ask_extension(**asked)
    with pytest.raises(ValidationError, match="已有一份延期申请"), transaction.atomic():
        services.ask_extension(**asked)
    assert Extension.objects.count() == 1


def test_days_of_the_rules_are_policy_numbers(city, users, round_):
    """R-INS-05."""
    found = date(2026, 3, 2)
    for level, number in ((IssueLevel.ORDINARY, 30), (IssueLevel.GRAVE, 90)):
        assert (default_due_on(level, found) - found).days in range(number, number + 9)
    assert policy.count("issue_acknowledge_days") == 3
    assert acknowledge_by(date(2026, 3, 6)) == date(2026, 3, 11)  # after a Friday
    issue = find_issue(round_, city.branch)
    assert issue.acknowledge_due_on == acknowledge_by(TODAY)  # however late it was written down
    assert reconciliation_of(date(2026, 3, 6)) == date(2026, 3, 25)


def test_finding_takes_from_the_list_what_it_knows(city, round_):
    found = find_issue(round_, city.branch, item=round_.item("组织生活会"))
    assert (found.level, found.meeting_kind) == (IssueLevel.SERIOUS, MeetingKind.LIFE_MEETING)
    common = find_issue(round_, city.sibling, item=round_.item("会议记录是否完整"))
    assert common.kind == IssueKind.COMMON


def test_relapse_names_the_closed_issue_of_an_earlier_year(city, round_):
    """销号后反弹, also across years and across versions of the list."""
    item = round_.item("支委会")
    earlier = find_issue(round_, city.branch, item=item)
    long_ago = date(YEAR - 1, 5, 4)
    Issue.objects.filter(pk=earlier.pk).update(
        status=IssueStatus.CLOSED,
        found_on=date(YEAR - 1, 3, 2),
        due_on=long_ago,
        closed_on=long_ago,
    )
    newer = services.new_version(checklist=round_.checklist)
    again = find_issue(round_, city.branch, item=newer.items.get(key=item.key))
    assert (again.status, again.relapse_of) == (IssueStatus.REOPENED, earlier)
    earlier.refresh_from_db()
    assert (earlier.status, earlier.closed_on) == (IssueStatus.CLOSED, long_ago)
    elsewhere = find_issue(round_, city.sibling, item=item)
    assert (elsewhere.status, elsewhere.relapse_of) == (IssueStatus.OPEN, None)


def test_relapse_of_what_is_open_or_foreign_is_refused(city, round_, issue):
    with pytest.raises(ValidationError, match="还没有销号，不算反弹"):
        find_issue(round_, city.branch, relapse_of=issue)
    with pytest.raises(ValidationError, match="不是这个党组织的"):
        find_issue(round_, city.sibling, relapse_of=put(issue, IssueStatus.CLOSED))


def test_common_issue_has_children_in_several_units(city, users, round_, issue):
    """R-INS-04: no number counts the item of the city beside its children."""
    before = Issue.objects.count()
    with pytest.raises(ValidationError, match="至少要在两个单位发现（R-INS-04）"):
        services.group_issues(
            issues=[issue, find_issue(round_, city.sibling)],
            text="记录普遍不全",
            year=YEAR,
            by=users.staff,
        )
    other = services.raise_issue(
        organisation=city.other_branch,
        text="记录不全",
        source=IssueSource.HIGHER,
        found_on=TODAY,
        by=users.staff,
    )
    common = services.group_issues(
        issues=[issue, other], text="记录普遍不全", year=YEAR, by=users.staff
    )
    assert {child.kind for child in common.children.all()} == {IssueKind.COMMON}
    assert Issue.objects.count() == before + 2


def test_missing_meeting_is_answered_by_a_later_record(city, users, round_):
    issue = find_issue(round_, city.branch, item=round_.item("支委会"))
    issue = advance(issue, "acknowledge", by=users.secretary)
    later = cast.make_meeting(city.branch, held_on=days(-2))
    cast.make_meeting(city.branch, held_on=days(-40))
    cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=days(-2))
    cast.make_meeting(city.branch, held_on=days(-1), status=MeetingStatus.DRAFT)
    cast.make_meeting(city.sibling, held_on=days(-1))
    assert list(services.later_records(issue)) == [later]
    submitted = services.answer_with_meetings(issue=issue, meetings=[later], by=users.secretary)
    assert submitted.status == IssueStatus.SUBMITTED
    assert not submitted.measures.exists()
    assert passed(submitted, round_.head, closes=True).status == IssueStatus.CLOSED


def test_earlier_meeting_answers_nothing(city, users, round_):
    issue = find_issue(round_, city.branch, item=round_.item("支委会"))
    issue = advance(issue, "acknowledge", by=users.secretary)
    early = cast.make_meeting(city.branch, held_on=days(-40))
    with pytest.raises(ValidationError, match="以后召开、已提交的支委会记录"):
        services.answer_with_meetings(issue=issue, meetings=[early], by=users.secretary)
    assert not issue.evidence.exists()


def test_foreign_record_is_no_evidence(city, users, issue):
    issue = advance(issue, "acknowledge", by=users.secretary)
    foreign = cast.make_meeting(city.other_branch, held_on=TODAY)
    with pytest.raises(ValidationError, match="不是市财政局第一党支部或本单位的记录"):
        services.add_evidence(issue=issue, meeting=foreign, by=users.secretary)


def visit(round_, city, **fields) -> Visit:
    given = {"unit": city.unit, "held_on": TODAY, "inspectors": round_.seats, "by": round_.head}
    return services.record_visit(inspection=round_.inspection, **(given | fields))


def test_visit_with_findings_begins_their_loops(city, round_):
    meeting = cast.make_meeting(city.branch, held_on=days(-5))
    held = visit(
        round_,
        city,
        seen=[meeting, "党费收缴台账"],
        findings=[Finding(city.branch, "记录不全"), Finding(city.sibling, "缺席未补课")],
    )
    assert held.issues.count() == 2
    assert [str(seen) for seen in held.records_seen.all()] == [str(meeting), "党费收缴台账"]
    assert Notice.objects.filter(user__username="secretary", text__contains="已下发").exists()


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"held_on": days(1)}, "督查日期不能晚于今天"),
        ({"held_on": days(-90)}, "督查日期不能更早"),
        ({"inspectors": []}, "请选择到场的督查人员"),
    ],
)
def test_visit_that_cannot_be_is_refused(city, round_, fields, match):
    before = Visit.objects.count()
    with pytest.raises(ValidationError, match=match):
        visit(round_, city, findings=[Finding(city.branch, "记录不全")], **fields)
    assert (Visit.objects.count(), Issue.objects.count()) == (before, 0)


def test_visit_outside_the_plan_is_refused(city, users, round_):
    with pytest.raises(ValidationError, match="不在这次督查的范围内"):
        visit(round_, city, unit=city.other_unit)
    with pytest.raises(ValidationError, match="不属于市财政局"):
        visit(round_, city, organisation=city.other_branch)
    with pytest.raises(PermissionDenied):
        visit(round_, city, by=users.secretary)
    Inspection.objects.update(status="closed")
    with pytest.raises(StepRefused, match="不能登记现场督查"):
        visit(round_, city)


def test_visit_confirms_the_grade_that_was_inspected_again(city, round_):
    grade = Grade.objects.create(
        organisation=city.branch, kind="stars", year=YEAR - 1, level="四星", order=4,
        decided_on=days(-30),
    )  # fmt: skip
    held = visit(round_, city, grade=grade, keeps_grade=True, summary="标准都保持")
    grade.refresh_from_db()
    assert (held.grade, grade.confirmed_on, grade.confirmation) == (grade, TODAY, "标准都保持")


def test_visit_lowers_the_grade_and_says_why(city, round_):
    grade = Grade.objects.create(
        organisation=city.branch, kind="stars", year=YEAR - 1, level="四星", order=4,
        decided_on=days(-30),
    )  # fmt: skip
    given = {"grade": grade, "lowered_to": (3, "三星"), "lowering_reason": "记录不实"}
    visit(round_, city, **given)
    grade.refresh_from_db()
    lower = Grade.objects.in_force().get()
    assert (grade.revoked_on, grade.revocation_reason) == (TODAY, "复审降为“三星”：记录不实")
    assert (lower.level, lower.order, lower.year) == ("三星", 3, YEAR - 1)
    assert (lower.confirmed_on, lower.confirmation) == (TODAY, "记录不实")
    with pytest.raises(ValidationError, match="不低于现在的“三星”"):
        visit(round_, city, **(given | {"grade": lower}))


def test_visited_unit_and_inspector_stay_in_the_plan(city, users, round_):
    with pytest.raises(ValidationError, match="已有现场督查记录"):
        services.set_units(inspection=round_.inspection, units=[city.other_unit], by=users.staff)
    with pytest.raises(ValidationError, match="已参加过现场督查"):
        services.set_team(inspection=round_.inspection, team=[], by=users.staff)


def test_zone_states_the_units_of_its_inspection(city, users):
    zone = city.unit.zone_memberships.get().zone
    inspection = services.plan_inspection(
        title="片区督查",
        year=YEAR,
        zone=zone,
        starts_on=TODAY,
        ends_on=days(5),
        by=users.staff,
    )
    assert [row.unit for row in inspection.inspected.all()] == [city.unit]


def test_reconciling_goes_through_what_is_open(users, issue):
    assert Issue.objects.unreconciled(TODAY).count() == 1
    assert services.reconcile(issues=[issue], by=users.staff) == 1
    assert not Issue.objects.unreconciled(TODAY).exists()


def test_void_issue_counts_nowhere(users, issue):
    advance(issue, "void", by=users.staff, note="登记错了")
    assert not Issue.objects.open_on(TODAY).exists()
