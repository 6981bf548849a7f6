from datetime import date, timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.branches.choices import OrganisationKind, Post
from apps.branches.models import Organisation, Person
from apps.contacts.models import ContactPoint, ContactVisit
from apps.contacts.services import VisitEntry, establish, record_visit
from tests import cast

SINCE = date(2026, 1, 5)


@pytest.fixture
def group(city) -> Organisation:
    return cast.make_organisation(
        "市财政局党组", OrganisationKind.PARTY_GROUP, parent=city.root, unit=city.unit
    )


@pytest.fixture
def head(city, group) -> Person:
    """A member of the Party group whose own branch is the first one, with an account."""
    person = cast.make_member(city.branch, "李领导")
    cast.appoint(person, group, Post.GROUP_MEMBER)
    cast.make_user("head", person=person)
    return person


@pytest.fixture
def head_user(head) -> User:
    return head.user


@pytest.fixture
def point(city, head) -> ContactPoint:
    """He contacts the second branch."""
    return establish(person=head, organisation=city.sibling, since=SINCE)


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def visit_on(point: ContactPoint, day: date, **more) -> ContactVisit:
    parts = {name: more.pop(name) for name in ("promises", "followed") if name in more}
    entry = VisitEntry(day, more.pop("ends_on", day), **more)
    return record_visit(point=point, entry=entry, by=point.person.user, **parts)
