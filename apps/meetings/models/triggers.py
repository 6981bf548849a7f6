"""Triggers that keep the words by which records are found (MeetingText, decision 0017).

They fire per statement, as those of the history do. What they call stands in the migration
that makes the table.
"""

from collections.abc import Sequence

import pgtrigger

TABLES = {"old": "old_rows", "new": "new_rows"}
# Those in which something that the text is made of has changed.
CHANGED = """
SELECT n.id FROM new_rows n JOIN old_rows o ON o.id = n.id
WHERE (n.title, n.place, n.minutes, n.held_on, n.organisation_id,
       n.status IN ('void', 'superseded'))
    IS DISTINCT FROM (o.title, o.place, o.minutes, o.held_on, o.organisation_id,
       o.status IN ('void', 'superseded'))
"""
OF_NEW, OF_OLD = "SELECT meeting_id FROM new_rows", "SELECT meeting_id FROM old_rows"


def _refresh(operation: pgtrigger.Operation, keys: str, *tables: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"text_{operation}".lower(),
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**{name: TABLES[name] for name in tables}),
        func=f"PERFORM meetings_refresh_texts(ARRAY({keys.strip()})); RETURN NULL;",
    )


def of_records() -> Sequence[pgtrigger.Trigger]:
    return [
        _refresh(pgtrigger.Insert, "SELECT id FROM new_rows", "new"),
        _refresh(pgtrigger.Update, CHANGED, "old", "new"),
    ]


def of_parts() -> Sequence[pgtrigger.Trigger]:
    """For a table whose rows belong to a `meeting`."""
    return [
        _refresh(pgtrigger.Insert, OF_NEW, "new"),
        _refresh(pgtrigger.Update, f"{OF_NEW} UNION {OF_OLD}", "old", "new"),
        _refresh(pgtrigger.Delete, OF_OLD, "old"),
    ]
