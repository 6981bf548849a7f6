"""Who answers for an organisation or for the committee today, with an account to be told at."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.branches.choices import SECRETARY_POSTS, Post, Role
from apps.branches.models import Appointment, RoleGrant


def secretaries_of(organisations: Iterable[int] | QuerySet, day: date) -> dict[int, list[User]]:
    """The secretary of each organisation; where there is none with an account, his deputies.

    One query. An organisation with nobody to be told is absent.
    """
    held = (
        Appointment.objects.valid_on(day)
        .filter(organisation__in=organisations, post__in=SECRETARY_POSTS)
        .filter(person__user__is_active=True)
        .select_related("person__user")
        .order_by("pk")
    )
    found: dict[int, dict[bool, list[User]]] = defaultdict(lambda: defaultdict(list))
    for post in held:
        found[post.organisation_id][post.post == Post.SECRETARY].append(post.person.user)
    return {pk: ranks[True] or ranks[False] for pk, ranks in found.items()}


def committee_staff(day: date) -> list[User]:
    """工委干部 of the whole city."""
    grants = RoleGrant.objects.valid_on(day).filter(role=Role.COMMITTEE_STAFF, organisation=None)
    return list(User.objects.filter(is_active=True, pk__in=grants.values("user")).order_by("pk"))
