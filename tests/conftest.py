import gc
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client

from apps.accounts.models import User
from apps.branches.choices import OrganisationKind as Kind
from apps.branches.choices import Post, Role
from apps.branches.models import Organisation, Person, Unit
from apps.branches.services import found_organisations
from apps.duties.outcomes import upkeep as upkeep_of_outcomes
from apps.indicators.cells import upkeep as upkeep_of_cells
from apps.zones.models import Zone, ZoneMembership
from tests import cast
from tests.emptying import delete_rows


@dataclass
class City:
    """A tree of three levels with two units, and a stranger's tree beside it."""

    root: Organisation
    unit: Unit
    committee: Organisation
    branch: Organisation
    sibling: Organisation
    other_unit: Unit
    other_committee: Organisation
    other_branch: Organisation


@dataclass
class Users:
    """One per role; `stranger` is the secretary of a branch in the other tree."""

    staff: User
    secretary: User
    subtree_secretary: User
    stranger: User
    convenor: User
    leader: User
    system_admin: User
    security_admin: User
    audit_admin: User
    nobody: User

    def named(self) -> dict[str, User]:
        return dict(vars(self))


def pytest_collection(session):
    """Next to nothing of what is made now is garbage."""
    gc.disable()


def pytest_collection_finish(session):
    """What has been imported stays to the end; walking it again and again for garbage would take a
    third of a run."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest tests first: at the end of a run both cores are busy with short ones."""
    items.sort(key=lambda item: "test_access_matrix" not in item.nodeid)


@pytest.fixture(scope="session", autouse=True)
def _rows_deleted_between_tests():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", delete_rows)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test begins with nothing to be counted again, as a portal that is up to date."""
    with django_db_blocker.unblock():
        upkeep_of_cells.bring_up_to_date()
        upkeep_of_outcomes.bring_up_to_date()


@pytest.fixture(autouse=True)
def _file_store_of_its_own(settings, tmp_path: Path):
    settings.FILE_ROOT = tmp_path / "files"


@pytest.fixture
def city(db) -> City:
    return found_city()


def found_city() -> City:
    draft = cast.draft_organisation
    root = draft("市直机关工委", Kind.WORK_COMMITTEE)
    unit, other_unit = cast.make_unit("市财政局"), cast.make_unit("市审计局")
    committee = draft("市财政局机关党委", Kind.ORGAN_COMMITTEE, parent=root, unit=unit)
    other_committee = draft("市审计局机关党委", Kind.ORGAN_COMMITTEE, parent=root, unit=other_unit)
    branch = draft("市财政局第一党支部", parent=committee)
    sibling = draft("市财政局第二党支部", parent=committee)
    other_branch = draft("市审计局第一党支部", parent=other_committee)
    found_organisations([root, committee, other_committee, branch, sibling, other_branch])
    return City(root, unit, committee, branch, sibling, other_unit, other_committee, other_branch)


def secretary_of(organisation: Organisation, username: str) -> tuple[User, Person]:
    person = (
        cast.make_member(organisation) if organisation.is_branch else cast.make_person(username)
    )
    cast.appoint(person, organisation, Post.SECRETARY)
    return cast.make_user(username, person=person), person


@pytest.fixture
def users(city: City) -> Users:
    return people_of(city)


def people_of(city: City) -> Users:
    convenor = cast.make_person("召集人")
    users = Users(
        staff=cast.make_user("staff"),
        secretary=secretary_of(city.branch, "secretary")[0],
        subtree_secretary=secretary_of(city.committee, "subtree_secretary")[0],
        stranger=secretary_of(city.other_branch, "stranger")[0],
        convenor=cast.make_user("convenor", person=convenor),
        leader=cast.make_user("leader"),
        system_admin=cast.make_user("system_admin"),
        security_admin=cast.make_user("security_admin"),
        audit_admin=cast.make_user("audit_admin"),
        nobody=cast.make_user("nobody"),
    )
    cast.grant(users.staff, Role.COMMITTEE_STAFF)
    cast.grant(users.leader, Role.LEADER)
    for name in ("system_admin", "security_admin", "audit_admin"):
        cast.grant(getattr(users, name), Role(name))
    year = date.today().year
    zone = Zone.objects.create(
        year=year, number=1, name="第一联系片", convening_unit=city.unit, convenor=convenor
    )
    ZoneMembership.objects.create(zone=zone, unit=city.unit, valid_from=date(year, 1, 1))
    return users


@pytest.fixture
def as_user(db):
    """A client signed in as the given user."""
    return sign_in


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="apps.accounts.backends.SignInBackend")
    return client
