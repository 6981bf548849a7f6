"""Run over a database of the bench: the cookies of a secretary and a leader, their pages and what
they ask.

`python -m bench.targets` prints one JSON object; the environment names the database.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from statistics import median

from bench.places import PROJECT, environment

SIGN_IN = "apps.accounts.backends.SignInBackend"
ATTENDANCES = 15
OPENINGS = 9


@dataclass(frozen=True)
class Targets:
    """Paths and cookies by the name of their page; queries and their time by the name of their figure."""

    cookies: dict[str, str]
    paths: dict[str, str]
    queries: dict[str, float]


def targets_of(database: str, module: str = "bench.targets") -> Targets:
    """Ask a process of its own, since a process of Django has one database for life."""
    command = [sys.executable, "-m", module]
    done = subprocess.run(
        command, cwd=PROJECT, env=environment(database), check=True, stdout=subprocess.PIPE
    )
    return Targets(**json.loads(done.stdout))


class FormReader(HTMLParser):
    """What a browser would send of the first form that posts to this page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._textarea = name
        elif tag == "option" and self._select and "selected" in given:
            self._add(self._select, given.get("value", ""))
        elif tag == "input" and name and self._is_sent(given):
            is_box = given.get("type") in ("checkbox", "radio")
            self._add(name, given.get("value", "on" if is_box else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self._select = self._textarea = ""

    def handle_data(self, text: str) -> None:
        if self._textarea:
            self._add(self._textarea, text.removeprefix("\n"))

    def _is_sent(self, given: dict[str, str]) -> bool:
        kind = given.get("type", "text")
        if kind in ("checkbox", "radio"):
            return "checked" in given
        return kind not in ("submit", "button", "file")

    def _add(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)


def main() -> None:
    import django

    django.setup()
    print(json.dumps(_collect()))


def _collect() -> dict:
    from apps.accounts.models import User
    from apps.branches.choices import Role
    from apps.portal.city.accounts import GRANTED, SECRETARY

    secretary = User.objects.get(username=SECRETARY.username)
    leads = next(account for account in GRANTED if account.role == Role.LEADER)
    leader = User.objects.get(username=leads.username)
    found: dict[str, dict] = {"cookies": {}, "paths": {}, "queries": {}}
    for user, paths in ((secretary, _paths(secretary)), (leader, _leader_paths())):
        add(found, user, paths)
    found["queries"]["leader_page_sql_ms"] = _sql_ms(_client(leader), found["paths"]["lead"])
    found["queries"]["save_meeting_queries"] = _queries_of_saving()
    return found


def add(found: dict[str, dict], user, paths: dict[str, str]) -> None:
    """Cookie, address and number of queries of each of these pages, as the user opens them."""
    client = _client(user)
    cookie = "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())
    found["cookies"] |= dict.fromkeys(paths, cookie)
    found["paths"] |= paths
    found["queries"] |= {
        f"page_{name}_queries": _queries(client, path) for name, path in paths.items()
    }


def _client(user):
    from django.test import Client

    client = Client()
    client.force_login(user, backend=SIGN_IN)
    return client


def _paths(user) -> dict[str, str]:
    from django.urls import reverse

    from apps.branches.models import Organisation
    from apps.meetings.choices import MeetingKind
    from apps.meetings.models import Meeting
    from apps.sixlights.models import Campaign

    branch = Organisation.objects.visible_to(user).branches().get()
    meeting = (
        Meeting.objects.effective().filter(organisation=branch, kind=MeetingKind.THEME_DAY).first()
    )
    return {
        "floor": reverse("bench_floor"),
        "home": reverse("portal:home"),
        "list": reverse("meetings:meeting_list"),
        "meeting": meeting.get_absolute_url(),
        "campaign": Campaign.objects.get(code="six_micros").get_absolute_url(),
        "news": reverse("news:home"),
    }


def _leader_paths() -> dict[str, str]:
    from django.urls import reverse

    from apps.zones.models import Zone

    return {
        "lead": reverse("portal:lead"),
        "zone": Zone.objects.filter(number=1).first().get_absolute_url(),
        "zones": reverse("portal:zone_overview"),
    }


def _queries(client, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)  # what is kept for the life of the process is not the page's
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return len(asked)


def _sql_ms(client, path: str) -> float:
    """What the database takes for all questions of a page: the median of some openings."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken = []
    for _ in range(OPENINGS):
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        taken.append(1000 * sum(float(query["time"]) for query in asked.captured_queries))
    return median(taken)


def _queries_of_saving() -> int:
    """File a theme day of fifteen as the browser would; nothing of it stays."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    with transaction.atomic():
        user, path = _branch_of_fifteen()
        client = _client(user)
        values = _filled(client.get(path))
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(path, values)
        if answer.status_code != 302:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        transaction.set_rollback(True)
    # Savepoints are there only because the transaction around them is ours.
    return sum("SAVEPOINT" not in query["sql"] for query in asked.captured_queries)


def _branch_of_fifteen():
    """A secretary whose branch has as many members today, and the address of his form."""
    from django.db.models import Count, Q
    from django.urls import reverse
    from django.utils import timezone

    from apps.branches.models import Appointment
    from apps.meetings.choices import MeetingKind

    today = timezone.localdate()
    open_today = Q(organisation__memberships__valid_from__lte=today) & Q(
        organisation__memberships__valid_to=None
    )
    posts = (
        Appointment.objects.valid_on(today)
        .secretaries()
        .filter(organisation__kind="branch", person__user__is_active=True)
        .annotate(members=Count("organisation__memberships", filter=open_today))
        .order_by("organisation__pk")
    )
    post = posts.filter(members=ATTENDANCES).first()
    query = f"organisation={post.organisation.uuid}&kind={MeetingKind.THEME_DAY.value}"
    return post.person.user, f"{reverse('meetings:meeting_create')}?{query}"


def _filled(page) -> dict[str, list[str]]:
    reader = FormReader()
    reader.feed(page.content.decode())
    typed = {"place": "三楼会议室", "first_topic": "《中国共产党章程》", "minutes": "学习并讨论。"}
    return reader.values | {name: [value] for name, value in typed.items()}


if __name__ == "__main__":
    main()
