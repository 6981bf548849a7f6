"""Who sees what: the only place that turns posts and grants into a part of the tree."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.branches.choices import Role
from apps.core.statements import Given, Statement

EVERYWHERE = ""
# A source answers (role, path) pairs that a user holds on a day; higher floors may add one. It is
# asked once, with stand-ins for the user and the day.
Source = Callable[[Given, Given], QuerySet]
USER, TODAY = Given("user", models.BigIntegerField()), Given("today", models.DateField())
_sources: list[Source] = []
_permissions: dict[Role, set[str]] = {role: set() for role in Role}
_of_others: dict[Role, set[str]] = {role: set() for role in Role}
SECRETARIES = (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY)


@dataclass(frozen=True)
class Scope:
    """The organisations at and below `paths` but for `without`; "" stands for everywhere.

    `permission` is the right that was asked for: rows with two sides, such as a booking between
    a branch and a keeper, are told apart by it.
    """

    paths: tuple[str, ...]
    without: tuple[str, ...] = ()
    permission: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return bool(self.paths)

    @property
    def is_everywhere(self) -> bool:
        return EVERYWHERE in self.paths and not self.without

    @property
    def action(self) -> str:
        """The first word of the right's name: view, add, change, or a verb of its own."""
        return self.permission.partition(".")[2].partition("_")[0]

    @property
    def is_for_reading(self) -> bool:
        return self.action == "view"

    def covers(self, path: str) -> bool:
        return path not in self.without and any(path.startswith(top) for top in self.paths)

    def condition(self, lookup: str) -> Q:
        """The filter on the path that `lookup` leads to."""
        if self.is_everywhere:
            return Q()
        condition = Q(pk__in=[])
        for path in self.paths:
            condition |= Q(**{f"{lookup}__startswith": path})
        return condition & ~Q(**{f"{lookup}__in": self.without}) if self.without else condition


NOWHERE = Scope(())


def source(function: Source) -> Source:
    """Register a function that answers a queryset of values_list(role, path)."""
    _sources.append(function)
    return function


def allow(role: Role, *permissions: str) -> None:
    """Declare what a role may do, as `app.codename`; called by each app's permissions module.

    Whoever has handed his secretaryship over still reads what a secretary reads, and does nothing.
    """
    _permissions[role].update(permissions)
    if role in SECRETARIES:
        reading = (p for p in permissions if p.partition(".")[2].startswith("view_"))
        _permissions[Role.FORMER_SECRETARY].update(reading)


def allow_of_others(role: Role, *permissions: str) -> None:
    """As `allow`, but not for the very organisations whose secretary the user is."""
    _of_others[role].update(permissions)


def allow_register(app_label: str, *model_names: str) -> None:
    """The usual rights on a register: the readers view it, the committee's staff keep it."""
    for role in (Role.BRANCH_SECRETARY, Role.SUBTREE_SECRETARY, Role.LEADER):
        allow(role, *(f"{app_label}.view_{name}" for name in model_names))
    for action in ("view", "add", "change"):
        allow(Role.COMMITTEE_STAFF, *(f"{app_label}.{action}_{name}" for name in model_names))


def permissions_of(role: Role) -> frozenset[str]:
    return frozenset(_permissions[role] | _of_others[role])


def held_roles(user) -> list[tuple[Role, str]]:
    """The (role, path) pairs that the user holds today: one query for each request's user."""
    if not hasattr(user, "_held_roles"):
        found = _holdings().run({"user": user.pk, "today": timezone.localdate()}, keeps_plan=True)
        user._held_roles = [(Role(role), path) for role, path in found]
    return user._held_roles


@cache
def _holdings() -> Statement:
    first, *others = [make(USER, TODAY) for make in _sources]
    return Statement.of(first.union(*others))


def led_by(user) -> list[int]:
    """The organisations in which the user holds a secretary's post, one key for each path."""
    paths = [path for role, path in held_roles(user) if role in SECRETARIES]
    return [int(path.split("/")[-2]) for path in paths]


def scope(user, permission: str) -> Scope:
    """At and below which organisations `user` may do `permission` today."""
    if not user.is_authenticated or not user.is_active:
        return NOWHERE
    if user.is_superuser:
        return Scope((EVERYWHERE,), permission=permission)
    held = held_roles(user)
    full = _topmost(path for role, path in held if permission in _permissions[role])
    of_others = [path for role, path in held if permission in _of_others[role]]
    if not of_others:
        return Scope(full, permission=permission)
    led = {path for role, path in held if role in SECRETARIES}
    without = sorted(path for path in led if not Scope(full).covers(path))
    return Scope(_topmost([*full, *of_others]), tuple(without), permission)


def _topmost(paths: Iterable[str]) -> tuple[str, ...]:
    """Without the paths that lie below another one of them."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not any(path.startswith(other) for other in kept):
            kept.append(path)
    return tuple(kept)


class VisibleQuerySet(models.QuerySet):
    """Lists by path; `scope_lookup` leads from the model to its organisation's path."""

    scope_lookup = "organisation__path"

    def in_scope(self, where: Scope):
        return self.filter(where.condition(self.scope_lookup))

    def loaded_path(self, obj: models.Model) -> str | None:
        """The path of `obj` if it is in memory; None where only a query can tell."""
        if type(self).in_scope is not VisibleQuerySet.in_scope:
            return None  # seen by another condition than its path
        *relations, name = self.scope_lookup.split("__")
        holder: Any = obj
        for relation in relations:
            if not holder._meta.get_field(relation).is_cached(holder):
                return None
            holder = getattr(holder, relation)
            if holder is None:
                return None
        return None if name in holder.get_deferred_fields() else getattr(holder, name)

    def visible_to(self, user, action: str = "view"):
        """The rows on which `user` may do `action`; nothing for a stranger."""
        meta = self.model._meta
        return self.in_scope(scope(user, f"{meta.app_label}.{action}_{meta.model_name}"))
