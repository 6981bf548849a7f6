"""What jurors read of a candidate: each floor above says it for the subjects that it enters.

A juror has no right to the page of the project or the brand itself; the jury's page shows this.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import takewhile
from pathlib import PurePosixPath

from apps.juries.choices import Subject
from apps.juries.models import Candidate

# What fits one line of a phone stands as a fact at the head, not as a section of its own.
LONGEST_FACT = 30


@dataclass(frozen=True)
class DossierFile:
    """A file that jurors may open: `path` in the store, as `core.files` named it."""

    name: str
    path: str
    content_type: str

    @property
    def download_name(self) -> str:
        """With the ending of the stored file, which a picture's description does not have."""
        ending = PurePosixPath(self.path).suffix
        return self.name if self.name.endswith(ending) else f"{self.name}{ending}"


@dataclass(frozen=True)
class Dossier:
    """`sections` are (heading, text); texts are plain, their lines are kept."""

    title: str
    sections: tuple[tuple[str, str], ...] = ()
    files: tuple[DossierFile, ...] = ()

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The short sections with which it begins: who, what kind, from when to when."""
        return list(takewhile(_is_short, self.sections))

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        return self.sections[len(self.facts) :]


def _is_short(section: tuple[str, str]) -> bool:
    return len(section[1]) <= LONGEST_FACT and "\n" not in section[1]


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
