"""延期: asked with a reason, approved in writing, no more than a year."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from apps.branches.models import Term
from apps.core.lifecycle import advance
from apps.core.models.spans import day_in_words
from apps.elections import rules
from apps.elections.models import TermExtension
from apps.elections.telling import tell_of_asking
from apps.elections.turnover import first_end


@transaction.atomic
def ask_extension(*, term: Term, asked_until: date, reason: str, by) -> TermExtension:
    """Nothing changes yet: without an approval the term ends on its day."""
    stored = Term.objects.select_for_update(of=("self",)).select_related("organisation")
    term = stored.get(pk=term.pk)
    extension = TermExtension(
        term=term, ended_on=term.ends_on, asked_until=asked_until, reason=reason, asked_by=by
    )
    if by is not None and not by.has_perm("elections.add_termextension", extension):
        raise PermissionDenied("您没有申请延期换届的权限")
    if term.closed_on:
        raise ValidationError(f"{term}已于{day_in_words(term.closed_on)}换届，不用再延期")
    months = rules.limits().extension_months
    if finding := rules.check_extension(first_end(term), asked_until, months):
        raise ValidationError({"asked_until": str(finding)})
    extension.full_clean()
    extension.save(force_insert=True)
    tell_of_asking(extension, by)
    return extension


@transaction.atomic
def approve_extension(
    *, extension: TermExtension, doc_no: str, decided_on: date, by
) -> TermExtension:
    if decided_on > timezone.localdate():
        raise ValidationError({"decided_on": f"批复日期{day_in_words(decided_on)}还没有到，请核对"})
    TermExtension.objects.filter(pk=extension.pk).update(doc_no=doc_no, decided_on=decided_on)
    return advance(extension, "approve", by=by)
