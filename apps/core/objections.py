"""The steps of an objection, and the verbs on it: raised once, answered in words."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from apps.core.lifecycle import Transition, advance
from apps.core.models import ObjectionModel, ObjectionStatus
from apps.core.text import clean_text

O = TypeVar("O", bound=ObjectionModel)  # noqa: E741


def waits_for_answer() -> models.Q:
    return models.Q(status=ObjectionStatus.RAISED)


def steps(
    *,
    answer: str,
    withdraw: str,
    tell: Callable,
    seated: Callable | None = None,
    upholding: tuple[str, ...] = (),
) -> tuple[Transition, ...]:
    """`answer` and `withdraw` are the rights, `tell` says it to whoever raised it; `upholding` is
    what must be filled in beside the answer where the objection is right."""
    raised = (ObjectionStatus.RAISED,)

    def decided(step: str, label: str, target: str, *more: str) -> Transition:
        return Transition(
            step,
            label,
            raised,
            target,
            answer,
            required=("answer", *more),
            stamp="answered_at",
            effect=tell,
            by_hand=False,
        )

    return (
        decided("uphold", "异议成立", ObjectionStatus.UPHELD, *upholding),
        decided("dismiss", "异议不成立", ObjectionStatus.DISMISSED),
        Transition(
            "withdraw", "撤回异议", raised, ObjectionStatus.WITHDRAWN, withdraw, seated=seated
        ),
    )


def raise_once(objection: O, among: models.QuerySet) -> O:
    """Stored, unless the same speaker waits for an answer to one of those `among` already."""
    same = among.filter(waits_for_answer(), raised_by=objection.raised_by)
    if same.filter(speaker=objection.speaker).exists():
        raise ValidationError("您的异议正在等待答复，没有重复提交")
    objection.text = clean_text(objection.text)
    objection.full_clean()
    objection.save()
    return objection


def answer(objection: O, *, words: str, is_upheld: bool, by) -> O:
    """An objection that is upheld changes nothing by itself: people decide again."""
    objection.answer = clean_text(words)
    objection.save(update_fields=["answer", "updated_at"])
    return advance(objection, "uphold" if is_upheld else "dismiss", by=by)
