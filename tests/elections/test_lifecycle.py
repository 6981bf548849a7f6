"""Every state × step × role of a renewal, an election and an extension."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from apps.core.lifecycle import Lifecycle, StepRefused, advance, history_of
from apps.core.periods import months_after
from apps.elections import services
from apps.elections.choices import PaperKind
from apps.elections.choices import RenewalStatus as Status
from apps.elections.lifecycle import (
    CONFIRM,
    DECIDE,
    ELECTION,
    EXTEND,
    EXTENSION,
    GUIDE,
    PREPARE,
    RENEWAL,
)
from apps.elections.models import Election, TermExtension
from tests.elections.conftest import by_election, paper, renewal_in, report

pytestmark = pytest.mark.django_db
# Of the cast: `subtree_secretary` leads the committee above the branch of `secretary`.
HIGHER = {"subtree_secretary", "staff"}
MAY = {
    PREPARE: {"secretary", *HIGHER},
    GUIDE: HIGHER,
    DECIDE: HIGHER,
    CONFIRM: HIGHER,
    EXTEND: HIGHER,
    "elections.add_termextension": {"secretary", *HIGHER},
}


def put(obj, status: str):
    type(obj).objects.filter(pk=obj.pk).update(status=status)
    obj.status = status
    return obj


def take(obj, step: str, by):
    """The step, taken back again."""
    with transaction.atomic():
        moved = advance(obj, step, by=by, note="说明")
        assert history_of(obj)[0].by == by
        transaction.set_rollback(True)
    return moved


def walk(table: Lifecycle, obj, states, people) -> int:
    taken = 0
    for transition in table.transitions:
        for status in set(states) - set(transition.sources):
            put(obj, status)
            with pytest.raises(StepRefused, match=f"“{transition.label}”要从"):
                take(obj, transition.step, people["staff"])
        for status, name in itertools.product(transition.sources, people):
            put(obj, status)
            if name in MAY[transition.permission]:
                moved = take(obj, transition.step, people[name])
                assert moved.status == transition.target, f"{status} × {transition.step} × {name}"
                taken += 1
            else:
                with pytest.raises(PermissionDenied):
                    take(obj, transition.step, people[name])
    return taken


def expected(table: Lifecycle) -> int:
    return sum(len(t.sources) * len(MAY[t.permission]) for t in table.transitions)


def test_every_step_of_a_renewal_from_every_state_by_every_role(users, body):
    renewal = renewal_in(Status.HELD, body)
    renewal.next_term_years = 3
    renewal.save()
    Election.objects.update(in_office_on=body.held_on)
    assert walk(RENEWAL, renewal, Status, users.named()) == expected(RENEWAL)


def test_every_step_of_an_election_from_every_state_by_every_role(users, body):
    election = by_election(body)
    report(election, body)
    Election.objects.update(in_office_on=body.held_on, doc_no="1号")
    states = Election._meta.get_field("status").choices
    taken = walk(ELECTION, election, [value for value, _ in states], users.named())
    assert taken == expected(ELECTION)


def test_every_step_of_an_extension_from_every_state_by_every_role(users, body):
    extension = services.ask_extension(
        term=body.term, asked_until=months_after(body.term.ends_on, 6), reason="调整", by=None
    )
    TermExtension.objects.update(doc_no="1号", decided_on=body.today)
    states = TermExtension._meta.get_field("status").choices
    taken = walk(EXTENSION, extension, [value for value, _ in states], users.named())
    assert taken == expected(EXTENSION)


@pytest.mark.parametrize(
    ("status", "step", "sentence"),
    [
        (Status.NOTIFIED, "ask", "请先填写拟召开日期、拟设委员名额"),
        (Status.APPROVED, "approve_list", "还没有候选人预备人选名单，请先登记（R-TERM-03）"),
        (Status.LIST_APPROVED, "hold", "还没有选举结果，请先登记选举结果"),
        (Status.REQUESTED, "send_back", "退回请示必须写明原因"),
        (Status.REQUESTED, "cancel", "撤销换届必须写明原因"),
    ],
)
def test_step_without_what_it_asks_for_is_refused(body, status, step, sentence):
    renewal = renewal_in(status, body)
    with pytest.raises(StepRefused, match=sentence):
        advance(renewal, step, by=None)
    renewal.refresh_from_db()
    assert renewal.status == status


def test_renewal_of_a_body_that_is_gone_goes_no_further(city, body):
    renewal = renewal_in(Status.DUE, body)
    city.branch.dissolved_on = body.today
    city.branch.save()
    with pytest.raises(StepRefused, match="不再换届"):
        advance(renewal, "notify", by=None)
    assert advance(renewal, "cancel", by=None, note="已撤销").status == Status.CANCELLED


def test_papers_of_an_ended_renewal_stay(body):
    renewal = renewal_in(Status.CONFIRMED, body)
    with pytest.raises(ValidationError, match="材料和结果不能再改"):
        services.add_paper(renewal=renewal, kind=PaperKind.REPORT, entry=paper(body), by=None)
