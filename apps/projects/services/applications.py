"""An application: who may own one, and what stands in it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.branches.choices import OrganisationKind
from apps.branches.models import Appointment, Organisation, Person, Unit
from apps.branches.scope import scope
from apps.core.lifecycle import StepRefused, advance
from apps.core.versions import claim_version
from apps.projects.models import ProjectMeasure, SecretaryProject
from apps.projects.querysets import heads_of_units
from apps.projects.services.rights import locked

# What the unit writes of its application.
FIELDS = (
    *("year", "title", "kind", "secretary", "contact", "background", "problem", "measures"),
    *("schedule", "expected_effect", "starts_on", "ends_on"),
)


def possible_owners(day: date):
    """Each unit's Party group; of a unit without one its head organisation."""
    groups = Organisation.objects.existing_on(day).filter(kind=OrganisationKind.PARTY_GROUP)
    led = groups.filter(unit__isnull=False).order_by().values("unit")
    heads = heads_of_units().existing_on(day).exclude(unit__in=led)
    return Organisation.objects.filter(pk__in=groups.values("pk").union(heads.values("pk")))


def owner_of(unit: Unit, day: date | None = None) -> Organisation | None:
    """The organisation that owns the projects of a unit."""
    return possible_owners(day or timezone.localdate()).filter(unit=unit).order_by("path").first()


def owners_for(user, day: date | None = None):
    """The organisations for which `user` may apply."""
    where = scope(user, "projects.add_secretaryproject")
    owners = possible_owners(day or timezone.localdate())
    if where.is_everywhere or not where:
        return owners if where else owners.none()
    units = heads_of_units().filter(where.condition("path")).order_by().values("unit")
    return owners.filter(where.condition("path") | Q(unit__in=units))


def may_apply(user) -> bool:
    """Whether there is an organisation for which `user` may apply; the committee need not look."""
    where = scope(user, "projects.add_secretaryproject")
    return where.is_everywhere or owners_for(user).exists()


def secretary_of(organisation: Organisation, day: date) -> Person | None:
    """Who leads the owner on that day, or else the head organisation of its unit."""
    posts = Appointment.objects.valid_on(day).secretaries().select_related("person")
    own = posts.filter(organisation=organisation).first()
    if own is None and organisation.unit_id:
        heads = heads_of_units().filter(unit=organisation.unit_id)
        own = posts.filter(organisation__in=heads.values("pk")).first()
    return own.person if own else None


@transaction.atomic
def create_project(
    *, organisation: Organisation, year: int, title: str, by, **fields: Any
) -> SecretaryProject:
    """A draft of an application; without `secretary` it is today's one of the owner.

    `fields` are those of FIELDS. ValidationError names what is wrong by field.
    """
    if by is not None and not owners_for(by).filter(pk=organisation.pk).exists():
        raise PermissionDenied(f"“{organisation}”的书记项目不由您申报")
    fields.setdefault("secretary", secretary_of(organisation, timezone.localdate()))
    project = SecretaryProject(
        organisation=organisation, year=year, title=title, created_by=by, **fields
    )
    project.full_clean()
    project.save(force_insert=True)
    return project


@transaction.atomic
def update_project(
    *, project: SecretaryProject, expected_version: int, by, **fields: Any
) -> SecretaryProject:
    """Write an application anew. StaleVersion if it is not `expected_version` any more."""
    stored = locked(project, by)
    if not stored.is_application_open:
        raise StepRefused(
            f"“{stored}”现在是“{stored.get_status_display()}”，申报内容不能再改。"
            "已申报、还没有预审的，请先撤回申报；以后需要改的，请工委退回修改"
        )
    claim_version(stored, expected=expected_version)
    for name, value in fields.items():
        setattr(stored, name, value)
    stored.full_clean()
    stored.save()
    return stored


@transaction.atomic
def write_measures(
    *, project: SecretaryProject, measures: Iterable[tuple[str, str]], by
) -> list[ProjectMeasure]:
    """The named measures (name, text) in their order, in the place of those that stood there."""
    stored = locked(project, by)
    kept = {measure.name: measure for measure in stored.named_measures.all()}
    written = []
    for order, (name, text) in enumerate(measures, start=1):
        measure = kept.pop(name, None) or ProjectMeasure(project=stored, name=name)
        measure.order, measure.text = order, text
        measure.full_clean()
        measure.save()
        written.append(measure)
    ProjectMeasure.objects.filter(pk__in=[measure.pk for measure in kept.values()]).delete()
    return written


def apply_for(*, project: SecretaryProject, by) -> SecretaryProject:
    """Hand the application in."""
    return advance(project, "submit", by=by)
