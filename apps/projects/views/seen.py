"""Which project a page is about: 404 where it is not seen, 403 where it may only be read."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone

from apps.branches.models import Appointment, Organisation, Person
from apps.core.versions import StaleVersion
from apps.projects.models import SecretaryProject
from apps.zones.forms.sections import SectionedForm

VIEW = "projects.view_secretaryproject"
ADD = "projects.add_secretaryproject"
LEAD = "projects.lead_secretaryproject"


def seen(request, uuid: UUID) -> SecretaryProject:
    rows = SecretaryProject.objects.visible_to(request.user).select_related(
        "organisation__unit", "secretary", "contact", "kind", "created_by"
    )
    return get_object_or_404(rows, uuid=uuid)


def led(request, uuid: UUID) -> SecretaryProject:
    project = seen(request, uuid)
    require_lead(request, project)
    return project


def require_lead(request, project: SecretaryProject) -> None:
    if not request.user.has_perm(LEAD, project):
        raise PermissionDenied("这个书记项目由本单位党组和机关党委办理，您可以查看")


def people_of(organisation: Organisation) -> list[Person]:
    """Who may answer for something: whoever holds a post in the unit today."""
    today = timezone.localdate()
    bodies = Organisation.objects.filter(pk=organisation.pk)
    if organisation.unit_id:
        bodies = Organisation.objects.filter(unit=organisation.unit_id)
    held = Appointment.objects.valid_on(today).filter(
        organisation__in=bodies.order_by().values("pk")
    )
    return list(Person.objects.filter(pk__in=held.order_by().values("person")))


def told(form: SectionedForm, refused: ValidationError | StaleVersion) -> None:
    """What a service refused, at the place that it names; nothing that was typed is lost."""
    if isinstance(refused, StaleVersion):
        current: Any = refused.current
        form.accept_version(current.version)
        form.add_error(None, f"{refused}。再按保存，就以您这里填写的为准")
    else:
        form.add_refusal(refused)
