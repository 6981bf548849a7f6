"""A new version of a scheme: the only way to change one in use (R-ASM-01)."""

from django.db import transaction

from apps.assessments.choices import SchemeStatus
from apps.assessments.models import Scheme

# Keys of the row itself; what leads to its owner is given anew.
OWN = {"id", "uuid"}


@transaction.atomic
def new_version(*, scheme: Scheme) -> Scheme:
    """A draft that begins as a copy of `scheme`, with all that belongs to it."""
    newest = Scheme.objects.select_for_update().filter(name=scheme.name).latest("number")
    draft = Scheme.objects.create(
        name=scheme.name,
        number=newest.number + 1,
        subject=scheme.subject,
        kinds=scheme.kinds,
        full_total=scheme.full_total,
        status=SchemeStatus.DRAFT,
        note=f"由第{scheme.number}版复制",
    )
    parts = _copy_parts(scheme, draft)
    for rows in (scheme.thresholds, scheme.classes):
        for row in rows.all():
            _copied(row, scheme=draft)
    for veto in scheme.vetoes.all():
        _copied(veto, scheme=draft, part=parts.get(veto.part_id))
    return draft


def _copy_parts(scheme: Scheme, draft: Scheme) -> dict:
    """The parts of the draft by the keys of those they were copied from."""
    parts = {}
    for part in scheme.parts.all():
        parts[part.pk] = _copied(part, scheme=draft)
        for criterion in part.criteria.all():
            copied = _copied(criterion, part=parts[part.pk])
            for rows in (criterion.steps, criterion.offices):
                for row in rows.all():
                    _copied(row, criterion=copied)
    return parts


def _copied(row, **changed):
    """A new row with the values of `row`, save those `changed` and its keys."""
    fields = (f for f in row._meta.concrete_fields if f.name not in OWN)
    values = {f.name: getattr(row, f.name) for f in fields}
    return type(row).objects.create(**{**values, **changed})
