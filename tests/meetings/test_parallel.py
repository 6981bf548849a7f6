"""Twenty at once (F14, F15): threads with connections of their own against the real database."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from apps.meetings.models import Meeting
from apps.meetings.services import log_meeting
from tests.meetings.conftest import form_values, sitting_of

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 20


def all_at_once(work) -> list:
    """Run `work(number)` in twenty threads that start together."""
    start = threading.Barrier(CROWD)

    def one(number: int):
        start.wait()
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(one, range(CROWD)))


@pytest.fixture
def clients(as_user, users):
    return [as_user(users.secretary) for _ in range(CROWD)]


def test_twenty_posts_of_one_form_make_one_record(city, committee, clients):
    values = form_values(city.branch)
    path = reverse("meetings:meeting_create")
    answers = all_at_once(lambda n: clients[n].post(path, values))
    meeting = Meeting.objects.get()
    receipt = reverse("meetings:meeting_receipt", args=[meeting.uuid])
    assert {(a.status_code, a["Location"]) for a in answers} == {(302, receipt)}
    assert meeting.attendances.count() == 7


def test_twenty_editors_one_accepted_nineteen_told(city, users, committee, clients):
    draft = log_meeting(
        organisation=city.branch, sitting=sitting_of(city.branch), by=users.secretary, file=False
    )
    path = reverse("meetings:meeting_update", args=[draft.uuid])
    values = form_values(city.branch, version="1", save="draft")
    answers = all_at_once(lambda n: clients[n].post(path, {**values, "place": f"{n}号会议室"}))
    accepted = [n for n, a in enumerate(answers) if a.status_code == 302]
    told = [n for n, a in enumerate(answers) if a.status_code == 409]
    draft.refresh_from_db()
    assert (len(accepted), len(told)) == (1, 19)
    assert draft.place == f"{accepted[0]}号会议室"
    assert all(f"{n}号会议室" in answers[n].content.decode() for n in told)


def test_twenty_records_at_once_get_twenty_numbers(city, users, committee):
    sitting = sitting_of(city.branch)
    all_at_once(
        lambda n: log_meeting(organisation=city.branch, sitting=sitting, by=users.secretary)
    )
    numbers = Meeting.objects.values_list("seq_no", flat=True).order_by("seq_no")
    assert list(numbers) == list(range(1, CROWD + 1))
