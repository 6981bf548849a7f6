"""待提醒 → 已提醒 → 已请示 → 已批复 → 名单已批 → 大会已开 → 结果已批复, and the side ways."""

from django.utils import timezone

from apps.branches.services import reschedule_term
from apps.core.lifecycle import (
    Lifecycle,
    StepRefused,
    Transition,
    advance,
    history_of,
    register,
)
from apps.core.models.spans import day_in_words
from apps.elections import rules
from apps.elections.checking import findings_of, members_of
from apps.elections.choices import OF_BY_ELECTION, OPEN, ElectionBody, PaperKind
from apps.elections.choices import ElectionStatus as Result
from apps.elections.choices import ExtensionStatus as Asked
from apps.elections.choices import RenewalStatus as Status
from apps.elections.models import Election, Renewal, TermExtension
from apps.elections.telling import tell_body, tell_extension, tell_higher
from apps.elections.turnover import begin_new_term, fill_seats, first_end

PREPARE, GUIDE, DECIDE = (
    *("elections.prepare_renewal", "elections.guide_renewal"),
    "elections.decide_renewal",
)
CONFIRM = "elections.confirm_election"
EXTEND = "elections.decide_termextension"


def needs_paper(subject: Renewal | Election, kind: PaperKind) -> None:
    """R-TERM-03: the step rests on a paper."""
    if not subject.papers.filter(kind=kind).exists():
        named = kind.told(is_within_term=isinstance(subject, Election))
        raise StepRefused(
            f"“{subject}”还没有{named}，请先登记（R-TERM-03）。在换届的页面办“登记材料”"
        )


def body_exists(renewal: Renewal) -> None:
    gone = renewal.organisation.dissolved_on
    if gone and gone <= timezone.localdate():
        raise StepRefused(
            f"{renewal.organisation}已于{day_in_words(gone)}撤销，不再换届。请撤销这次换届"
        )


def may_be_asked(renewal: Renewal) -> None:
    body_exists(renewal)
    needs_paper(renewal, PaperKind.REQUEST)


def may_be_approved(renewal: Renewal) -> None:
    body_exists(renewal)
    needs_paper(renewal, PaperKind.APPROVAL)
    if renewal.body == ElectionBody.CONGRESS:
        least = rules.limits().congress_from
        finding = rules.check_congress(members_of(renewal.organisation), least)
        if finding:
            raise StepRefused(f"{finding}。请退回请示，改为党员大会")


def list_is_there(renewal: Renewal) -> None:
    body_exists(renewal)
    needs_paper(renewal, PaperKind.CANDIDATES)


def was_held(renewal: Renewal) -> None:
    if not renewal.elections.standing().exists():
        raise StepRefused(f"“{renewal}”还没有选举结果，请先登记选举结果")


def may_be_confirmed(renewal: Renewal) -> None:
    body_exists(renewal)
    was_held(renewal)
    needs_paper(renewal, PaperKind.REPORT)


def result_stands(election: Election) -> None:
    """What the rules bar is not approved: the election is held again. The papers of a general
    election lie with its renewal."""
    if election.renewal_id is None:
        for kind in OF_BY_ELECTION:
            needs_paper(election, kind)
    barred = [finding for finding in findings_of(election) if finding.bars]
    if barred:
        told = "；".join(str(finding) for finding in barred)
        raise StepRefused(f"选举结果不符合规定，不能批复：{told}。请重新选举，或更正登记的数字")


def within_a_year(extension: TermExtension) -> None:
    """No more than a year after the day on which the term itself would have ended."""
    term = extension.term
    if term.closed_on:
        raise StepRefused(f"{term}已于{day_in_words(term.closed_on)}换届，不用再延期")
    if term.ends_on != extension.ended_on:
        raise StepRefused(f"{term}的届满日期已改为{day_in_words(term.ends_on)}，请退回后重新申请")
    months = rules.limits().extension_months
    finding = rules.check_extension(first_end(term), extension.asked_until, months)
    if finding:
        raise StepRefused(f"{finding}。请退回，改为规定以内的日期")


def held_again(renewal: Renewal, by) -> None:
    """The result that does not count stays to be read, as void."""
    reason = history_of(renewal)[0].note
    advance(renewal.elections.standing().get(), "void", by=by, note=reason)
    renewal.held_on = None
    renewal.save(update_fields=["held_on", "updated_at"])
    tell_body(renewal, by)


def turned_over(renewal: Renewal, by) -> None:
    begin_new_term(renewal)
    tell_body(renewal, by)


def confirmed(election: Election, by) -> None:
    """A by-election fills seats of the running term; a general one begins a new term."""
    if election.renewal_id is None:
        fill_seats(election, election.term)


def extended(extension: TermExtension, by) -> None:
    reschedule_term(term=extension.term, ends_on=extension.asked_until)
    tell_extension(extension, by)


UNDECIDED = tuple(state for state in OPEN if state != Status.HELD)
RENEWAL = register(
    Lifecycle(
        "elections.Renewal",
        (
            Transition(
                "notify",
                "发提醒函",
                (Status.DUE,),
                Status.NOTIFIED,
                GUIDE,
                stamp="noticed_on",
                guard=body_exists,
                effect=tell_body,
                by_hand=False,
            ),
            Transition(
                "ask",
                "报送请示",
                (Status.DUE, Status.NOTIFIED),
                Status.REQUESTED,
                PREPARE,
                required=("planned_on", "seats"),
                stamp="requested_on",
                guard=may_be_asked,
                effect=tell_higher,
                by_hand=False,
            ),
            Transition(
                "send_back",
                "退回请示",
                (Status.REQUESTED,),
                Status.NOTIFIED,
                DECIDE,
                note_required=True,
                effect=tell_body,
            ),
            Transition(
                "approve",
                "批复换届",
                (Status.REQUESTED,),
                Status.APPROVED,
                DECIDE,
                stamp="approved_on",
                guard=may_be_approved,
                effect=tell_body,
                by_hand=False,
            ),
            Transition(
                "approve_list",
                "批准候选人预备人选",
                (Status.APPROVED,),
                Status.LIST_APPROVED,
                DECIDE,
                stamp="list_approved_on",
                guard=list_is_there,
                effect=tell_body,
            ),
            Transition(
                "hold",
                "登记选举结果",
                (Status.LIST_APPROVED,),
                Status.HELD,
                PREPARE,
                guard=was_held,
                effect=tell_higher,
                by_hand=False,
            ),
            Transition(
                "repeat",
                "重新选举",
                (Status.HELD,),
                Status.LIST_APPROVED,
                DECIDE,
                note_required=True,
                effect=held_again,
            ),
            Transition(
                "confirm",
                "批复选举结果",
                (Status.HELD,),
                Status.CONFIRMED,
                DECIDE,
                required=("next_term_years",),
                stamp="confirmed_on",
                guard=may_be_confirmed,
                effect=turned_over,
                by_hand=False,
            ),
            Transition(
                "cancel",
                "撤销换届",
                UNDECIDED,
                Status.CANCELLED,
                GUIDE,
                note_required=True,
                effect=tell_body,
            ),
        ),
    )
)

ELECTION = register(
    Lifecycle(
        "elections.Election",
        (
            Transition(
                "confirm",
                "批复选举结果",
                (Result.RECORDED,),
                Result.CONFIRMED,
                CONFIRM,
                required=("in_office_on", "doc_no"),
                stamp="confirmed_on",
                guard=result_stands,
                effect=confirmed,
                by_hand=False,
            ),
            Transition(
                "void",
                "选举无效",
                (Result.RECORDED,),
                Result.VOID,
                CONFIRM,
                note_required=True,
                by_hand=False,
            ),
        ),
    )
)

EXTENSION = register(
    Lifecycle(
        "elections.TermExtension",
        (
            Transition(
                "approve",
                "批准延期",
                (Asked.ASKED,),
                Asked.APPROVED,
                EXTEND,
                required=("doc_no", "decided_on"),
                guard=within_a_year,
                effect=extended,
                by_hand=False,
            ),
            Transition(
                "refuse",
                "不予延期",
                (Asked.ASKED,),
                Asked.REFUSED,
                EXTEND,
                note_required=True,
                effect=tell_extension,
            ),
            Transition(
                "withdraw",
                "撤回申请",
                (Asked.ASKED,),
                Asked.WITHDRAWN,
                "elections.add_termextension",
            ),
        ),
    )
)
