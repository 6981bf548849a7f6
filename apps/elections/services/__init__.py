"""Verbs of 换届: every step with the paper that it rests on, in one transaction."""

from apps.elections.services.extensions import approve_extension, ask_extension
from apps.elections.services.papers import (
    PaperEntry,
    add_by_election_paper,
    add_paper,
    remove_paper,
)
from apps.elections.services.renewals import (
    approve_renewal,
    ask_renewal,
    notify_body,
    open_due_renewals,
    open_renewal,
)
from apps.elections.services.results import (
    change_result,
    confirm_by_election,
    confirm_result,
    record_by_election,
    record_election,
    void_by_election,
)

__all__ = [
    "PaperEntry",
    "add_by_election_paper",
    "add_paper",
    "approve_extension",
    "approve_renewal",
    "ask_extension",
    "ask_renewal",
    "change_result",
    "confirm_by_election",
    "confirm_result",
    "notify_body",
    "open_due_renewals",
    "open_renewal",
    "record_by_election",
    "record_election",
    "remove_paper",
    "void_by_election",
]
