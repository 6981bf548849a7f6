"""The history of one record in words: who changed what from what to what, and when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

# Bookkeeping of the portal itself, of no interest to a reader.
OWN = {"id", "uuid", "version", "created_at", "updated_at", "path", "pinyin"}
# What User keeps out of its history.
OWN |= {"password", "last_login", "display"}
EMPTY = "（空）"
LATEST = 200


@dataclass(frozen=True)
class Change:
    """One field of one step; `before` is empty where the record was made."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    at: datetime
    who: str
    verb: str
    changes: tuple[Change, ...]


def shown_fields(model: type[models.Model]) -> dict[str, Any]:
    """The fields whose changes a reader may see, by name."""
    return {f.name: f for f in model._meta.concrete_fields if f.name not in OWN}


def is_kept(model: type[models.Model]) -> bool:
    """Whether the database keeps a history of the table; see core.history."""
    return hasattr(model, "pgh_event_model")


def of(obj: Any) -> list[Entry]:
    """The latest steps of a tracked record, newest first; four queries and one per related table."""
    events = list(
        obj._meta.model.pgh_event_model.objects.filter(pgh_obj=obj.pk)
        .select_related("pgh_context")
        .order_by("-pgh_id")[: LATEST + 1]
    )
    fields = shown_fields(type(obj))
    names = _Names(fields, events)
    # A record that was loaded in bulk has no event before its first change.
    pairs = zip(events, [*events[1:], None][: len(events)], strict=True)
    entries = [_entry(event, before, fields, names) for event, before in pairs]
    return [e for e in entries[:LATEST] if e.changes]


def in_words(obj: Any, name: str) -> str:
    """The value of one field as a reader knows it."""
    field = obj._meta.get_field(name)
    if field.is_relation:
        return str(getattr(obj, name) or EMPTY)
    return _plain(field, getattr(obj, name))


def _plain(field: Any, value) -> str:
    if value in (None, ""):
        return EMPTY
    if isinstance(value, list):
        return "、".join(_plain(field.base_field, one) for one in value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "Y-m-d H:i")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _entry(event, before, fields, names: "_Names") -> Entry:
    changes = []
    for field in fields.values():
        new = getattr(event, field.attname)
        old = getattr(before, field.attname) if before else None
        if new != old and not (before is None and new in (None, "")):
            changes.append(
                Change(
                    field=str(field.verbose_name),
                    before=names.of(field, old) if before else "",
                    after=names.of(field, new),
                )
            )
    verb = "修改" if before else "登记"
    return Entry(event.pgh_created_at, names.actor(event), verb, tuple(changes))


class _Names:
    """Names of related rows and acting users, fetched once for all events."""

    def __init__(self, fields: dict[str, Any], events: Iterable) -> None:
        wanted: dict[type[models.Model], set] = defaultdict(set)
        for field in fields.values():
            if field.is_relation:
                wanted[field.remote_field.model] |= {getattr(e, field.attname) for e in events}
        users = get_user_model()
        wanted[users] |= {_actor_pk(e) for e in events}
        self.known = {
            model: model._base_manager.in_bulk(keys - {None}) for model, keys in wanted.items()
        }
        self.users = self.known[users]

    def of(self, field: Any, value) -> str:
        if not field.is_relation or value is None:
            return _plain(field, value)
        return str(self.known[field.remote_field.model].get(value, EMPTY))

    def actor(self, event) -> str:
        user = self.users.get(_actor_pk(event))
        return str(user) if user else "系统"


def _actor_pk(event) -> int | None:
    context = event.pgh_context
    return context.metadata.get("user") if context else None
