from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from apps.branches import services
from apps.branches.choices import ADMINISTRATORS, Role
from apps.core.models import AuditEvent

TODAY = date.today()


def grant(users, role, **fields):
    options = {"by": users.security_admin, "user": users.nobody, "since": TODAY} | fields
    return services.grant_role(role=role, **options)


def test_grant_leaves_an_audit_event(users):
    grant(users, Role.LEADER, reason="任命文件")
    event = AuditEvent.objects.get(kind=AuditEvent.Kind.ROLE_CHANGED)
    assert event.user == users.security_admin
    assert "授予 nobody 领导（只读）" in event.subject


def test_nobody_grants_himself(users):
    with pytest.raises(ValidationError, match="不能给自己授权"):
        grant(users, Role.LEADER, user=users.security_admin)


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_one_person_is_not_two_administrators(users, role):
    grant(users, role)
    for other in set(ADMINISTRATORS) - {role}:
        with pytest.raises(ValidationError, match="三员分立"):
            grant(users, other)


def test_administrator_roles_may_follow_one_another(users):
    grant(users, Role.SYSTEM_ADMIN, until=TODAY + timedelta(days=30))
    later = grant(users, Role.AUDIT_ADMIN, since=TODAY + timedelta(days=30))
    assert later.pk


def test_role_that_follows_from_a_post_is_not_granted(users):
    with pytest.raises(ValidationError):
        grant(users, Role.BRANCH_SECRETARY)


def test_ended_grant_is_recorded(users):
    held = grant(users, Role.LEADER, since=TODAY - timedelta(days=9))
    services.end_grant(grant=held, by=users.security_admin, on=TODAY)
    subjects = AuditEvent.objects.values_list("subject", flat=True)
    assert any(s.startswith("收回 nobody") for s in subjects)
    users.nobody.__dict__.pop("_held_roles", None)
    assert not users.nobody.has_perm("branches.view_organisation")


def test_own_grant_is_not_ended_by_oneself(users):
    own = users.security_admin.role_grants.get()
    with pytest.raises(ValidationError, match="不能收回自己的角色"):
        services.end_grant(grant=own, by=users.security_admin, on=TODAY)
