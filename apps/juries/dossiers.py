"""What jurors read of a candidate: each floor above says it for the subjects that it enters.

A juror has no right to the page of the project or the brand itself; the jury's page shows this.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from apps.juries.choices import Subject
from apps.juries.models import Candidate


@dataclass(frozen=True)
class DossierFile:
    """A file that jurors may open: `path` in the store, as `core.files` named it."""

    name: str
    path: str
    content_type: str


@dataclass(frozen=True)
class Dossier:
    """`sections` are (heading, text); texts are plain, their lines are kept."""

    title: str
    sections: tuple[tuple[str, str], ...] = ()
    files: tuple[DossierFile, ...] = ()


# Answers for candidates of one subject: {candidate pk: dossier}, in a fixed number of queries.
Teller = Callable[[Iterable[Candidate]], dict[int, Dossier]]
_tellers: dict[Subject, Teller] = {}


def register(subject: Subject, function: Teller) -> None:
    _tellers[subject] = function


def dossiers_of(subject: Subject, candidates: Iterable[Candidate]) -> dict[int, Dossier]:
    """One for each candidate; one of which nothing is told has its name alone."""
    known = list(candidates)
    told = _tellers[subject](known) if subject in _tellers else {}
    return {c.pk: told.get(c.pk) or Dossier(title=c.label) for c in known}
