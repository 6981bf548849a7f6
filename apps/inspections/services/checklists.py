"""Checklists: changed by a new version once an inspection has opened with one."""

from django.db import transaction
from django.utils import timezone

from apps.inspections.models import Checklist, ChecklistItem


@transaction.atomic
def new_version(*, checklist: Checklist) -> Checklist:
    """A copy with the next number; its items keep the keys by which a relapse is known."""
    newest = Checklist.objects.select_for_update().filter(name=checklist.name).latest("number")
    copy = Checklist.objects.create(
        name=checklist.name,
        number=newest.number + 1,
        valid_from=timezone.localdate(),
        source=checklist.source,
    )
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            checklist=copy,
            key=item.key,
            order=item.order,
            head=item.head,
            text=item.text,
            focus_id=item.focus_id,
            level=item.level,
            is_common_hint=item.is_common_hint,
            meeting_kind=item.meeting_kind,
        )
        for item in checklist.items.all()
    )
    return copy
