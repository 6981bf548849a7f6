"""docs/lifecycles.md: the registered tables of states, written out for people.

It stands here and not in the kernel because who may take a step is known by the roles.
"""

from collections.abc import Iterable, Iterator

from django.apps import apps

from apps.branches.choices import Role
from apps.branches.scope import permissions_of
from apps.core.lifecycle import Lifecycle, Transition, registered, state_of

HEAD = """# Lifecycles

Written by `manage.py lifecycles` from the tables that are registered with `apps/core/lifecycle.py`; do not edit.
A step that is taken out of order is refused with the states from which it goes and the steps that are open now.
*System* steps have no button: they follow from something else. A check is a function of the app's `lifecycle`
module, which refuses in a sentence.
"""
COLUMNS = ("Step", "From", "To", "Who may", "Required", "Note")


def document() -> str:
    tables = sorted(registered().values(), key=lambda table: table.model_label)
    return "\n".join([HEAD, *(line for table in tables for line in _section(table))])


def _section(table: Lifecycle) -> Iterator[str]:
    model = apps.get_model(table.model_label)
    yield f"## {model._meta.verbose_name} `{table.model_label}`\n"
    yield _row(COLUMNS)
    yield _row(["---"] * len(COLUMNS))
    for transition in table.transitions:
        yield _row(_cells(model, transition))
    yield ""


def _cells(model, step: Transition) -> Iterator[str]:
    yield f"{step.label} `{step.step}`" + ("" if step.by_hand else ", *system*")
    yield "、".join(state_of(model, source) for source in step.sources)
    yield state_of(model, step.target)
    yield "、".join(_roles(step.permission))
    yield "; ".join(_asked(model, step))
    yield "required" if step.note_required else ""


def _roles(permission: str) -> Iterator[str]:
    return (str(role.label) for role in Role if permission in permissions_of(role))


def _asked(model, step: Transition) -> Iterator[str]:
    fields = [str(model._meta.get_field(name).verbose_name) for name in step.required]
    if fields:
        yield "、".join(fields)
    if step.guard:
        yield f"check `{step.guard.__name__}`"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
