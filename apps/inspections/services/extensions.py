"""延期: asked by whoever corrects, decided by the committee through the lifecycle."""

from datetime import date

from django.db import transaction

from apps.inspections.models import Extension, Issue
from apps.inspections.rules import fits_extension
from apps.inspections.services.rights import locked_in_hand
from apps.inspections.telling import tell_of_asking


@transaction.atomic
def ask_extension(*, issue: Issue, asked_until: date, reason: str, by) -> Extension:
    """The deadline stays until the request is approved."""
    stored = locked_in_hand(issue, by)
    fits_extension(stored, asked_until)
    extension = Extension(issue=stored, asked_until=asked_until, reason=reason, asked_by=by)
    extension.full_clean()
    extension.save(force_insert=True)
    tell_of_asking(extension, by)
    return extension
