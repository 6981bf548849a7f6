"""Candidates come from the floors above; here they are only a name and an organisation."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from apps.branches.models import Organisation
from apps.core.lifecycle import StepRefused
from apps.juries.models import Candidate, Jury


@transaction.atomic
def enter(jury: Jury, *, organisation: Organisation, label: str, by) -> Candidate:
    """Enter a candidate into a jury that still takes some.

    `by` is who sends it in: the step of the floor above has asked for his right.
    """
    stored = Jury.objects.select_for_update(of=("self",)).get(pk=jury.pk)
    if not stored.is_taking:
        raise StepRefused(
            f"“{stored}”现在是“{stored.get_status_display()}”，不再接收参评对象。"
            "请选择还在筹备或正在评审的评审会"
        )
    last = stored.candidates.aggregate(last=Max("order"))["last"] or 0
    return Candidate.objects.create(
        jury=stored, organisation=organisation, label=label, order=last + 1
    )


@transaction.atomic
def leave(candidate: Candidate, *, because: str, by) -> Candidate:
    """Take a candidate out of a jury whose result is not frozen; its sheets stay and do not count."""
    jury = Jury.objects.select_for_update(of=("self",)).get(pk=candidate.jury_id)
    if jury.is_settled:
        raise StepRefused(f"“{jury}”的结果已定，不能再退出。需要更正的，请先重新评议")
    candidate.left_on, candidate.left_because = timezone.localdate(), because[:200]
    candidate.version += 1
    candidate.save(update_fields=["left_on", "left_because", "version", "updated_at"])
    return candidate
