"""The floors of the house, where import-linter cannot see them."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission

from apps.branches.choices import Role
from apps.branches.scope import permissions_of

# Higher numbers may point to lower ones; apps on one floor do not know each other.
FLOORS = (
    {"core"},
    {"accounts"},
    {"notices"},
    {"branches"},
    {"meetings"},
    {"sixlights"},
    {"zones"},
    {"juries"},
    {"contacts", "projects", "news", "elections"},
    {"brands", "inspections"},
    {"observations"},
    {"indicators"},
    {"duties"},
    {"assessments", "reports", "grades"},
    {"portal"},
)
FLOOR_OF = {app: number for number, floor in enumerate(FLOORS) for app in floor}


def own_relations():
    """(model, target) of every relation from a table of ours to a table of ours."""
    for model in apps.get_models():
        if model._meta.app_label not in FLOOR_OF:
            continue
        for field in model._meta.get_fields():
            is_ours = field.is_relation and field.concrete and field.related_model
            if is_ours and field.related_model._meta.app_label in FLOOR_OF:
                yield model, field.related_model


def test_every_app_has_its_floor():
    own = {c.label for c in apps.get_app_configs() if c.name.startswith("apps.")}
    assert own == set(FLOOR_OF)


def test_no_relation_leads_to_a_higher_floor():
    wrong = [
        f"{model._meta.label} → {target._meta.label}"
        for model, target in own_relations()
        if target._meta.label != settings.AUTH_USER_MODEL
        and model._meta.app_label != target._meta.app_label
        and FLOOR_OF[target._meta.app_label] >= FLOOR_OF[model._meta.app_label]
    ]
    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_every_right_of_a_role_exists(db, role):
    known = {
        f"{p.content_type.app_label}.{p.codename}"
        for p in Permission.objects.select_related("content_type")
    }
    assert permissions_of(role) - known == set()


def test_pages_ask_for_rights_that_exist(db):
    """A misspelt name in `access.permission` would close the page for everybody."""
    known = set(Permission.objects.values_list("content_type__app_label", "codename"))
    asked = set()
    for source in Path(settings.BASE_DIR, "apps").rglob("*.py"):
        text = source.read_text(encoding="utf-8")
        asked |= set(re.findall(r'(?:access\.)?permission\("(\w+)\.(\w+)"\)', text))
    assert asked
    assert asked - known - {("app", "codename")} == set()
