"""What each role may do with units, organisations and people (handbook 2.3)."""

from django.db.models import Case, Value, When
from django.db.models.functions import Coalesce

from apps.branches.choices import BRANCH_KINDS, GRANTABLE_ROLES, SECRETARY_POSTS, Role
from apps.branches.models import Appointment, RoleGrant
from apps.branches.scope import EVERYWHERE, allow, allow_of_others, source

VIEW = (
    "branches.view_unit",
    "branches.view_organisation",
    "branches.view_person",
    "branches.view_membership",
    "branches.view_appointment",
    "branches.view_term",
    "branches.view_grade",
    "branches.view_placement",
    "branches.view_handover",
    "branches.view_office",
    "branches.view_setupexception",
)
ASK = ("branches.view_membershiprequest", "branches.add_membershiprequest")

allow(Role.BRANCH_SECRETARY, *VIEW, *ASK, "branches.add_handover")
allow(Role.SUBTREE_SECRETARY, *VIEW, *ASK, "branches.add_handover")
# A handover is confirmed by the higher body, never by the secretary who leaves.
allow_of_others(Role.SUBTREE_SECRETARY, "branches.confirm_handover")
allow(Role.LEADER, *VIEW)
allow(Role.CONVENOR, "branches.view_unit", "branches.view_organisation")
allow(
    Role.COMMITTEE_STAFF,
    "core.enter_admin",
    *VIEW,
    *(
        f"branches.{action}_{model}"
        for action in ("add", "change")
        for model in (
            "unit",
            "sector",
            "organisation",
            "person",
            "membership",
            "appointment",
            "term",
            "grade",
            "office",
            "setupexception",
        )
    ),
    "branches.view_sector",
    "branches.view_membershiprequest",
    "branches.settle_membershiprequest",
    "branches.import_workbook",
    "branches.confirm_handover",
    "core.view_job",
    "core.view_jobitem",
    "core.change_job",
    "core.view_document",
    "core.share_savedview",
    *(
        f"core.{action}_{model}"
        for model in ("calendarday", "policynumber")
        for action in ("view", "add", "change")
    ),
    *(f"notices.{action}_groupchannel" for action in ("view", "add", "change")),
    "notices.view_delivery",
    "notices.change_delivery",
)
# 三员分立: no permission stands in two of these three, entering the admin site included.
allow(
    Role.SYSTEM_ADMIN,
    "accounts.enter_accounts",
    "accounts.view_user",
    "accounts.add_user",
    "accounts.change_user",
)
allow(
    Role.SECURITY_ADMIN,
    "branches.enter_security",
    "branches.view_rolegrant",
    "branches.add_rolegrant",
    "branches.change_rolegrant",
)
allow(Role.AUDIT_ADMIN, "core.enter_audit", "core.view_auditevent")


@source
def posts(user, today):
    """The secretary and his deputies; in a committee or general branch, for the whole subtree.
    Whoever has just handed over keeps reading for some days."""
    return (
        Appointment.objects.opening_on(today)
        .filter(person__user=user, post__in=SECRETARY_POSTS)
        .values_list(
            Case(
                When(valid_to__lte=today, then=Value(Role.FORMER_SECRETARY.value)),
                When(organisation__kind__in=BRANCH_KINDS, then=Value(Role.BRANCH_SECRETARY.value)),
                default=Value(Role.SUBTREE_SECRETARY.value),
            ),
            "organisation__path",
        )
    )


@source
def grants(user, today):
    return (
        RoleGrant.objects.valid_on(today)
        .filter(user=user, role__in=GRANTABLE_ROLES)
        .values_list("role", Coalesce("organisation__path", Value(EVERYWHERE)))
    )
