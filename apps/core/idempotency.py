"""One form, one record: a double click, a retry or twenty parallel posts lead to the same row."""

import uuid
from collections.abc import Callable
from typing import TypeVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from apps.core.models import Submission

M = TypeVar("M", bound=models.Model)


def once(*, user, key: uuid.UUID, create: Callable[[], M]) -> tuple[M, bool]:
    """Run `create` unless `user` has sent the form `key` before; (object, whether it is new).

    The unique row is written last, together with what it leads to. A second request waits there
    for the first one's commit, and what it has made itself is undone. A draft of the form under
    this key has become the object: nobody is offered it any more, and the sweep takes it away.
    """
    try:
        with transaction.atomic():
            obj = create()
            Submission.objects.create(user=user, key=key, **_target(obj))
    except (IntegrityError, ValidationError):
        # Where a thing may exist only once, a retry is refused because of what it made itself.
        first = sent_before(user=user, key=key)
        if first is None:
            raise  # it was not the key that stood there already
        return apps.get_model(first.target_label).objects.get(pk=first.target_pk), False
    return obj, True


@transaction.atomic
def changed(*, user, key: uuid.UUID, change: Callable[[], M]) -> M:
    """Run `change` and note that the form `key` has done it, so that a retry can be told apart.

    Unlike a creation it is not held back by its key: the version of the row does that.
    """
    obj = change()
    Submission.objects.get_or_create(user=user, key=key, defaults=_target(obj))
    return obj


def _target(obj: models.Model) -> dict:
    return {"target_label": obj._meta.label, "target_pk": obj.pk}


def sent_before(*, user, key: uuid.UUID) -> Submission | None:
    """The earlier sending of the form `key`, if it was saved."""
    return Submission.objects.filter(user=user, key=key).first()
