"""The calendar, the page of a renewal, its forms and their sentences."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.branches.choices import Post
from apps.core.models import Document
from apps.elections import services
from apps.elections.choices import PaperKind
from apps.elections.choices import RenewalStatus as Status
from apps.elections.models import Election, Renewal, RenewalPaper, TermExtension
from tests.core.upload_corpus import picture
from tests.elections.conftest import make_body, paper, renewal_in, result

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
    year = client.get(f"{reverse('elections:renewal_list')}?year={far.term.ends_on.year}")
    assert far.organisation.name in year.text
    assert client.get(f"{reverse('elections:renewal_list')}?year=nonsense").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_a_renewal(number, users, as_user, body, django_assert_num_queries):
    renewal = renewal_in(Status.APPROVED, body)
    for _ in range(number):
        services.add_paper(renewal=renewal, kind=PaperKind.CANDIDATES, entry=paper(body), by=None)
    client = as_user(users.staff)
    client.get(renewal.get_absolute_url())
    with django_assert_num_queries(11):
        client.get(renewal.get_absolute_url())


@pytest.mark.parametrize("status", list(Status)[:-1])
def test_renewal_is_read_in_every_state(status, users, as_user, body):
    renewal = renewal_in(status, body)
    # With the new term the old secretary's role has ended.
    own = () if status == Status.CONFIRMED else (users.secretary,)
    for user in (*own, users.subtree_secretary, users.staff, users.leader):
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


def test_result_is_recorded_and_what_cannot_be_is_told_at_its_section(users, as_user, body):
    renewal = renewal_in(Status.LIST_APPROVED, body)
    client, address = as_user(users.secretary), page("election_create", renewal)
    assert 'value="11"' in client.get(address).text  # the electors are counted already
    refused = client.post(address, sent_result(body, ballots=8))
    assert refused.status_code == 422
    assert "得 9 票，多于收回选票 8 张" in refused.text
    assert str(body.people[0].uuid) in refused.text
    assert client.post(address, sent_result(body)).status_code == 302
    client.post(address, sent_result(body))
    election = Election.objects.get()
    assert election.candidates.filter(is_elected=True).count() == 4
    assert "都符合规定" in client.get(election.get_absolute_url()).text


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
    made = own.post(page("by_election_create", body.term), sent_result(body))
    election = Election.objects.get()
    assert made.headers["Location"] == election.get_absolute_url()
    asked = {"form_key": KEY[:-1] + "f", "reason": "调整"}
    asked["asked_until"] = body.term.ends_on + timedelta(days=400)
    late = own.post(page("extension_create", body.term), asked)
    assert "一般不超过 12 个月" in late.text
    asked["asked_until"] = body.term.ends_on + timedelta(days=90)
    own.post(page("extension_create", body.term), asked)
    extension = TermExtension.objects.get()
    assert own.get(page("extension_approve", extension)).status_code == 403
    decided = {"form_key": KEY, "doc_no": "1号", "decided_on": body.today}
    higher.post(page("extension_approve", extension), decided)
    body.term.refresh_from_db()
    assert body.term.ends_on == extension.asked_until
    confirmed = {"form_key": KEY[:-1] + "a", "doc_no": "2号", "in_office_on": body.today}
    higher.post(page("by_election_confirm", election), confirmed)
    election.refresh_from_db()
    assert election.status == "confirmed"


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
