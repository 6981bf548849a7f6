"""A measure in use is changed as its next version."""

from django.db import transaction
from django.utils import timezone

from apps.grades.models import GradeItem, GradeLevel, GradeScheme, GradeVeto


@transaction.atomic
def new_version(*, scheme: GradeScheme) -> GradeScheme:
    """A copy with the next number, to be changed before anybody is rated by it."""
    newest = GradeScheme.objects.select_for_update().filter(name=scheme.name).latest("number")
    copy = GradeScheme.objects.create(
        **_values(scheme, without=("number", "valid_from")),
        number=newest.number + 1,
        valid_from=timezone.localdate(),
    )
    items = _items(scheme, copy)
    levels = {
        level.pk: GradeLevel.objects.create(**_values(level, without=("scheme",)), scheme=copy)
        for level in scheme.levels.all()
    }
    for veto in scheme.vetoes.all():
        GradeVeto.objects.create(
            **_values(veto, without=("scheme", "item", "level")),
            scheme=copy,
            item=items.get(veto.item_id or 0),
            level=levels[veto.level_id],
        )
    return copy


def _items(scheme: GradeScheme, copy: GradeScheme) -> dict[int, GradeItem]:
    """By the key of the item that was copied; parts come after what they belong to."""
    made: dict[int, GradeItem] = {}
    for item in sorted(
        scheme.items.all(), key=lambda item: (item.parent_id is not None, item.order)
    ):
        made[item.pk] = GradeItem.objects.create(
            **_values(item, without=("scheme", "parent")),
            scheme=copy,
            parent=made.get(item.parent_id or 0),
        )
    return made


def _values(row, *, without: tuple[str, ...]) -> dict:
    kept = {"id", "uuid", "version", "created_at", "updated_at", *without}
    return {f.name: getattr(row, f.name) for f in row._meta.concrete_fields if f.name not in kept}
