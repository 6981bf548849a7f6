"""The committee's desk: what waits there, and the side bar. Apps register their queues."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules

# Answers the waiting rows among those that the user may see.
Waiting = Callable[[object], QuerySet]


@dataclass(frozen=True)
class Queue:
    label: str
    permission: str
    waiting: Waiting
    link: Callable[[], str]


_queues: list[Queue] = []


def queue(label: str, *, permission: str, link: Callable[[], str]) -> Callable[[Waiting], Waiting]:
    """Register a function user → rows that wait for the staff; shown while there are any."""

    def keep(waiting: Waiting) -> Waiting:
        _queues.append(Queue(label, permission, waiting, link))
        return waiting

    return keep


@cache
def discover() -> None:
    """Import the `desk` module of every app, once all apps are loaded."""
    autodiscover_modules("desk")


def waiting_for(user) -> list[dict]:
    """Label, number and address of each queue in which something waits for `user`."""
    discover()
    found = []
    for item in _queues:
        count = item.waiting(user).count() if user.has_perm(item.permission) else 0
        if count:
            found.append({"label": item.label, "count": count, "link": item.link()})
    return found


def dashboard(request, context: dict) -> dict:
    return {**context, "queues": waiting_for(request.user)}


def navigation(request) -> list[dict]:
    """The groups of settings.ADMIN_NAVIGATION, reduced to what the user may see."""
    home = {"title": "工作台", "icon": "home", "link": reverse("admin:index")}
    groups: list[dict] = [{"items": [home]}]
    for title, entries in settings.ADMIN_NAVIGATION:
        items = [i for i in (_item(entry, icon, request) for entry, icon in entries) if i]
        if items:
            groups.append({"title": title, "items": items})
    return groups


def _item(entry: str, icon: str, request) -> dict | None:
    """`app.Model` stands for its list, `name of a view|title|permission` for a page."""
    if "|" in entry:
        name, title, permission = entry.split("|")
        allowed = request.user.has_perm(permission)
        return {"title": title, "icon": icon, "link": reverse(name)} if allowed else None
    model = apps.get_model(entry)
    model_admin = admin.site._registry.get(model)
    if model_admin is None or not model_admin.has_view_permission(request):
        return None
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    title = str(model._meta.verbose_name_plural)
    return {"title": title, "icon": icon, "link": reverse(name)}
