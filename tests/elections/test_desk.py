"""The desk of elections: queues that lead to their rows, lists, verbs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.core import desk
from apps.core.periods import months_after
from apps.elections import services
from apps.elections.choices import RenewalStatus as Status
from apps.elections.models import Election, Renewal, TermExtension
from tests.elections.conftest import by_election, make_body, renewal_in, report

pytestmark = pytest.mark.django_db


def page(model: str, verb: str, *args) -> str:
    return reverse(f"admin:elections_{model}_{verb}", args=args)


def test_queues_lead_to_exactly_their_rows(city, users, as_user):
    renewal_in(Status.DUE, make_body(city.branch, ends_in=-3))
    waiting = make_body(city.sibling)
    renewal_in(Status.REQUESTED, waiting)
    by_election(waiting)
    services.ask_extension(
        term=waiting.term,
        asked_until=months_after(waiting.term.ends_on, 1),
        reason="调整",
        by=None,
    )
    client = as_user(users.staff)
    words = ("换届", "补选")
    found = {
        e["label"]: e for e in desk.waiting_for(users.staff) if any(w in e["label"] for w in words)
    }
    for label in (
        "待提醒的换届",
        "待批复的换届",
        "待批复的补选",
        "待批复的延期换届",
        "换届逾期的党组织",
    ):
        entry = found[label]
        assert entry["count"] == 1, label
        assert client.get(entry["link"]).context["cl"].result_count == 1, label


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_lists(number, city, users, as_user, django_assert_num_queries):
    for organisation in (city.branch, city.sibling, city.other_branch)[:number]:
        renewal_in(Status.HELD, make_body(organisation))
    client = as_user(users.staff)
    for model, count in (("renewal", 9), ("election", 9), ("termextension", 7)):
        client.get(page(model, "changelist"))
        with django_assert_num_queries(count):
            assert client.get(page(model, "changelist")).status_code == 200


def test_staff_take_a_renewal_through_its_steps(users, as_user, body):
    client = as_user(users.staff)
    client.post(page("renewal", "add"), {"term": body.term.pk})
    renewal = Renewal.objects.get()
    assert client.get(page("renewal", "change", renewal.pk)).status_code == 200
    client.post(page("renewal", "notify", renewal.pk), {"doc_no": "1号"})
    renewal.refresh_from_db()
    assert renewal.status == Status.NOTIFIED
    client.post(page("renewal", "cancel", renewal.pk), {"note": "登记错了"})
    assert Renewal.objects.get().status == Status.CANCELLED
    renewal = renewal_in(Status.REQUESTED, body)
    decided = {"doc_no": "市直工委〔2026〕1号", "dated_on": body.today, "title": ""}
    client.post(page("renewal", "approve", renewal.pk), decided)
    renewal.refresh_from_db()
    assert renewal.status == Status.APPROVED


def test_staff_confirm_a_result_and_are_told_what_bars_it(users, as_user, body):
    renewal = renewal_in(Status.HELD, body)
    client = as_user(users.staff)
    decided = {"doc_no": "2号", "dated_on": body.today, "in_office_on": body.held_on}
    Election.objects.update(present=7, ballots=7)
    told = client.post(page("renewal", "confirm", renewal.pk), decided | {"term_years": "3"})
    assert "R-TERM-04" in told.text
    Election.objects.update(present=9, ballots=9)
    told = client.post(page("renewal", "confirm", renewal.pk), decided | {"term_years": "三"})
    assert "任期写成 1 到 5 的整数" in told.text
    client.post(page("renewal", "confirm", renewal.pk), decided | {"term_years": "3"})
    renewal.refresh_from_db()
    assert renewal.status == Status.CONFIRMED


def test_staff_enter_and_approve_an_extension(users, as_user, body):
    client = as_user(users.staff)
    until = body.term.ends_on + timedelta(days=30)
    given = {"term": body.term.pk, "asked_until": until, "reason": "调整"}
    client.post(page("termextension", "add"), given)
    extension = TermExtension.objects.get()
    client.post(
        page("termextension", "approve", extension.pk), {"doc_no": "1号", "decided_on": body.today}
    )
    body.term.refresh_from_db()
    assert body.term.ends_on == until


def test_by_election_is_settled_at_the_desk(users, as_user, body):
    client = as_user(users.staff)
    void = by_election(body)
    assert client.get(page("election", "change", void.pk)).status_code == 200
    client.post(page("election", "void", void.pk), {"note": "填错"})
    kept = by_election(body)
    report(kept, body)
    client.post(page("election", "confirm", kept.pk), {"in_office_on": body.today, "doc_no": "1号"})
    void.refresh_from_db()
    kept.refresh_from_db()
    assert (void.status, kept.status) == ("void", "confirmed")


def test_list_begins_with_what_is_under_way_and_says_what_is_late(city, users, as_user):
    over = renewal_in(Status.HELD, make_body(city.branch, ends_in=-3))
    Renewal.objects.filter(pk=over.pk).update(status=Status.CONFIRMED)
    late = renewal_in(Status.NOTIFIED, make_body(city.sibling, ends_in=-2))
    ahead = renewal_in(Status.NOTIFIED, make_body(city.other_branch))
    shown = as_user(users.staff).get(page("renewal", "changelist"))
    assert list(shown.context["cl"].result_list) == [late, ahead, over]
    assert shown.text.count("已提醒，届满未换届") == 1
    told = as_user(users.staff).get(page("renewal", "change", late.pk)).text
    assert "届满日期" in told
    assert "请抓紧：本组织报送换届请示" in told
