"""History of business tables, written by database triggers so that no path goes round it."""

import pghistory
import pgtrigger


def tracked_without(*fields: str):
    """Class decorator as `tracked`, for a table with columns that history must not keep."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        level=pgtrigger.Statement,
        append_only=True,
        exclude=list(fields) or None,
    )


def tracked(model):
    """Class decorator: every insert, update and delete leaves the row in an event table."""
    return tracked_without()(model)
