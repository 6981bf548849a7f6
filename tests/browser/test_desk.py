"""The desk in a real browser: every page of it, and the review of records by keyboard."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse

from apps.accounts.models import User
from tests.browser.conftest import DESKTOP
from tests.core.test_admin_pages import ALLOWED, filled, lists

__all__ = ["filled"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROLES = ("staff", "system_admin", "security_admin", "audit_admin")
GRAVE = ("serious", "critical")


def pages_of(model_admin, name: str) -> list[str]:
    """The list, the form and one record with its history and verbs."""
    row = model_admin.model._base_manager.order_by("pk").first()
    found = [reverse(f"admin:{name}_{page}") for page in ("changelist", "add")]
    if row:
        verbs = [
            action.__name__ for action in map(_method(model_admin), model_admin.actions_detail)
        ]
        found += [
            reverse(f"admin:{name}_{page}", args=[row.pk]) for page in ("change", "history", *verbs)
        ]
    return found


def _method(model_admin):
    return lambda action: getattr(model_admin, action)


def all_pages() -> list[str]:
    own = [
        reverse(f"admin:{name}")
        for name in ("index", "meetings_meeting_queue", "duties_dutyrule_due")
    ]
    names = lists()
    return own + [
        page
        for model, model_admin in admin.site._registry.items()
        if model._meta.label in names
        for page in pages_of(model_admin, names[model._meta.label])
    ]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_the_desk(role, visit, filled, users):
    User.objects.update(name="张三")
    call_command("loaddata", "duty_rules", "schemes", "return_reasons", verbosity=0)
    visitor = visit(getattr(users, role), DESKTOP)
    found = {}
    opened = 0
    for address in all_pages():
        response = visitor.page.goto(visitor.home + address)
        assert response.status in (200, 403, 404), address
        if response.status != 200:
            visitor.problems.clear()
            continue
        opened += 1
        faults = [*visitor.barriers(GRAVE), *visitor.overflow()]
        faults += [w for w in visitor.foreign_words() if w.split()[-1] not in ALLOWED]
        faults += visitor.problems
        visitor.problems.clear()
        if faults:
            found[address] = faults
    assert found == {}
    assert opened > 3
    assert visitor.foreign == []
