"""Remarks: made by a leader, answered by whoever works for the zone."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from apps.branches.scope import scope
from apps.core.lifecycle import advance
from apps.core.text import clean_text
from apps.duties.lifecycle import ANSWER
from apps.duties.models import Remark
from apps.duties.telling import tell_of_remark
from apps.zones.models import Zone

ADD = "duties.add_remark"


@transaction.atomic
def make_remark(*, zone: Zone | None, about: str, link: str, text: str, by) -> Remark:
    """About a zone that the leader guides, or about the whole city."""
    if not may_remark(by, zone):
        raise PermissionDenied("您只能对自己联系指导的片作批示")
    remark = Remark(
        zone=zone,
        about=clean_text(about),
        link=clean_text(link),
        text=clean_text(text),
        created_by=by,
    )
    remark.full_clean()
    remark.save()
    tell_of_remark(remark)
    return remark


def may_remark(user, zone: Zone | None) -> bool:
    where = scope(user, ADD)
    if zone is None or where.is_everywhere:
        return where.is_everywhere
    return Zone.objects.in_scope(where).filter(pk=zone.pk).exists()


@transaction.atomic
def answer_remark(*, remark: Remark, answer: str, by) -> Remark:
    """The right is asked for before a word is stored."""
    if not by.has_perm(ANSWER, remark):
        raise PermissionDenied("这条批示不由您答复")
    words = clean_text(answer)
    if not words:
        raise ValidationError({"answer": "请填写答复"})
    locked = Remark.objects.select_for_update().get(pk=remark.pk)
    locked.answer, locked.answered_by = words, by
    locked.full_clean()
    locked.save(update_fields=["answer", "answered_by", "updated_at"])
    return advance(locked, "answer", by=by)
