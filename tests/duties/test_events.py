"""Duties about something with a day of its own: terms that end, issues whose deadline comes."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from apps.branches.models import Term
from apps.core.periods import Period
from apps.duties import todo
from apps.duties.engine import Duty, DutyState, survey
from apps.duties.todo import Entry
from apps.inspections.choices import IssueStatus
from apps.inspections.models import Issue

pytestmark = pytest.mark.django_db
YEAR, ENDS, AFTER = Period.year(2026), date(2026, 8, 12), date(2027, 1, 1)
ELECTION, ISSUES = "election_in_time", "issues_closed_in_time"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _rules(db):
    call_command("loaddata", "duty_rules", verbosity=0)


def entries_of(organisation, key: str, today: date = AFTER) -> list[Entry]:
    ((body, duties),) = survey([organisation.pk], YEAR, today=today)
    return todo.entries(body, [duty for duty in duties if duty.rule.key == key], today)


def duty_of(organisation, key: str, today: date = AFTER) -> Duty:
    (entry,) = entries_of(organisation, key, today)
    return entry.duty


def term_of(organisation) -> Term:
    return Term.objects.create(
        organisation=organisation, number=1, term_years=3, starts_on=date(2023, 8, 12), ends_on=ENDS
    )


def test_term_is_a_duty_of_the_month_in_which_it_ends(city):
    """It is done by the election that closes the term in time, and by nothing later."""
    term = term_of(city.branch)
    assert entries_of(city.sibling, ELECTION) == []
    duty = duty_of(city.branch, ELECTION, today=ENDS)
    assert (duty.period, duty.due_on, duty.state) == (
        Period.month(2026, 8),
        ENDS,
        DutyState.PENDING,
    )
    assert duty_of(city.branch, ELECTION, today=ENDS + DAY).state == DutyState.MISSING
    Term.objects.filter(pk=term.pk).update(closed_on=ENDS + DAY)
    assert duty_of(city.branch, ELECTION).state == DutyState.MISSING
    Term.objects.filter(pk=term.pk).update(closed_on=ENDS)
    done = duty_of(city.branch, ELECTION)
    assert (done.state, done.evidence) == (DutyState.DONE, (term.pk,))


def test_each_deadline_of_a_month_is_asked_for(city):
    """A void issue asks for nothing, and a deadline that was moved asks in its new month."""
    rows = [
        Issue.objects.create(
            organisation=city.committee,
            text="记录不全",
            found_on=ENDS - 30 * DAY,
            due_on=ENDS + n * DAY,
        )
        for n in range(4)
    ]
    Issue.objects.filter(pk=rows[0].pk).update(status=IssueStatus.VOID)
    Issue.objects.filter(pk=rows[1].pk).update(due_on=ENDS + 90 * DAY, first_due_on=ENDS)
    Issue.objects.filter(pk=rows[2].pk).update(status=IssueStatus.CLOSED, closed_on=ENDS)
    august, november = (entry.duty for entry in entries_of(city.committee, ISSUES))
    assert (august.required, august.done, august.due_on) == (2, 1, ENDS + 3 * DAY)
    assert (november.required, november.state) == (1, DutyState.MISSING)


def test_event_leads_to_the_page_where_it_is_dealt_with(city):
    """It has no form of a record: it is neither on the list of things to record nor reminded of."""
    term_of(city.branch)
    (entry,) = entries_of(city.branch, ELECTION, today=ENDS - DAY)
    assert (entry.title, entry.deadline, entry.is_actionable) == ("8月届满前换届", "还剩1天", False)
    assert entry.handled_url == reverse("elections:renewal_list")
