"""A record with its parts as each transaction left it, read from the event tables.

The parts of a record (who attended, what was voted) are rows of their own, and a form may write
them anew with every save. So a version is not a row but the state of all of them after a
transaction; what belongs to one is told by the context and the moment that the triggers note.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# A tracked model; its event table is added by pghistory.
Model = Any
# A transaction, as every event of it names it.
Key = tuple[Any, datetime]
LATEST = 200
INSERT, DELETE = "insert", "delete"


@dataclass(frozen=True)
class Part:
    """Rows that belong to a record.

    `parent` is the relation that leads to it, `known_by` the fields by which a row that was written
    anew is known again, `state` the one field that a row stands for, `told` what else of it is
    worth telling. Where rows `may_be_reworded`, one that went and one that came are told as one.
    """

    model: Model
    parent: str
    known_by: tuple[str, ...]
    state: str = ""
    told: tuple[str, ...] = ()
    may_be_reworded: bool = False

    def key_of(self, row: Any) -> tuple:
        return tuple(getattr(row, _attname(self.model, name)) for name in self.known_by)


@dataclass
class Version:
    """The record and its parts after one transaction; `record` is None where only parts changed."""

    at: datetime
    context: Any
    record: Any = None
    before: Any = None
    parts: dict[Model, list[Any]] = field(default_factory=dict)
    parts_before: dict[Model, list[Any]] = field(default_factory=dict)
    touched: set[Model] = field(default_factory=set)

    @property
    def number(self) -> int | None:
        """By which it is asked for again."""
        return getattr(self.record, "version", None)


_parts: dict[str, tuple[Part, ...]] = {}


def belongs(record: str, *parts: Part) -> None:
    """Declare what makes up a record (`app.Model`) besides its own row."""
    _parts[record] = parts


def parts_of(model: Model) -> tuple[Part, ...]:
    return _parts.get(model._meta.label, ())


def versions(obj: Any) -> list[Version]:
    """The latest transactions that touched a record, oldest first; one query for each table."""
    events = list(
        obj._meta.model.pgh_event_model.objects.filter(pgh_obj=obj.pk)
        .select_related("pgh_context")
        .order_by("-pgh_id")[: LATEST + 1]
    )[::-1]
    found = list(_of_record(events))
    by_key = {_key(v.record): v for v in found}
    for part in parts_of(type(obj)):
        _add_part(part, _events_of(part, obj), found, by_key)
    found.sort(key=lambda version: version.at)
    for part in parts_of(type(obj)):
        _carry_on(part, found)
    return found


def version_of(obj: Any, number: int) -> Version | None:
    """The record as it stood under that version number; its parts are complete."""
    found = next((v for v in reversed(versions(obj)) if v.number == number), None)
    if found:
        for part in parts_of(type(obj)):
            _add_untouched(part, obj, found)
    return found


def _of_record(events: Sequence[Any]) -> Iterator[Version]:
    """Steps of one transaction are one version: a save that also files is not told twice."""
    current: Version | None = None
    before = None
    for event in events:
        if current is None or _key(current.record) != _key(event):
            if current:
                yield current
            current = Version(event.pgh_created_at, event.pgh_context, before=before)
        current.record = before = event
    if current:
        yield current


def _events_of(part: Part, obj: Any) -> list[Any]:
    events = part.model.pgh_event_model.objects.filter(**{part.parent: obj.pk})
    return list(events.select_related("pgh_context").order_by("pgh_id"))


def _add_part(part: Part, events: list[Any], found: list[Version], by_key: dict) -> None:
    """Note at each version which rows there were after it, as far as events tell."""
    state: dict[int, Any] = _already_there(events)
    grouped: dict[Key, list[Any]] = defaultdict(list)
    for event in events:
        grouped[_key(event)].append(event)
    for key, group in grouped.items():
        if key not in by_key:
            by_key[key] = Version(group[0].pgh_created_at, group[0].pgh_context)
            found.append(by_key[key])
        version = by_key[key]
        version.parts_before[part.model] = list(state.values())
        for event in group:
            state.pop(event.pgh_obj_id, None)
            if event.pgh_label != DELETE:
                state[event.pgh_obj_id] = event
        version.parts[part.model] = list(state.values())
        version.touched.add(part.model)


def _already_there(events: Iterable[Any]) -> dict[int, Any]:
    """Rows that were loaded without history: the first that is heard of them is their change."""
    first: dict[int, Any] = {}
    for event in events:
        first.setdefault(event.pgh_obj_id, event)
    return {pk: event for pk, event in first.items() if event.pgh_label != INSERT}


def _carry_on(part: Part, found: list[Version]) -> None:
    """A version that did not touch the part has the rows of the one before it."""
    later = next((v.parts_before[part.model] for v in found if part.model in v.touched), [])
    for version in found:
        later = version.parts.setdefault(part.model, later)


def _add_untouched(part: Part, obj: Any, version: Version) -> None:
    """Rows of today that no event names stood there all the time."""
    kept = part.model._base_manager.filter(**{part.parent: obj.pk})
    events = part.model.pgh_event_model.objects.filter(**{part.parent: obj.pk})
    version.parts[part.model] = [
        *version.parts[part.model],
        *kept.exclude(pk__in=events.values("pgh_obj_id")),
    ]


def _key(event: Any) -> Key:
    return event.pgh_context_id, event.pgh_created_at


def _attname(model: Model, name: str) -> str:
    found: Any = model._meta.get_field(name)
    return found.attname
