"""The committee's desk: what waits there, and the side bar. Apps register their queues."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from apps.core.counting import counts_of
from apps.core.models import Job

# Answers the rows of a queue among those that the user may see.
Rows = Callable[[object], QuerySet]


@dataclass(frozen=True)
class Queue:
    """`link` leads to a list of exactly the counted rows."""

    label: str
    permission: str
    rows: Rows
    link: Callable[[], str]
    order: int = 50
    is_late: bool = False


_queues: list[Queue] = []
_movements: list[Queue] = []


def queue(
    label: str, *, permission: str, link: Callable[[], str], order: int = 50, is_late: bool = False
) -> Callable[[Rows], Rows]:
    """Register a function user → rows that wait for the staff; shown while there are any."""

    def keep(rows: Rows) -> Rows:
        _queues.append(Queue(label, permission, rows, link, order, is_late))
        _queues.sort(key=lambda queue: queue.order)
        return rows

    return keep


def movement(label: str, *, permission: str, link: Callable[[], str]) -> Callable[[Rows], Rows]:
    """Register a function user → rows that something happened to this week."""

    def keep(rows: Rows) -> Rows:
        _movements.append(Queue(label, permission, rows, link))
        return rows

    return keep


def this_week() -> datetime:
    """Monday 00:00 in Shanghai: since when 本周 counts."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    return timezone.make_aware(datetime.combine(monday, time.min))


def days_ago(days: int) -> datetime:
    """The beginning of the day that lies so many days back."""
    day = timezone.localdate() - timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time.min))


@cache
def discover() -> None:
    """Import the `desk` module of every app, once all apps are loaded."""
    autodiscover_modules("desk")


def waiting_for(user) -> list[dict]:
    """Label, number and address of each queue in which something waits for `user`."""
    discover()
    return _counted(_queues, user)


def moved_this_week(user) -> list[dict]:
    discover()
    return _counted(_movements, user)


def _counted(entries: list[Queue], user) -> list[dict]:
    """One query counts them all, however many there are."""
    allowed = [item for item in entries if user.has_perm(item.permission)]
    counts = counts_of([item.rows(user) for item in allowed], user=user)
    return [
        {"label": item.label, "count": count, "link": item.link(), "is_late": item.is_late}
        for item, count in zip(allowed, counts, strict=True)
        if count
    ]


def dashboard(request, context: dict) -> dict:
    return {
        **context,
        "queues": waiting_for(request.user),
        "movements": moved_this_week(request.user),
    }


def navigation(request) -> list[dict]:
    """The groups of settings.ADMIN_NAVIGATION, reduced to what the user may see; the one that holds
    the page stands open."""
    home = {"title": "工作台", "icon": "home", "link": reverse("admin:index")}
    groups: list[dict] = [{"items": [home]}]
    for title, entries in settings.ADMIN_NAVIGATION:
        items = [i for i in (_item(entry, icon, request) for entry, icon in entries) if i]
        if items:
            groups.append({"title": title, "items": items, "collapsible": True})
    _mark_current(groups, request.path)
    return groups


def _mark_current(groups: list[dict], path: str) -> None:
    """One entry at most: a queue may lie below the address of its list."""
    items = [item for group in groups for item in group["items"]]
    home = reverse("admin:index")
    found = [i["link"] for i in items if path.startswith(i["link"]) and i["link"] != home]
    current = max(found, key=len, default=home if path == home else "")
    for item in items:
        item["active"] = item["link"] == current


def _jobs(state: str) -> str:
    return f"{reverse('admin:core_job_changelist')}?state={state}"


@queue("任务失败", permission="core.view_job", order=80, is_late=True, link=lambda: _jobs("failed"))
def failed_jobs(_user):
    return Job.objects.with_failures()


@queue("任务进行中", permission="core.view_job", order=90, link=lambda: _jobs("running"))
def running_jobs(_user):
    return Job.objects.unfinished()


def _item(entry: str, icon: str, request) -> dict | None:
    """`app.Model` stands for its list, `name of a view|title|permission` for a page."""
    if "|" in entry:
        name, title, permission = entry.split("|")
        allowed = request.user.has_perm(permission)
        return {"title": title, "icon": icon, "link": _address(name)} if allowed else None
    model = apps.get_model(entry)
    model_admin = admin.site._registry.get(model)
    if model_admin is None or not model_admin.has_view_permission(request):
        return None
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    title = str(model._meta.verbose_name_plural)
    return {"title": title, "icon": icon, "link": _address(name)}


# Eighty lists: finding their addresses anew would cost each page of the desk a millisecond.
_address = cache(reverse)
