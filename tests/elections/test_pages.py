"""The calendar, the page of a renewal, its forms and their sentences."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.formats import date_format

from apps.branches.choices import Post
from apps.core.models import Document
from apps.core.periods import Cycle, Period
from apps.elections import services
from apps.elections.choices import PaperKind
from apps.elections.choices import RenewalStatus as Status
from apps.elections.models import Election, Renewal, RenewalPaper, TermExtension
from apps.notices.models import Notice
from tests.core.upload_corpus import picture
from tests.elections.conftest import by_election, make_body, paper, renewal_in, report, result

pytestmark = pytest.mark.django_db
KEY = "7d3f0c9e-9d5e-4a0c-8c53-0f1a2b3c4d5e"


def page(name: str, row, *args) -> str:
    return reverse(f"elections:{name}", args=[row.uuid, *args])


def rows(prefix: str, entries: list[dict]) -> dict[str, str]:
    sent = {f"{prefix}-TOTAL_FORMS": str(len(entries)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, entry in enumerate(entries):
        sent |= {f"{prefix}-{number}-{name}": str(value) for name, value in entry.items()}
    return sent


def sent_result(body, **given) -> dict[str, str]:
    seats = [
        {"post": "committee_member", "seats": 3},
        {"post": "secretary", "seats": 1, "by_committee": "on", "present": 3},
    ]
    stood = [
        {"person": person.uuid, "post": "committee_member", "ayes": ayes}
        for person, ayes in zip(body.people, (9, 8, 7, 3), strict=False)
    ]
    for entry in stood[:3]:
        entry["is_elected"] = "on"
    chosen = {"person": body.people[0].uuid, "post": "secretary", "ayes": 3, "is_elected": "on"}
    stated = {"body": "meeting", "entitled": 10, "present": 9, "ballots": 9, "form_key": KEY}
    stated["held_on"] = body.held_on
    return {
        **{name: str(value) for name, value in (stated | given).items()},
        **rows("seats", seats),
        **rows("candidates", [*stood, chosen]),
    }


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_calendar(number, city, users, as_user, django_assert_num_queries):
    for organisation in (city.branch, city.sibling, city.other_branch)[:number]:
        renewal_in(Status.NOTIFIED, make_body(organisation, ends_in=-3))
    client = as_user(users.staff)
    client.get(reverse("elections:renewal_list"))
    with django_assert_num_queries(7):
        shown = client.get(reverse("elections:renewal_list"))
    assert [len(month.lines) for month in shown.context["months"]] == [number]
    assert "届满未换届" in shown.text


def test_calendar_shows_what_one_sees_and_the_years_ahead(city, users, as_user):
    near, far = make_body(city.branch, ends_in=-3), make_body(city.sibling, ends_in=800)
    make_body(city.other_branch, ends_in=-3)
    client = as_user(users.subtree_secretary)
    shown = client.get(reverse("elections:renewal_list"))
    assert near.organisation.name in shown.text
    assert city.other_branch.name not in shown.text
    address = reverse("elections:renewal_list")
    for cycle in Cycle:
        period = Period.containing(far.term.ends_on, cycle)
        for key, is_there in ((period.key, True), (period.previous.key, False)):
            asked = client.get(f"{address}?period={key}")
            assert (far.organisation.name in asked.text) is is_there, key
    assert near.organisation.name in client.get(f"{address}?period=nonsense").text


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_a_renewal(number, users, as_user, body, django_assert_num_queries):
    renewal = renewal_in(Status.APPROVED, body)
    for _ in range(number):
        services.add_paper(renewal=renewal, kind=PaperKind.CANDIDATES, entry=paper(body), by=None)
    client = as_user(users.staff)
    client.get(renewal.get_absolute_url())
    with django_assert_num_queries(21):
        client.get(renewal.get_absolute_url())


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_a_term_and_of_its_by_elections(
    number, users, as_user, body, django_assert_num_queries
):
    for _ in range(number):
        election = by_election(body)
    for _ in range(number):
        report(election, body)
    own = as_user(users.secretary)
    for address, count in (
        (page("term_detail", body.term), 11),
        (election.get_absolute_url(), 18),
        (page("election_update", election), 9),
        (page("by_election_create", body.term), 10),
    ):
        own.get(address)
        with django_assert_num_queries(count):
            assert own.get(address).status_code == 200


@pytest.mark.parametrize("status", list(Status)[:-1])
def test_renewal_is_read_in_every_state(status, users, as_user, body):
    renewal = renewal_in(status, body)
    # With the new term the old secretary's role has ended; he reads on for some days.
    for user in (users.secretary, users.subtree_secretary, users.staff, users.leader):
        shown = as_user(user).get(renewal.get_absolute_url())
        assert shown.status_code == 200
        assert shown.context["next_step"] in shown.text
    assert as_user(users.stranger).get(renewal.get_absolute_url()).status_code == 404


def test_secretary_asks_and_the_higher_body_approves(users, as_user, body):
    renewal = renewal_in(Status.NOTIFIED, body)
    own, higher = as_user(users.secretary), as_user(users.subtree_secretary)
    asked = {
        "planned_on": body.term.ends_on,
        "body": "meeting",
        "seats": 3,
        "form_key": KEY,
        "title": "请示",
        "doc_no": "财〔2026〕1号",
        "dated_on": body.today,
        "file": SimpleUploadedFile("请示.jpg", picture("JPEG")),
    }
    for _ in range(2):  # a double click
        assert own.post(page("renewal_ask", renewal), asked).status_code == 302
        asked["file"] = SimpleUploadedFile("请示.jpg", picture("JPEG"))
    request = RenewalPaper.objects.get(kind=PaperKind.REQUEST)
    assert b"".join(own.get(page("paper_file", request)).streaming_content)
    assert own.get(page("renewal_approve", renewal)).status_code == 403
    sent = {"form_key": KEY, "dated_on": body.today, "doc_no": ""}
    refused = higher.post(page("renewal_approve", renewal), sent)
    assert refused.status_code == 422
    assert "请填写批复文号" in refused.text
    higher.post(page("renewal_approve", renewal), sent | {"doc_no": "财机党〔2026〕2号"})
    assert Renewal.objects.get().status == Status.APPROVED


def test_list_can_be_approved_once_it_has_come(users, as_user, body):
    renewal = renewal_in(Status.APPROVED, body)
    higher = as_user(users.subtree_secretary)
    assert "批准候选人预备人选" not in higher.get(renewal.get_absolute_url()).text
    services.add_paper(renewal=renewal, kind=PaperKind.CANDIDATES, entry=paper(body), by=None)
    assert "批准候选人预备人选" in higher.get(renewal.get_absolute_url()).text


def test_result_is_recorded_and_what_cannot_be_is_told_at_its_section(users, as_user, body):
    renewal = renewal_in(Status.LIST_APPROVED, body)
    client, address = as_user(users.secretary), page("election_create", renewal)
    shown = client.get(address)
    assert 'value="11"' in shown.text  # the electors are counted already
    # Four of the members that stand for three seats, and whom the committee elects from them.
    assert len(shown.context["form"].sections["candidates"].forms) == 9
    Renewal.objects.update(seats=9)
    assert len(client.get(address).context["form"].sections["candidates"].forms) == 16
    refused = client.post(address, sent_result(body, ballots=8))
    assert refused.status_code == 422
    assert "得 9 票，多于收回选票 8 张" in refused.text
    assert str(body.people[0].uuid) in refused.text
    assert client.post(address, sent_result(body)).status_code == 302
    client.post(address, sent_result(body))
    election = Election.objects.get()
    assert election.candidates.filter(is_elected=True).count() == 4
    assert "都符合规定" in client.get(election.get_absolute_url()).text


def test_result_that_is_barred_is_told_on_the_page_of_its_renewal(users, as_user, body):
    candidates = tuple(replace(c, ayes=min(c.ayes, 6)) for c in result(body).candidates)
    renewal = renewal_in(Status.HELD, body, present=7, ballots=7, candidates=candidates)
    shown = as_user(users.secretary).get(renewal.get_absolute_url())
    assert "至少到会 8 人，实到 7 人（R-TERM-04）" in shown.text


def test_confirmation_begins_the_new_term(city, users, as_user, body):
    renewal = renewal_in(Status.HELD, body)
    client = as_user(users.staff)
    known = client.get(page("renewal_confirm", renewal)).context["form"]
    assert known["in_office_on"].value() == body.held_on
    sent = {"form_key": KEY, "in_office_on": body.held_on, "term_years": 3}
    sent |= {"dated_on": body.today, "doc_no": "市直工委〔2026〕3号"}
    assert client.post(page("renewal_confirm", renewal), sent).status_code == 302
    secretary = city.branch.appointments.filter(post=Post.SECRETARY, valid_to=None).get()
    assert secretary.person == body.people[0]


def test_by_election_and_extension_are_asked_and_decided(users, as_user, body):
    own, higher = as_user(users.secretary), as_user(users.subtree_secretary)
    unasked = own.post(page("by_election_create", body.term), sent_result(body))
    assert "请填写上级同意补选的批复文号" in unasked.text
    before = body.held_on - timedelta(days=9)
    papers = {"requested_on": before, "approved_on": before, "approval_no": "财机党〔2026〕9号"}
    made = own.post(page("by_election_create", body.term), sent_result(body, **papers))
    election = Election.objects.get()
    assert made.headers["Location"] == election.get_absolute_url()
    asked = {"form_key": KEY[:-1] + "f", "reason": "调整"}
    asked["asked_until"] = body.term.ends_on + timedelta(days=400)
    late = own.post(page("extension_create", body.term), asked)
    assert "一般不超过 12 个月" in late.text
    asked["asked_until"] = body.term.ends_on + timedelta(days=90)
    own.post(page("extension_create", body.term), asked)
    extension = TermExtension.objects.get()
    told = Notice.objects.get(text__contains="申请延期换届")
    assert told.user == users.subtree_secretary
    assert own.get(page("extension_approve", extension)).status_code == 403
    renewal = renewal_in(Status.DUE, body)
    for address in (extension.get_absolute_url(), renewal.get_absolute_url()):
        # Taken back by whoever asked, refused by the higher body; a second one is not offered.
        mine, theirs = own.get(address).text, higher.get(address).text
        assert ("撤回申请" in mine, "不予延期" in mine) == (True, False)
        assert ("不予延期" in theirs, "批复延期" in theirs) == (True, True)
        assert page("extension_create", body.term) not in mine
    decided = {"form_key": KEY, "doc_no": "1号", "decided_on": body.today}
    higher.post(page("extension_approve", extension), decided)
    body.term.refresh_from_db()
    assert body.term.ends_on == extension.asked_until
    first = f"原定{date_format(extension.ended_on, 'Y年n月j日')}"
    for address in (extension.get_absolute_url(), renewal.get_absolute_url()):
        assert first in own.get(address).text
    assert "还缺选举结果报告" in own.get(election.get_absolute_url()).text
    sent = {"form_key": KEY[:-1] + "b", "kind": "report", "title": "报告", "dated_on": body.today}
    own.post(page("by_election_paper", election), sent)
    confirmed = {"form_key": KEY[:-1] + "a", "doc_no": "2号", "in_office_on": body.today}
    higher.post(page("by_election_confirm", election), confirmed)
    election.refresh_from_db()
    assert election.status == "confirmed"
    assert own.get(page("by_election_word", election)).status_code == 200


def test_form_of_an_older_state_is_told_and_a_draft_goes_with_its_form(users, as_user, body):
    renewal = renewal_in(Status.REQUESTED, body)
    higher = as_user(users.subtree_secretary)
    address = page("renewal_approve", renewal)
    shown = higher.get(address).context
    assert shown["form"]["version"].value() == renewal.version
    draft = {
        "form": shown["draft_form"],
        "key": KEY,
        "content": {"doc_no": "2号"},
        "version": renewal.version,
    }
    kept = higher.post(reverse("core:form_draft"), draft, content_type="application/json")
    assert kept.json()["current"]["version"] == renewal.version
    Renewal.objects.update(version=renewal.version + 1)
    sent = {"form_key": KEY, "version": renewal.version, "dated_on": body.today, "doc_no": "2号"}
    stale = higher.post(address, sent)
    assert (stale.status_code, "已被别人改过" in stale.text) == (422, True)
    form = stale.context["form"]
    sent |= {"form_key": form["form_key"].value(), "version": form["version"].value()}
    for _ in range(2):  # a double click
        assert higher.post(address, sent).status_code == 302
    assert Renewal.objects.get().status == Status.APPROVED


def test_result_is_put_right_on_its_page(users, as_user, body):
    renewal_in(Status.HELD, body)
    election, own = Election.objects.get(), as_user(users.secretary)
    address = page("election_update", election)
    shown = own.get(address)
    assert str(body.people[0].uuid) in shown.text
    # Lines for who was left out.
    assert len(shown.context["form"].sections["candidates"].forms) == 5 + 3
    assert as_user(users.leader).get(address).status_code == 403
    sent = sent_result(body, entitled=11, version=election.version)
    for _ in range(2):
        assert own.post(address, sent).status_code == 302
    election.refresh_from_db()
    assert (election.entitled, election.version) == (11, 2)


def test_paper_is_taken_away_by_whoever_may_enter_it(users, as_user, body):
    renewal = renewal_in(Status.APPROVED, body)
    kept = RenewalPaper.objects.get(kind=PaperKind.APPROVAL)
    own = as_user(users.secretary)
    assert own.post(page("paper_remove", kept)).status_code == 403
    mine = services.add_paper(
        renewal=renewal, kind=PaperKind.CANDIDATES, entry=paper(body), by=users.secretary
    )
    own.post(page("paper_remove", mine))
    assert not RenewalPaper.objects.filter(pk=mine.pk).exists()


def test_letters_are_printed_for_whoever_sees_the_renewal(users, as_user, body):
    renewal = renewal_in(Status.CONFIRMED, body)
    client = as_user(users.subtree_secretary)
    for kind in ("notice", "approval", "result_approval"):
        made = client.post(page("letter_paper", renewal, kind), follow=True)
        assert b"".join(made.streaming_content).startswith(b"%PDF")
        assert client.get(page("letter_word", renewal, kind)).status_code == 200
    assert Document.objects.filter(kind=f"elections.letter:{renewal.uuid}").count() == 3
    assert client.post(page("letter_paper", renewal, "request")).status_code == 404
    document = Document.objects.filter(kind__startswith="elections.letter").first()
    download = reverse("core:document_download", args=[document.uuid])
    assert as_user(users.stranger).get(download).status_code == 404


def test_result_of_the_past_is_refused_once_another_stands(body):
    renewal = renewal_in(Status.HELD, body)
    with pytest.raises(ValidationError, match="已登记了选举结果|不能登记选举结果"):
        services.record_election(renewal=renewal, entry=result(body), by=None)
