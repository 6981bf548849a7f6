"""One form, one record: a double click, a retry or twenty parallel posts lead to the same row."""

import uuid
from collections.abc import Callable
from typing import TypeVar

from django.apps import apps
from django.db import IntegrityError, models, transaction

from apps.core.models import Submission

M = TypeVar("M", bound=models.Model)


def once(*, user, key: uuid.UUID, create: Callable[[], M]) -> tuple[M, bool]:
    """Run `create` unless `user` has sent the form `key` before; (object, whether it is new).

    The unique row is written last, together with what it leads to. A second request waits there
    for the first one's commit, and what it has made itself is undone.
    """
    try:
        with transaction.atomic():
            obj = create()
            Submission.objects.create(
                user=user, key=key, target_label=obj._meta.label, target_pk=obj.pk
            )
    except IntegrityError:
        first = Submission.objects.filter(user=user, key=key).first()
        if first is None:
            raise  # it was not the key that stood there already
        return apps.get_model(first.target_label).objects.get(pk=first.target_pk), False
    return obj, True
