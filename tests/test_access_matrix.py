"""Every route × every role × own and foreign rows × GET and POST, against tests/access_table.py.

The routes come from the URL resolver, the rows are real, and after each refused POST nothing in
the business tables may have changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from functools import cache

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import middleware
from django.db import connection, transaction
from django.test import Client, override_settings

from apps.accounts.models import User
from apps.branches.scope import held_roles
from apps.contacts.models import ContactPoint
from tests import cast
from tests.access_routes import ALL, Route, address, make_rows, model_of
from tests.access_table import (
    ADMIN,
    ADMIN_LEADING_ON,
    ANONYMOUS,
    DESK,
    DISABLED,
    MODELS,
    PORTAL,
    VIEWING,
    WITHOUT_HISTORY,
    Page,
)
from tests.conftest import found_city, people_of, sign_in

OPEN, SIGN_IN, REFUSED, MISSING, WRONG = "open", "sign in", "403", "404", "405"
BROKEN = "500"
METHODS = ("GET", "POST")


@dataclass
class World:
    """Rows of both trees, and one signed-in client for each role."""

    clients: dict[str, Client]
    rows: dict[str, dict[str, object]]


@dataclass
class Walk:
    """What was found in one part of the matrix."""

    world: World
    failures: list[str] = field(default_factory=list)
    checks: int = 0


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def _file_store_of_its_own(settings, store):
    """The files of the world, which all parts share."""
    settings.FILE_ROOT = store


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, store) -> Iterator[World]:
    """Every call is taken back, so that all parts find the same world."""
    with (
        django_db_blocker.unblock(),
        override_settings(FILE_ROOT=store),
        taken_back(),
        callers_looked_up_once(),
    ):
        yield make_world()


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def callers_looked_up_once() -> Iterator[None]:
    """Nobody's account or roles change in this world: session, account and roles are read at the
    first call of each caller and not at every one."""
    known, look_up = {}, middleware.get_user

    def known_caller(request):
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key not in known:
            known[key] = look_up(request)
            held_roles(known[key])
        return copy(known[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(middleware, "get_user", known_caller)
        yield


def make_world() -> World:
    city = found_city()
    people = people_of(city).named() | {
        DISABLED: cast.make_user("disabled"),
        "contact_leader": leader_of(city.branch),
        "inspector": cast.make_user("inspector", person=cast.make_person("督查组员")),
    }
    clients = {name: sign_in(user) for name, user in people.items()} | {ANONYMOUS: Client()}
    people[DISABLED].is_active = False
    people[DISABLED].save()
    for client in clients.values():
        client.raise_request_exception = False
    own, other = make_rows(city.branch), make_rows(city.other_branch)
    return World(clients, {"own": own, "other": other})


def leader_of(branch) -> User:
    """Somebody who holds a contact point there and nothing else."""
    person = cast.make_person("联系领导")
    ContactPoint.objects.create(person=person, organisation=branch, valid_from=cast.FOUNDED)
    return cast.make_user("contact_leader", person=person)


@cache
def own_tables() -> list[str]:
    return [
        m._meta.db_table
        for c in apps.get_app_configs()
        if c.name.startswith("apps.")
        for m in c.get_models()
        if m._meta.label != "core.AuditEvent"
    ]


def business_state() -> tuple:
    """The number of rows of each of our tables; histories count changes, not only new rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ",".join(f'(SELECT count(*) FROM "{t}")' for t in own_tables()))
        return cursor.fetchone()


def rows_written() -> int:
    """How many rows of our tables this transaction has written, what it took back included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
            " WHERE relname = ANY(%s)",
            [own_tables()],
        )
        return cursor.fetchone()[0]


def outcome(response, role: str) -> str:
    location = response.headers.get("Location", "")
    if response.status_code == 302 and location.startswith("/account/login/"):
        return SIGN_IN
    if response.status_code == 302 and location.startswith("/admin/login/"):
        # The admin's own door sends strangers on to ours and refuses whoever is signed in.
        return SIGN_IN if role in (ANONYMOUS, DISABLED) else REFUSED
    if response.status_code == 302 and location == "/admin/":
        return MISSING  # how the admin says that there is no such row
    told = {403: REFUSED, 404: MISSING, 405: WRONG, 500: BROKEN}
    return told.get(response.status_code, OPEN)


def call(world: World, role: str, method: str, path: str) -> str:
    """What the portal answers; whoever calls takes back what was written."""
    client = world.clients[role]
    cookies = client.cookies.copy()
    response = client.generic(method, path)
    if response.streaming:
        b"".join(response)  # a file is closed when it has been read
    client.cookies = cookies
    return outcome(response, role)


def changed_by(world: World, roles: list[str], path: str) -> list[str]:
    """Whose POST leaves the business tables otherwise than it found them: exact, and slow."""
    before = business_state()
    return [role for role in roles if changes(world, role, path, before)]


def changes(world: World, role: str, path: str, before: tuple) -> bool:
    with taken_back():
        return call(world, role, "POST", path) != BROKEN and business_state() != before


def expected(entry: Page, role: str, method: str, relation: str) -> str:
    if role in (ANONYMOUS, DISABLED) and role not in entry.callers:
        return SIGN_IN
    if method not in entry.methods:
        return WRONG
    if role not in entry.callers:
        return REFUSED
    if entry.absent or (entry.rows and relation not in entry.sees(role)):
        return MISSING
    return OPEN


def compare(walk: Walk, route: Route, entry: Page, relation: str) -> None:
    """What the readers and the refused of an address leave is taken back for all of them at once:
    each has a session of his own."""
    path = address(route, walk.world.rows[relation])
    opening = {r for r in walk.world.clients if expected(entry, r, "POST", relation) == OPEN}
    refused = [role for role in walk.world.clients if role not in opening]
    with taken_back():
        for role in walk.world.clients:
            check(walk, route, entry, relation, role, "GET", path)
    for role in opening:
        with taken_back():
            check(walk, route, entry, relation, role, "POST", path)
    before = rows_written()
    with taken_back():
        for role in refused:
            check(walk, route, entry, relation, role, "POST", path)
    if rows_written() != before:  # and perhaps taken back
        for role in changed_by(walk.world, refused, path):
            walk.failures.append(f"POST {route.name} {role}: refused, but rows changed")


def check(
    walk: Walk, route: Route, entry: Page, relation: str, role: str, method: str, path: str
) -> None:
    answered = call(walk.world, role, method, path)
    wanted = expected(entry, role, method, relation)
    walk.checks += 1
    if answered not in acceptable(route, entry, role, method, wanted):
        walk.failures.append(f"{method} {route.name} {relation} {role}: {answered}, not {wanted}")


def acceptable(route: Route, entry: Page, role: str, method: str, wanted: str) -> set[str]:
    """A caller without the right may hear of it before or after the wrong method or the row."""
    if route.name == "admin:logout" and wanted == SIGN_IN:
        return {SIGN_IN, MISSING}  # leads to the desk's first page, which leads to the door
    if wanted == WRONG:
        return {WRONG} if role in entry.callers and not entry.rows else {WRONG, REFUSED, MISSING}
    if wanted == REFUSED and (entry.rows or route.is_admin):
        return {REFUSED, MISSING, WRONG}
    if wanted == OPEN and route.is_admin:
        return of_the_desk(route, method)
    return {wanted}


def of_the_desk(route: Route, method: str) -> set[str]:
    """An empty POST is answered by a form, or refused where nothing is to be sent; never by 500."""
    model = model_of(route)
    has_row = model is not None and model._base_manager.exists()
    found = {OPEN} if has_row or not route.arguments else {OPEN, MISSING}
    if route.name in ADMIN_LEADING_ON | WITHOUT_HISTORY:
        return {OPEN, MISSING, WRONG}
    return found if method == "GET" else {OPEN, REFUSED, MISSING, WRONG}


def test_every_route_of_the_portal_has_an_entry():
    found = {route.name for route in ALL if not route.is_admin}
    assert found == set(PORTAL)


def test_every_page_of_the_admin_has_an_entry():
    unknown = {r.name for r in ALL if r.is_admin and admin_entry(r) is None}
    assert unknown == set()
    assert set(MODELS) == {
        f"{m._meta.app_label}_{m._meta.model_name}" for m in map(model_of, ALL) if m
    }


def admin_entry(route: Route) -> Page | None:
    """What the table says about a page of the admin; None when it says nothing."""
    if route.name in ADMIN:
        return ADMIN[route.name]
    if route.name in ADMIN_LEADING_ON:
        return Page(set(DESK), frozenset(METHODS))
    model = model_of(route)
    entry = MODELS.get(f"{model._meta.app_label}_{model._meta.model_name}") if model else None
    if entry is None:
        return None
    verb = route.name.rpartition("_")[2]
    callers = {"add": entry.add, "delete": set()}.get(verb)
    if callers is None:
        callers = entry.view if verb in VIEWING else entry.change
    return Page(callers, frozenset(METHODS))


def in_part(route: Route) -> tuple[str, str]:
    """Front and app: the parts in which the matrix is walked, so that they can share the work."""
    if not route.is_admin:
        return "portal", route.name.partition(":")[0]
    model = model_of(route)
    return "admin", model._meta.app_label if model else "site"


PARTS = sorted({in_part(route) for route in ALL})


@pytest.mark.django_db
@pytest.mark.parametrize(("front", "app"), PARTS)
def test_part_answers_as_the_table_says(world, front, app):
    walk = Walk(world)
    routes = [route for route in ALL if in_part(route) == (front, app)]
    for route in routes:
        entry = admin_entry(route) if route.is_admin else PORTAL[route.name]
        compare(walk, route, entry, "own")
        if route.arguments and not route.is_admin:
            compare(walk, route, entry, "other")
    assert not walk.failures, "\n".join(walk.failures)
    assert walk.checks >= len(routes) * len(world.clients) * len(METHODS)
