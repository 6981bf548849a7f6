"""What the panel said of a project, for whoever has to improve it."""

from dataclasses import dataclass

from apps.core.lifecycle import history_of
from apps.juries.choices import Subject
from apps.juries.models import ResultLine
from apps.projects.judged import result_of
from apps.projects.models import SecretaryProject

BACK = ("return", "send_back", "refuse", "stop")


@dataclass(frozen=True)
class Advice:
    """`line` is the frozen result; `words` are the jurors' own, without their names."""

    line: ResultLine | None
    words: tuple[str, ...]
    note: str


def advice_on(project: SecretaryProject, subject: Subject = Subject.PROJECT) -> Advice | None:
    """None where neither a jury nor the committee has said anything."""
    line = result_of(project, subject)
    words = tuple(line.advice) if line else ()
    last = history_of(project).filter(step__in=BACK).first()
    note = last.note if last else ""
    return Advice(line, words, note) if line or note else None
