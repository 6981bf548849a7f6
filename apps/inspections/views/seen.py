"""Which row a page is about: 404 where it is not seen, 403 where it may only be read."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from apps.branches.models import Appointment, Organisation, Person
from apps.core.versions import StaleVersion
from apps.inspections.lifecycle import CORRECT
from apps.inspections.models import Inspection, Issue, Visit
from apps.zones.forms.sections import SectionedForm

# So many of the latest records of a body are offered to choose from.
OFFERED = 30


def seen_issue(request, uuid: UUID) -> Issue:
    rows = Issue.objects.seen_by(request.user).select_related(
        *("organisation__unit", "unit", "visit__inspection", "meeting__organisation", "item"),
        *("parent", "relapse_of", "created_by"),
    )
    return get_object_or_404(rows, uuid=uuid)


def corrected_issue(request, uuid: UUID) -> Issue:
    issue = seen_issue(request, uuid)
    if not request.user.has_perm(CORRECT, issue):
        raise PermissionDenied("这个问题由整改单位办理，您可以查看")
    return issue


def seen_inspection(request, uuid: UUID) -> Inspection:
    rows = Inspection.objects.seen_by(request.user).select_related("zone", "checklist")
    return get_object_or_404(rows, uuid=uuid)


def seen_visit(request, uuid: UUID) -> Visit:
    rows = Visit.objects.seen_by(request.user).select_related(
        "inspection__checklist", "unit", "organisation", "grade__organisation"
    )
    return get_object_or_404(rows, uuid=uuid)


def told_visit(request, uuid: UUID) -> Visit:
    """One whose notice the reader may have: as one of its team, or for the unit."""
    rows = Visit.objects.told_to(request.user).select_related("inspection", "unit")
    return get_object_or_404(rows, uuid=uuid)


def people_of(organisation: Organisation) -> list[Person]:
    """Who may answer for something: whoever holds a post in the unit today."""
    bodies = Organisation.objects.filter(pk=organisation.pk)
    if organisation.unit_id:
        bodies = Organisation.objects.filter(unit=organisation.unit_id)
    held = Appointment.objects.valid_on(timezone.localdate()).filter(
        organisation__in=bodies.order_by().values("pk")
    )
    return list(Person.objects.filter(pk__in=held.order_by().values("person")))


def attempt(form: SectionedForm, change: Callable[[], Any]) -> Any:
    """What the change answered; None if it was refused, with the words at their place in the form."""
    try:
        return change()
    except StaleVersion as stale:
        current: Any = stale.current
        form.accept_version(current.version)
        form.add_error(None, f"{stale}。再按保存，就以您这里填写的为准")
    except ValidationError as refusal:
        form.add_refusal(refusal)
    return None


def page(request, template: str, form: SectionedForm, context: dict):
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)
