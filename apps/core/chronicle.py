"""The history of one record in words: who changed what from what to what, when and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from apps.core.excerpts import EMPTY, where_they_differ
from apps.core.lifecycle import history_of, registered
from apps.core.models import StatusChange
from apps.core.snapshots import INSERT, LATEST, Part, Version, parts_of, versions

# Bookkeeping of the portal itself, of no interest to a reader.
OWN = {"id", "uuid", "version", "created_at", "updated_at", "path", "pinyin"}
# What User keeps out of its history.
OWN |= {"password", "last_login", "display"}
NOTHING = ("", EMPTY)


@dataclass(frozen=True)
class Change:
    """One thing of one step; `before` is empty where it came, `after` where it went."""

    field: str
    before: str
    after: str
    is_part: bool = False

    @property
    def words(self) -> str:
        name = self.field if self.is_part else f"“{self.field}”"
        if self.before in NOTHING:
            verb = "增加" if self.is_part and not self.before else "填写"
            return f"{verb}{name}：“{self.after}”"
        if self.after in NOTHING:
            return f"{'清空' if self.after else '删去'}{name}：“{self.before}”"
        link = "" if self.is_part else "把"
        return f"{link}{name}由“{self.before}”改为“{self.after}”"


@dataclass(frozen=True)
class Entry:
    """One step; `number` is that of the version it left, `event` the row in the history."""

    at: datetime
    who: str
    verb: str
    changes: tuple[Change, ...]
    note: str = ""
    number: int | None = None
    event: int | None = None

    @property
    def tells_change(self) -> bool:
        """Whether there was something before it: what a new record says stands on its page."""
        return any(change.before or change.is_part for change in self.changes)

    @property
    def words(self) -> str:
        return "；".join(change.words for change in self.changes)


def shown_fields(model: type[models.Model]) -> dict[str, Any]:
    """The fields whose changes a reader may see, by name; some tables keep no history of some."""
    kept: Any = getattr(model, "pgh_event_model", model)
    names = {f.name for f in kept._meta.concrete_fields} - set(OWN)
    return {f.name: f for f in model._meta.concrete_fields if f.name in names}


def is_kept(model: type[models.Model]) -> bool:
    """Whether the database keeps a history of the table; see core.history."""
    return hasattr(model, "pgh_event_model")


def fields_at(obj: Any, event: int) -> dict[str, Any]:
    """The values of a record as one row of its history keeps them, by field name."""
    events = type(obj).pgh_event_model.objects if is_kept(type(obj)) else None
    row = events.filter(pgh_obj=obj.pk, pk=event).first() if events else None
    return {n: getattr(row, f.attname) for n, f in shown_fields(type(obj)).items()} if row else {}


def of(obj: Any) -> list[Entry]:
    """The latest steps of a tracked record and its parts, newest first.

    One query for each table that has events, for each related table and for the users, and one
    for the steps of a record with a lifecycle; the number of steps does not matter.
    """
    found = versions(obj)
    steps = _steps(obj, found)
    tell = _Telling(obj, found)
    entries = [tell.entry(version, step) for version, step in zip(found, steps, strict=True)]
    return [e for e in reversed(entries) if e.changes or e.note][:LATEST]


def _steps(obj: Any, found: list[Version]) -> list[StatusChange | None]:
    """The step of the lifecycle that each version took, with its reason."""
    if obj._meta.label not in registered():
        return [None] * len(found)
    first = found[0].at if found else None
    # Steps before the first event are older than the history of the record.
    changes = [c for c in history_of(obj).reverse() if first is None or c.at >= first]
    return [_step(version, changes) for version in found]


def _step(version: Version, changes: list[StatusChange]) -> StatusChange | None:
    """The last of the steps that led to the state of the version; takes them off `changes`."""
    record, before = version.record, version.before
    if record is None or (before and before.status == record.status):
        return None
    among = changes if before else changes[:1]  # a new row was begun by one step, or is a draft
    place = next((n for n, c in enumerate(among) if c.target == record.status), None)
    if place is None:
        return None
    step = changes[place]
    del changes[: place + 1]
    return step


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


class _Telling:
    """Puts versions into words; names of related rows are fetched once for all of them."""

    def __init__(self, obj: Any, found: list[Version]) -> None:
        self.model = type(obj)
        self.steps = getattr(registered().get(obj._meta.label), "by_step", {})
        # The moment of a step is that of the entry itself.
        self.stamps = {transition.stamp for transition in self.steps.values()}
        self.names = _Names(self.model, found)

    def entry(self, version: Version, step: StatusChange | None) -> Entry:
        changes = [*self._of_record(version), *self._of_parts(version)]
        record = version.record
        return Entry(
            at=version.at,
            who=self.names.actor(version.context),
            verb=self._verb(version, step),
            changes=tuple(changes),
            note=step.note if step else "",
            number=version.number,
            event=record.pgh_id if record else None,
        )

    def _verb(self, version: Version, step: StatusChange | None) -> str:
        stated = version.context.metadata.get("verb") if version.context else None
        if stated:
            return stated
        if step:
            return self.steps[step.step].label if step.step in self.steps else step.step
        if version.record and version.before is None:
            return "登记" if version.record.pgh_label == INSERT else "开始留有历史"
        return "修改"

    def _of_record(self, version: Version) -> Iterator[Change]:
        record, before = version.record, version.before
        if record is None:
            return
        for name, field in shown_fields(self.model).items():
            if name in self.stamps:
                continue
            new = getattr(record, field.attname)
            old = getattr(before, field.attname) if before else None
            if new != old and not (before is None and new in (None, "")):
                old_words = self.names.of(field, old) if before else ""
                yield Change(
                    str(field.verbose_name),
                    *where_they_differ(old_words, self.names.of(field, new)),
                )

    def _of_parts(self, version: Version) -> Iterator[Change]:
        for part in parts_of(self.model):
            # What a new record came with is the record itself, not a change of it.
            is_new = version.record is not None and version.record.pgh_label == INSERT
            if part.model in version.touched and not is_new:
                yield from self._of_part(part, version)

    def _of_part(self, part: Part, version: Version) -> Iterator[Change]:
        old = {part.key_of(row): row for row in version.parts_before[part.model]}
        new = {part.key_of(row): row for row in version.parts[part.model]}
        for key in new:
            if key in old:
                yield from self._of_row(part, old[key], new[key])
        gone = [row for key, row in old.items() if key not in new]
        come = [row for key, row in new.items() if key not in old]
        kind, shared = str(part.model._meta.verbose_name), min(len(gone), len(come))
        if part.may_be_reworded:
            for row, other in zip(gone, come, strict=False):
                words = where_they_differ(self._name(part, row), self._name(part, other))
                yield Change(kind, *words, is_part=True)
            gone, come = gone[shared:], come[shared:]
        yield from (Change(kind, self._name(part, row), "", is_part=True) for row in gone)
        yield from (Change(kind, "", self._name(part, row), is_part=True) for row in come)

    def _of_row(self, part: Part, old: Any, new: Any) -> Iterator[Change]:
        title = self._title(part, new)
        said = {EMPTY}
        for name in filter(None, (part.state, *part.told)):
            field: Any = part.model._meta.get_field(name)
            was, now = getattr(old, field.attname), getattr(new, field.attname)
            words = self.names.of(field, was), self.names.of(field, now)
            # A reason that only repeats the state in words is told already.
            if was != now and not said.issuperset(words):
                subject = title if name == part.state else f"{title}的{field.verbose_name}"
                yield Change(subject, *where_they_differ(*words), is_part=True)
            if name == part.state:
                said.update(words)

    def _name(self, part: Part, row: Any) -> str:
        """By what a row is known; "" where there is only one."""
        fields: list[Any] = [part.model._meta.get_field(name) for name in part.known_by]
        return "".join(self.names.of(field, getattr(row, field.attname)) for field in fields)

    def _title(self, part: Part, row: Any) -> str:
        """A person by his name, anything else with what it is."""
        kind, name = str(part.model._meta.verbose_name), self._name(part, row)
        if part.state:
            return name
        return f"{kind}“{name}”" if name else kind


class _Names:
    """Names of related rows and acting users, fetched once for all versions."""

    def __init__(self, model: type[models.Model], found: Iterable[Version]) -> None:
        wanted: dict[type[models.Model], set] = defaultdict(set)
        found = list(found)
        records = [row for v in found for row in (v.record, v.before) if row]
        self._ask(wanted, shown_fields(model).values(), records)
        for part in parts_of(model):
            names = {*part.known_by, *part.told, part.state} - {""}
            told = [part.model._meta.get_field(name) for name in names]
            sides = [side for v in found for side in (v.parts, v.parts_before)]
            rows = [row for side in sides for row in side.get(part.model, ())]
            self._ask(wanted, told, rows)
        users = get_user_model()
        wanted[users] |= {_actor_pk(v.context) for v in found}
        self.known = {
            model: model._base_manager.in_bulk(keys - {None}) for model, keys in wanted.items()
        }
        self.users = self.known[users]

    def _ask(self, wanted: dict, fields: Iterable[Any], rows: list[Any]) -> None:
        for field in fields:
            if field.is_relation:
                wanted[field.remote_field.model] |= {getattr(r, field.attname) for r in rows}

    def of(self, field: Any, value) -> str:
        if not field.is_relation or value is None:
            return _plain(field, value)
        return str(self.known[field.remote_field.model].get(value, EMPTY))

    def actor(self, context) -> str:
        user = self.users.get(_actor_pk(context))
        return str(user) if user else "系统"


def _actor_pk(context) -> int | None:
    return context.metadata.get("user") if context else None
