"""The observers hand their form in: every item, the whole, and what is to be put right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.core.exact import shown
from apps.core.lifecycle import advance
from apps.core.versions import claim_version
from apps.observations.choices import ANSWERS, Grade, ObservationStatus
from apps.observations.models import (
    ItemFinding,
    Observation,
    ObservationItem,
    ObservedProblem,
)

# What is found wanting is said in words, too: the unit cannot mend a mere grade.
WANTING = (Grade.POOR, Grade.NO)


@dataclass(frozen=True)
class ItemAnswer:
    grade: str = ""
    points: Decimal | None = None
    remark: str = ""


@dataclass(frozen=True)
class FormEntry:
    """`answers` by the key of the item; each of `problems` will be put right by the unit."""

    answers: Mapping[int, ItemAnswer]
    overall: str
    summary: str
    highlights: str = ""
    suggestions: str = ""
    problems: Sequence[str] = ()
    present_count: int | None = None
    has_plan: bool = False
    has_minutes: bool = False


TEXTS = ("overall", "summary", "highlights", "suggestions", "has_plan", "has_minutes")


@transaction.atomic
def return_form(
    *, observation: Observation, entry: FormEntry, by, expected_version: int
) -> Observation:
    """Hand the form in; a sitting that was only announced counts as heard with it."""
    claim_version(observation, expected=expected_version)
    _write_findings(observation, entry)
    for name in TEXTS:
        setattr(observation, name, getattr(entry, name))
    observation.returned_by = by
    observation.full_clean(exclude=["status"])
    observation.save()
    ObservedProblem.objects.filter(observation=observation).delete()
    ObservedProblem.objects.bulk_create(
        ObservedProblem(observation=observation, text=text) for text in entry.problems
    )
    _note_presence(observation, entry.present_count)
    heard = observation
    if observation.status == ObservationStatus.NOTIFIED:
        heard = advance(observation, "hear", by=by)
    return advance(heard, "return", by=by)


def _write_findings(observation: Observation, entry: FormEntry) -> None:
    items = list(observation.cycle.form.items.all())
    problems = [text for item in items if (text := problem_of(item, entry.answers.get(item.pk)))]
    if problems:
        raise ValidationError(problems)
    ItemFinding.objects.filter(observation=observation).delete()
    ItemFinding.objects.bulk_create(
        ItemFinding(observation=observation, item=item, **vars(entry.answers[item.pk]))
        for item in items
    )


def problem_of(item: ObservationItem, answer: ItemAnswer | None) -> str:
    """Why the answer to an item cannot stand, or ""."""
    most = item.most or Decimal(0)
    if answer is None or (not answer.grade and answer.points is None):
        wanted = f"填 0 到 {shown(most)} 之间的分数" if item.is_marked else "选一项评价"
        return f"请给“{item}”{wanted}；没有看到的选“没有看到”"
    if answer.grade and (answer.grade not in ANSWERS[item.scale] or answer.points is not None):
        known = "、".join(grade.label for grade in ANSWERS[item.scale])
        return f"“{item}”的评价只能是{known}"
    if answer.points is not None and not (item.is_marked and 0 <= answer.points <= most):
        return f"“{item}”的得分填 0 到 {shown(most)} 之间的数"
    if answer.grade in WANTING and not answer.remark:
        return f"“{item}”评为“{Grade(answer.grade).label}”的，请在说明里写明差在哪里"
    return ""


def _note_presence(observation: Observation, present: int | None) -> None:
    session = observation.session
    if session is None or present is None:
        return
    if session.expected_count is not None and present > session.expected_count:
        raise ValidationError(
            {"present_count": f"实到 {present} 人多于应到 {session.expected_count} 人，请核对人数"}
        )
    session.present_count = present
    session.version += 1
    session.save(update_fields=["present_count", "version", "updated_at"])
