"""Triggers that keep the words by which records are found (MeetingText, decision 0017).

They fire per statement, as those of the history do. What they call stands in the migration
that makes the table.
"""

from collections.abc import Sequence

import pgtrigger

OLD, NEW = "old_rows", "new_rows"
# What the text of a record depends on, in its own row.
WORDS = (
    "({0}.title, {0}.place, {0}.minutes, {0}.held_on, {0}.organisation_id,"
    " {0}.status IN ('void', 'superseded'))"
)
CHANGED = (
    f"SELECT n.id FROM {NEW} n JOIN {OLD} o ON o.id = n.id"
    f" WHERE {WORDS.format('n')} IS DISTINCT FROM {WORDS.format('o')}"
)


def _refresh(operation: pgtrigger.Operation, name: str, keys: str, **tables: str):
    return pgtrigger.Trigger(
        name=f"text_{name}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        func=f"PERFORM meetings_refresh_texts(ARRAY({keys})); RETURN NULL;",
    )


def of_records() -> Sequence[pgtrigger.Trigger]:
    return [
        _refresh(pgtrigger.Insert, "insert", f"SELECT id FROM {NEW}", new=NEW),
        _refresh(pgtrigger.Update, "update", CHANGED, old=OLD, new=NEW),
    ]


def of_parts() -> Sequence[pgtrigger.Trigger]:
    """For a table whose rows belong to a `meeting`."""
    new, old = f"SELECT meeting_id FROM {NEW}", f"SELECT meeting_id FROM {OLD}"
    return [
        _refresh(pgtrigger.Insert, "insert", new, new=NEW),
        _refresh(pgtrigger.Update, "update", f"{new} UNION {old}", old=OLD, new=NEW),
        _refresh(pgtrigger.Delete, "delete", old, old=OLD),
    ]
