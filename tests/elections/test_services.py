"""From the reminder to the new term; what cannot be is refused with the rule, and nothing is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from apps.accounts.models import User
from apps.branches.choices import MembershipKind, Post, Role
from apps.branches.models import Appointment, Term
from apps.branches.scope import held_roles, scope
from apps.core.lifecycle import StepRefused, advance
from apps.core.periods import months_after
from apps.core.versions import StaleVersion
from apps.elections import services
from apps.elections.checking import findings_of, vacancies_of
from apps.elections.choices import ElectionBody, ElectionStatus, PaperKind
from apps.elections.choices import RenewalStatus as Status
from apps.elections.entries import CandidateEntry, SeatEntry, entry_of
from apps.elections.models import Election, Renewal, TermExtension
from apps.elections.turnover import posts_won
from apps.notices.models import Notice
from tests import cast
from tests.elections.conftest import (
    by_election,
    confirm,
    make_body,
    paper,
    renewal_in,
    report,
    result,
)

pytestmark = pytest.mark.django_db


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def roles_of(user: User) -> set[Role]:
    return {role for role, _ in held_roles(fresh(user))}


def refused(call, *words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        call()
    told = " ".join(refusal.value.messages)
    for word in words:
        assert word in told


def test_terms_that_end_within_the_longest_lead_are_opened_once(city, body):
    make_body(city.sibling, ends_in=181)
    late = make_body(city.other_branch, ends_in=-5)
    opened = services.open_due_renewals(today=body.today)
    assert {renewal.term for renewal in opened} == {body.term, late.term}
    assert services.open_due_renewals(today=body.today) == []
    assert Renewal.objects.overdue(body.today).get().term == late.term


def test_new_term_begins_with_its_posts_on_the_day(city, users, body):
    old = city.branch.appointments.secretaries().get()
    renewal = renewal_in(Status.CONFIRMED, body)
    term, closed = renewal.next_term, Term.objects.get(pk=body.term.pk)
    assert closed.closed_on == term.starts_on == body.held_on
    assert (term.number, term.term_years) == (closed.number + 1, 3)
    old.refresh_from_db()
    assert old.valid_to == body.held_on
    held = Appointment.objects.valid_on(body.today).filter(organisation=city.branch)
    assert {(a.person, a.post, a.term) for a in held} == {
        (body.people[0], Post.SECRETARY, term),
        (body.people[1], Post.COMMITTEE_MEMBER, term),
        (body.people[2], Post.COMMITTEE_MEMBER, term),
    }


def test_roles_follow_the_posts_by_themselves(city, users, body):
    new = cast.make_user("elected", person=body.people[0])
    assert held_roles(new) == []
    renewal_in(Status.CONFIRMED, body)
    del new._held_roles
    assert (Role.BRANCH_SECRETARY, city.branch.path) in held_roles(new)
    assert Role.BRANCH_SECRETARY not in [role for role, _ in held_roles(users.secretary)]


def test_roles_and_sight_change_on_the_day_that_is_to_come(city, users, body):
    """Nothing runs on the day: posts have dates, and the former secretary reads as after a 书记交接."""
    new = cast.make_user("elected", person=body.people[0])
    renewal = renewal_in(Status.HELD, body)
    day = body.today + timedelta(days=10)
    confirm(renewal, body, in_office_on=day)
    secretary = city.branch.appointments.secretaries()
    assert secretary.valid_on(body.today).get().person.user == users.secretary
    for ahead, old_roles, new_roles in (
        (9, {Role.BRANCH_SECRETARY}, set()),
        (10, {Role.FORMER_SECRETARY}, {Role.BRANCH_SECRETARY}),
        (39, {Role.FORMER_SECRETARY}, {Role.BRANCH_SECRETARY}),
        (40, set(), {Role.BRANCH_SECRETARY}),
    ):
        with time_machine.travel(timezone.now() + timedelta(days=ahead)):
            assert (roles_of(users.secretary), roles_of(new)) == (old_roles, new_roles), ahead
            acts = scope(fresh(new), "meetings.add_meeting").covers(city.branch.path)
            assert acts is bool(new_roles), ahead
            seen = scope(fresh(users.secretary), "elections.view_renewal").covers(city.branch.path)
            assert seen is bool(old_roles), ahead
            assert not (scope(fresh(users.secretary), "elections.prepare_renewal") and ahead > 9), (
                ahead
            )


def test_secretary_who_is_elected_again_is_no_former_one(city, users, body):
    mine = users.secretary.person
    people = [mine, *body.people]
    stood = tuple(
        CandidateEntry(person, Post.COMMITTEE_MEMBER, votes, is_elected=number < 3)
        for number, (person, votes) in enumerate(zip(people, (9, 8, 7, 3), strict=False))
    )
    chosen = CandidateEntry(mine, Post.SECRETARY, 3, is_elected=True)
    renewal_in(Status.CONFIRMED, body, candidates=(*stood, chosen))
    assert roles_of(users.secretary) == {Role.BRANCH_SECRETARY}
    assert not city.branch.appointments.exclude(readable_until=None).exists()


def test_work_of_the_elected_is_their_post(body):
    entry = result(body)
    candidates = [*entry.candidates]
    candidates[1] = replace(candidates[1], duty=Post.ORGANISATION_MEMBER)
    renewal_in(Status.HELD, body, candidates=tuple(candidates))
    assert dict(posts_won(Election.objects.get())) == {
        body.people[0]: Post.SECRETARY,
        body.people[1]: Post.ORGANISATION_MEMBER,
        body.people[2]: Post.COMMITTEE_MEMBER,
    }


def test_nothing_changes_where_one_part_of_the_turnover_is_refused(city, users, body):
    renewal = renewal_in(Status.HELD, body)
    cast.appoint(body.people[5], city.branch, Post.PUBLICITY_MEMBER, since=body.held_on)
    refused(lambda: confirm(renewal, body), "重叠", "请先更正这条任职")
    body.term.refresh_from_db()
    renewal.refresh_from_db()
    assert (body.term.closed_on, renewal.status) == (None, Status.HELD)
    assert not renewal.papers.filter(kind=PaperKind.RESULT_APPROVAL).exists()
    assert Election.objects.get().status == ElectionStatus.RECORDED


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"present": 11, "ballots": 9}, ("实到 11 人，多于有选举权的 10 人",)),
        ({"ballots": 10}, ("收回选票 10 张，多于实到 9 人", "应当重新选举")),
        ({"present": 8, "ballots": 8}, ("得 9 票，多于收回选票 8 张", "赞成票不能多于投票的人数")),
        ({"seats": ()}, ("请填写应选的职务和名额",)),
        ({"seats": (SeatEntry(Post.COMMITTEE_MEMBER, 2),)}, ("应选 2 名，勾选当选 3 名",)),
    ],
)
def test_numbers_that_contradict_one_another_are_refused(body, given, words):
    renewal = renewal_in(Status.LIST_APPROVED, body)
    refused(
        lambda: services.record_election(renewal=renewal, entry=result(body, **given), by=None),
        *words,
    )
    renewal.refresh_from_db()
    assert (renewal.status, renewal.held_on) == (Status.LIST_APPROVED, None)
    assert not Election.objects.exists()


def test_more_ayes_than_all_ballots_could_hold_are_refused(body):
    renewal = renewal_in(Status.LIST_APPROVED, body)
    full = tuple(
        CandidateEntry(person, Post.COMMITTEE_MEMBER, 9, is_elected=number < 3)
        for number, person in enumerate(body.people[:4])
    )
    entry = result(body, candidates=full, seats=(SeatEntry(Post.COMMITTEE_MEMBER, 3),))
    refused(
        lambda: services.record_election(renewal=renewal, entry=entry, by=None),
        "共 36 票",
        "合计不能多于 27 票",
    )


def test_days_that_overlap_or_are_to_come_are_refused(body):
    renewal = renewal_in(Status.LIST_APPROVED, body)
    for day, word in (
        (body.today + timedelta(days=1), "还没有到"),
        (body.term.starts_on, "否则两届任期重叠"),
    ):
        entry = result(body, held_on=day)
        refused(lambda e=entry: services.record_election(renewal=renewal, entry=e, by=None), word)


def test_request_approval_election_and_term_are_in_their_order(body):
    """R-TERM-03: asked, approved, elected; and no term is longer than five years."""
    renewal = renewal_in(Status.REQUESTED, body)
    before = body.held_on - timedelta(days=1)
    early = paper(body, dated_on=before)
    refused(
        lambda: services.approve_renewal(renewal=renewal, paper=early, by=None),
        "批复日期不能更早（R-TERM-03）",
    )
    renewal = services.approve_renewal(renewal=renewal, paper=paper(body), by=None)
    services.add_paper(renewal=renewal, kind=PaperKind.CANDIDATES, entry=paper(body), by=None)
    renewal = advance(renewal, "approve_list", by=None)
    soon = result(body, held_on=before)
    refused(
        lambda: services.record_election(renewal=renewal, entry=soon, by=None),
        "换届须先经批准（R-TERM-03）",
    )
    election = services.record_election(renewal=renewal, entry=result(body), by=None)
    refused(
        lambda: services.change_result(election=election, entry=soon, expected_version=1, by=None),
        "换届须先经批准（R-TERM-03）",
    )
    refused(lambda: confirm(renewal, body, term_years=7), "任期写成 1 到 5 的整数")


def test_only_full_members_of_the_body_stand(city, body):
    renewal = renewal_in(Status.LIST_APPROVED, body)
    probationary = cast.make_member(city.branch, "预备", kind=MembershipKind.PROBATIONARY)
    foreign = cast.make_member(city.other_branch, "外人")
    for person in (probationary, foreign):
        wrong = CandidateEntry(person, Post.COMMITTEE_MEMBER, 1)
        entry = result(body)
        entry = replace(entry, candidates=(*entry.candidates, wrong))
        refused(
            lambda e=entry: services.record_election(renewal=renewal, entry=e, by=None),
            f"{person}在",
            "R-VOTE-05",
        )


def test_committee_elects_from_its_own_members(body):
    renewal = renewal_in(Status.LIST_APPROVED, body)
    entry = result(body)
    outsider = CandidateEntry(body.people[7], Post.SECRETARY, 3, is_elected=True)
    entry = replace(entry, candidates=(*entry.candidates[:4], outsider))
    refused(
        lambda: services.record_election(renewal=renewal, entry=entry, by=None),
        "没有当选委员，不能由委员会选为书记（R-TERM-03）",
    )


def test_result_that_the_rules_bar_is_recorded_and_not_approved(body):
    """The election was held with seven of ten: it is told, kept, and held again."""
    candidates = tuple(replace(c, ayes=min(c.ayes, 6)) for c in result(body).candidates)
    renewal = renewal_in(Status.HELD, body, present=7, ballots=7, candidates=candidates)
    [finding] = findings_of(Election.objects.get())
    assert "至少到会 8 人，实到 7 人（R-TERM-04）" in str(finding)
    refused(lambda: confirm(renewal, body), "不能批复", "R-TERM-04", "请重新选举")
    renewal = advance(renewal, "repeat", by=None, note="到会人数不足")
    assert (renewal.status, renewal.held_on) == (Status.LIST_APPROVED, None)
    assert Election.objects.get().status == ElectionStatus.VOID
    services.record_election(renewal=renewal, entry=result(body), by=None)
    renewal.refresh_from_db()
    assert confirm(renewal, body).status == Status.CONFIRMED


def test_steps_rest_on_their_papers(body):
    renewal = renewal_in(Status.APPROVED, body)
    with pytest.raises(StepRefused, match="还没有候选人预备人选名单"):
        advance(renewal, "approve_list", by=None)
    services.add_paper(renewal=renewal, kind=PaperKind.CANDIDATES, entry=paper(body), by=None)
    renewal = advance(renewal, "approve_list", by=None)
    services.record_election(renewal=renewal, entry=result(body), by=None)
    renewal.refresh_from_db()
    refused(lambda: confirm(renewal, body), "还没有选举结果报告")


def test_paper_says_something_and_is_not_of_tomorrow(body):
    renewal = renewal_in(Status.NOTIFIED, body)
    for given in ({"title": "", "doc_no": ""}, {"dated_on": body.today + timedelta(days=1)}):
        with pytest.raises(ValidationError):
            services.add_paper(
                renewal=renewal, kind=PaperKind.REQUEST, entry=paper(body, **given), by=None
            )


def test_congress_of_few_is_not_approved(body):
    renewal = renewal_in(Status.NOTIFIED, body)
    renewal = services.ask_renewal(
        renewal=renewal,
        planned_on=body.term.ends_on,
        body=ElectionBody.CONGRESS,
        seats=3,
        paper=paper(body),
        by=None,
    )
    with pytest.raises(StepRefused, match="R-TERM-06"):
        services.approve_renewal(renewal=renewal, paper=paper(body), by=None)


def test_plan_too_early_or_after_the_end_is_refused(body):
    renewal = renewal_in(Status.NOTIFIED, body)
    for day, word in (
        (body.term.ends_on + timedelta(days=1), "请先申请延期"),
        (months_after(body.term.ends_on, -13), "过早"),
        (body.term.starts_on, "两届任期重叠"),
    ):
        refused(
            lambda d=day: services.ask_renewal(
                renewal=renewal,
                planned_on=d,
                body=ElectionBody.MEETING,
                seats=3,
                paper=paper(body),
                by=None,
            ),
            word,
        )


def test_extension_needs_an_approval_in_writing(users, body):
    first = body.term.ends_on
    extension = services.ask_extension(
        term=body.term, asked_until=months_after(first, 6), reason="班子调整", by=users.secretary
    )
    body.term.refresh_from_db()
    assert body.term.ends_on == first
    with pytest.raises(StepRefused, match="请先填写批复文号、批复日期"):
        advance(extension, "approve", by=users.staff)
    with pytest.raises(PermissionDenied):
        services.approve_extension(
            extension=extension, doc_no="1号", decided_on=body.today, by=users.secretary
        )
    tomorrow = body.today + timedelta(days=1)
    refused(
        lambda: services.approve_extension(
            extension=extension, doc_no="1号", decided_on=tomorrow, by=users.staff
        ),
        "还没有到，请核对",
    )
    extension.refresh_from_db()
    assert extension.doc_no == ""
    services.approve_extension(
        extension=extension, doc_no="市直工委〔2026〕1号", decided_on=body.today, by=users.staff
    )
    body.term.refresh_from_db()
    extension.refresh_from_db()
    assert (extension.ended_on, body.term.ends_on) == (first, extension.asked_until)
    assert Notice.objects.filter(user=users.secretary, text__contains="已批准").exists()


def test_extensions_together_are_no_more_than_a_year(users, body):
    until = months_after(body.term.ends_on, 10)
    extension = services.ask_extension(
        term=body.term, asked_until=until, reason="调整", by=users.secretary
    )
    services.approve_extension(
        extension=extension, doc_no="1号", decided_on=body.today, by=users.staff
    )
    body.term.refresh_from_db()
    refused(
        lambda: services.ask_extension(
            term=body.term, asked_until=months_after(until, 3), reason="又调整", by=users.secretary
        ),
        "一般不超过 12 个月",
    )
    assert TermExtension.objects.count() == 1


def test_by_election_fills_an_empty_seat_within_the_term(city, users, body):
    seat = SeatEntry(Post.PUBLICITY_MEMBER, 1)
    stood = (
        CandidateEntry(body.people[3], Post.PUBLICITY_MEMBER, 7, is_elected=True),
        CandidateEntry(body.people[4], Post.PUBLICITY_MEMBER, 2),
    )
    entry = result(body, seats=(seat,), candidates=stood)
    election = by_election(body, entry=entry, by=users.secretary)
    settle = {"election": election, "in_office_on": body.today, "doc_no": "1号"}
    refused(
        lambda: services.confirm_by_election(**settle, by=users.subtree_secretary),
        "还没有选举结果报告，请先登记（R-TERM-03）",
    )
    report(election, body, by=users.secretary)
    with pytest.raises(PermissionDenied):
        services.confirm_by_election(**settle, by=users.secretary)
    services.confirm_by_election(**settle, by=users.subtree_secretary)
    election.refresh_from_db()
    assert [p.kind for p in election.papers.all()] == [
        *(PaperKind.REQUEST, PaperKind.APPROVAL, PaperKind.REPORT),
        PaperKind.RESULT_APPROVAL,
    ]
    assert city.branch.appointments.get(person=body.people[3]).term == body.term
    assert city.branch.appointments.secretaries().get().valid_to is None


def test_by_election_is_asked_and_approved_before_it_is_held(body):
    late = paper(body, dated_on=body.today)
    for given, words in (
        ({"approval": late}, "补选须先经批准（R-TERM-03）"),
        ({"approval": paper(body, doc_no="")}, "请填写上级同意补选的批复文号"),
        ({"request": late, "approval": paper(body)}, "晚于批复日期"),
    ):
        refused(lambda given=given: by_election(body, **given), words)
    assert not Election.objects.exists()


def test_new_secretary_of_a_by_election_ends_the_old_one_who_reads_on(city, users, body):
    seats = (SeatEntry(Post.SECRETARY, 1),)
    stood = (CandidateEntry(body.people[0], Post.SECRETARY, 9, is_elected=True),)
    election = by_election(body, entry=result(body, seats=seats, candidates=stood))
    report(election, body)
    services.confirm_by_election(
        election=election, in_office_on=body.today, doc_no="1号", by=users.staff
    )
    assert roles_of(users.secretary) == {Role.FORMER_SECRETARY}


def test_result_is_put_right_until_it_is_approved(users, body):
    renewal = renewal_in(Status.HELD, body, present=9, ballots=9, entitled=9)
    election = Election.objects.get()
    change = {"election": election, "expected_version": election.version}
    with pytest.raises(StaleVersion):
        services.change_result(
            **change | {"expected_version": 7}, entry=result(body), by=users.secretary
        )
    refused(
        lambda: services.change_result(**change, entry=result(body, present=11), by=None),
        "多于有选举权的",
    )
    services.change_result(**change, entry=result(body), by=users.secretary)
    election.refresh_from_db()
    assert (election.entitled, election.version, election.candidates.count()) == (10, 2, 5)
    assert entry_of(election) == result(body)
    confirm(renewal, body)
    refused(
        lambda: services.change_result(
            election=election, expected_version=3, entry=result(body), by=None
        ),
        "不能再改",
    )


def test_who_was_not_elected_is_not_shown_as_elected(body):
    renewal = renewal_in(Status.LIST_APPROVED, body)
    people, committee = body.people, Post.COMMITTEE_MEMBER

    def of(*ayes: int, elected: tuple[int, ...]):
        stood = tuple(
            CandidateEntry(people[n], committee, votes, is_elected=n in elected)
            for n, votes in enumerate(ayes)
        )
        return result(body, seats=(SeatEntry(committee, 3),), candidates=stood)

    for entry, words in (
        (of(9, 8, 4, 3, elected=(0, 1, 2)), "得 4 票，没有超过实到 9 人的一半（至少 5 票）"),
        (of(9, 8, 5, 6, elected=(0, 1, 2)), "得票多的当选（R-TERM-05）"),
    ):
        refused(
            lambda entry=entry: services.record_election(renewal=renewal, entry=entry, by=None),
            words,
            "R-TERM-05",
        )
    assert not Election.objects.exists()


def test_seats_that_fell_empty_are_told(city, users, body):
    assert vacancies_of(city.branch) == []
    renewal_in(Status.CONFIRMED, body)
    left = city.branch.appointments.get(person=body.people[2], valid_to=None)
    Appointment.objects.filter(pk=left.pk).update(valid_to=body.today)
    [finding] = vacancies_of(city.branch)
    assert "委员会委员应有 3 名，现有 2 名" in str(finding)
    assert "委员会委员" not in str(vacancies_of(city.sibling))


def test_nobody_decides_for_his_own_body(users, body):
    renewal = renewal_in(Status.REQUESTED, body)
    for user in (users.secretary, users.leader, users.stranger):
        with pytest.raises(PermissionDenied):
            services.approve_renewal(renewal=renewal, paper=paper(body), by=user)
    approved = services.approve_renewal(
        renewal=renewal, paper=paper(body), by=users.subtree_secretary
    )
    assert approved.status == Status.APPROVED


def test_both_sides_are_told_of_the_steps(users, body):
    renewal = services.open_renewal(term=body.term, by=users.staff)
    services.notify_body(renewal=renewal, by=users.staff)
    assert "请做好换届准备" in Notice.objects.get(user=users.secretary).text
    services.ask_renewal(
        renewal=renewal,
        planned_on=body.term.ends_on,
        body=ElectionBody.MEETING,
        seats=3,
        paper=paper(body),
        by=users.secretary,
    )
    assert "请示已报送" in Notice.objects.get(user=users.subtree_secretary).text
