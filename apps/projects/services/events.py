"""推进会, 观摩会, 把脉问诊: held with the projects that were shown."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from apps.branches.models import Organisation
from apps.core.versions import claim_version
from apps.projects.choices import EventKind
from apps.projects.models import EventProject, ProjectEvent, SecretaryProject
from apps.projects.services.rights import require

# A project that was shown and what was said of it.
Shown = tuple[SecretaryProject, str]


@transaction.atomic
def hold_event(
    *,
    kind: EventKind,
    title: str,
    organisation: Organisation,
    starts_on: date,
    by,
    shown: Iterable[Shown] = (),
    **fields: Any,
) -> ProjectEvent:
    """`fields`: ends_on, place, findings. PermissionDenied unless `by` writes for the holder."""
    event = ProjectEvent(
        kind=kind, title=title, organisation=organisation, starts_on=starts_on, **fields
    )
    event.full_clean()
    event.save(force_insert=True)
    require(by, "projects.add_projectevent", event)
    _show(event, shown, by)
    return event


@transaction.atomic
def update_event(
    *,
    event: ProjectEvent,
    expected_version: int,
    by,
    shown: Iterable[Shown] | None = None,
    **fields: Any,
) -> ProjectEvent:
    """With `shown`, the projects are written anew; without it they stay as they are."""
    claim_version(event, expected=expected_version)
    require(by, "projects.change_projectevent", event)
    for name, value in fields.items():
        setattr(event, name, value)
    event.full_clean()
    event.save()
    if shown is not None:
        EventProject.objects.filter(event=event).delete()
        _show(event, shown, by)
    return event


def _show(event: ProjectEvent, shown: Iterable[Shown], by) -> None:
    rows = list(shown)
    if by is not None:
        seen = SecretaryProject.objects.visible_to(by)
        known = set(seen.filter(pk__in=[p.pk for p, _ in rows]).values_list("pk", flat=True))
        if any(project.pk not in known for project, _ in rows):
            raise PermissionDenied("展示的项目里有您看不到的，请重新选择")
    EventProject.objects.bulk_create(
        EventProject(event=event, project=project, findings=findings) for project, findings in rows
    )
