"""Objections to a frozen result: raised, answered in words, kept for ever."""

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.core.lifecycle import advance
from apps.core.text import clean_text
from apps.juries.models import Objection, ResultLine


@transaction.atomic
def raise_objection(*, line: ResultLine, text: str, by, speaker: str = "") -> Objection:
    """Against the line in force; one that is being answered is not raised twice."""
    if not ResultLine.objects.in_force().filter(pk=line.pk).exists():
        raise ValidationError("这个结果已不是现行结果，请对最新的结果提出异议")
    if line.objections.waiting().filter(raised_by=by, speaker=speaker).exists():
        raise ValidationError("您的异议正在等待答复，没有重复提交")
    objection = Objection(line=line, text=clean_text(text), raised_by=by, speaker=speaker)
    objection.full_clean()
    objection.save()
    return objection


@transaction.atomic
def answer_objection(*, objection: Objection, answer: str, is_upheld: bool, by) -> Objection:
    """An objection that is upheld does not change the list: the jury is reopened for that."""
    objection.answer = clean_text(answer)
    objection.save(update_fields=["answer", "updated_at"])
    return advance(objection, "uphold" if is_upheld else "dismiss", by=by)
