"""Changes of state: a lifecycle is a table; only `advance` and `begin` write a status."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone

from apps.core.models import StatusChange
from apps.core.text import clean_text

M = TypeVar("M", bound=models.Model)


class StepRefused(ValidationError):
    """The step is not possible now; the message says why and what to do."""


@dataclass(frozen=True)
class Transition:
    """One row of a lifecycle table.

    `required` names fields of the object that must be filled; `stamp` a moment or day field that
    the step sets; `guard` raises StepRefused where a rule of the field forbids the step; `effect`
    does what follows from the step in the same transaction. A step that is not taken `by_hand`
    is such a consequence and has no button; `offered` hides a button whose guard would refuse.
    `seated` answers for (object, user) whether a seat of his lets him take the step without the
    right.
    """

    step: str
    label: str
    sources: tuple[str, ...]
    target: str
    permission: str
    required: tuple[str, ...] = ()
    note_required: bool = False
    stamp: str = ""
    guard: Callable[[Any], None] | None = None
    effect: Callable[[Any, Any], None] | None = None
    by_hand: bool = True
    offered: Callable[[Any], bool] | None = None
    seated: Callable[[Any, Any], bool] | None = None

    def is_open(self, obj: Any) -> bool:
        """Whether a button for the step makes sense on `obj` as it is in memory."""
        is_offered = self.offered is None or self.offered(obj)
        return self.by_hand and obj.status in self.sources and is_offered

    def allows(self, obj: Any, user) -> bool:
        has_right = user.has_perm(self.permission, obj)
        return has_right or (self.seated is not None and self.seated(obj, user))


@dataclass(frozen=True)
class Lifecycle:
    model_label: str
    transitions: tuple[Transition, ...]
    by_step: dict[str, Transition] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_step = {t.step: t for t in self.transitions}
        if len(by_step) != len(self.transitions):
            raise ValueError(f"{self.model_label}: a step stands twice in the table")
        object.__setattr__(self, "by_step", by_step)

    def open_steps(self, obj: Any, user) -> list[Transition]:
        """The steps that `user` may take from the state `obj` is in: its buttons."""
        return [t for t in self.transitions if t.is_open(obj) and t.allows(obj, user)]


_lifecycles: dict[str, Lifecycle] = {}


def register(lifecycle: Lifecycle) -> Lifecycle:
    _lifecycles[lifecycle.model_label] = lifecycle
    return lifecycle


def registered() -> dict[str, Lifecycle]:
    return dict(_lifecycles)


def lifecycle_of(obj: models.Model | type[models.Model]) -> Lifecycle:
    return _lifecycles[obj._meta.label]


def history_of(obj: models.Model) -> models.QuerySet[StatusChange]:
    return StatusChange.objects.filter(
        model_label=obj._meta.label, object_pk=obj.pk
    ).select_related("by")


@transaction.atomic
def advance(obj: M, step: str, *, by, note: str = "") -> M:
    """Take `step` on the stored row of `obj` and return it in its new state.

    `by` is the acting user; None is the portal itself (a worker, the shell), which needs no right.
    Raises StepRefused, or PermissionDenied where the right is missing.
    """
    transition = lifecycle_of(obj).by_step.get(step)
    if transition is None:
        raise StepRefused(f"没有“{step}”这个步骤")
    stored: Any = type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)
    note = clean_text(note)
    _check(transition, stored, by=by, note=note)
    if transition.guard:
        transition.guard(stored)
    source = _enter(stored, transition)
    changed = ["status"]
    if transition.stamp:
        changed.append(transition.stamp)
    if hasattr(stored, "version"):
        stored.version += 1
        changed.append("version")
    stored.save(update_fields=changed)
    _change(stored, transition, source=source, by=by, note=note).save()
    if transition.effect:
        transition.effect(stored, by)
    return stored


def begin(new: Iterable[M], step: str, *, by, note: str = "") -> list[M]:
    """Store `new` objects of one model in the state that `step` leads to: one statement a table.

    Rights and fields are checked as in `advance`. A guard reads the parts of a stored object,
    which a new one does not have yet: who creates it has checked what the guard would ask.
    """
    objects = list(new)
    if not objects:
        return objects
    transition, note = lifecycle_of(objects[0]).by_step[step], clean_text(note)
    for obj in objects:
        _check(transition, obj, by=by, note=note)
    sources = [_enter(obj, transition) for obj in objects]
    with transaction.atomic(savepoint=False):
        type(objects[0])._base_manager.bulk_create(objects)
        StatusChange.objects.bulk_create(
            _change(obj, transition, source=source, by=by, note=note)
            for obj, source in zip(objects, sources, strict=True)
        )
    return objects


def take_by_hand(obj: M, step: str, *, by, note: str = "") -> M:
    """`advance` for a button: consequences of other steps are refused."""
    transition = lifecycle_of(obj).by_step.get(step)
    if transition is not None and not transition.by_hand:
        raise StepRefused(f"“{transition.label}”由系统完成，不能单独操作")
    return advance(obj, step, by=by, note=note)


def _check(transition: Transition, stored: Any, *, by, note: str) -> None:
    if stored.status not in transition.sources:
        raise StepRefused(_out_of_order(transition, stored, by))
    if by is not None and not transition.allows(stored, by):
        raise PermissionDenied(f"您没有“{transition.label}”的权限")
    if transition.note_required and not note:
        raise StepRefused(f"{transition.label}必须写明原因")
    missing = [f for f in transition.required if getattr(stored, f) in (None, "")]
    if missing:
        names = "、".join(str(stored._meta.get_field(f).verbose_name) for f in missing)
        raise StepRefused(f"请先填写{names}，再{transition.label}")


def _out_of_order(transition: Transition, stored: Any, by) -> str:
    """The rule (where the step goes from) and the cure (what is open now)."""
    sources = "".join(f"“{state_of(stored, source)}”" for source in transition.sources)
    open_now = [
        t
        for t in lifecycle_of(stored).transitions
        if t.is_open(stored) and (by is None or t.allows(stored, by))
    ]
    named = "".join(f"“{t.label}”" for t in open_now)
    cure = f"现在可以办{named}" if named else "现在没有您可以办的步骤"
    return (
        f"“{stored}”现在是“{stored.get_status_display()}”，不能{transition.label}。"
        f"“{transition.label}”要从{sources}办起；{cure}"
    )


def state_of(model: Any, state: str) -> str:
    """What a state of a model, or of an object, is called."""
    return dict(model._meta.get_field("status").flatchoices).get(state, state)


def _enter(obj: Any, transition: Transition) -> str:
    """Set the state and its moment; answers the state that was left."""
    source, obj.status = obj.status, transition.target
    if transition.stamp:
        setattr(obj, transition.stamp, _now_for(obj._meta.get_field(transition.stamp)))
    return source


def _now_for(field: models.Field) -> datetime | date:
    return timezone.now() if isinstance(field, models.DateTimeField) else timezone.localdate()


def _change(obj: Any, transition: Transition, *, source: str, by, note: str) -> StatusChange:
    return StatusChange(
        model_label=obj._meta.label,
        object_pk=obj.pk,
        step=transition.step,
        source=source,
        target=transition.target,
        note=note,
        by=by,
    )
