"""Objections to a frozen result: raised, answered in words, kept for ever."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.core import objections
from apps.juries.models import Objection, ResultLine


@transaction.atomic
def raise_objection(*, line: ResultLine, text: str, by, speaker: str = "") -> Objection:
    """Against the line in force; one that is being answered is not raised twice."""
    if not ResultLine.objects.in_force().filter(pk=line.pk).exists():
        raise ValidationError("这个结果已不是现行结果，请对最新的结果提出异议")
    objection = Objection(line=line, text=text, raised_by=by, speaker=speaker)
    return objections.raise_once(objection, line.objections.all())


@transaction.atomic
def answer_objection(*, objection: Objection, answer: str, is_upheld: bool, by) -> Objection:
    """An objection that is upheld does not change the list: the jury is reopened for that."""
    return objections.answer(objection, words=answer, is_upheld=is_upheld, by=by)
