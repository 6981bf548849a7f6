"""One form, one record: a double click, a retry or twenty parallel posts lead to the same row."""

import uuid
from collections.abc import Callable
from typing import TypeVar

from django.apps import apps
from django.db import models, transaction

from apps.core.models import Submission

M = TypeVar("M", bound=models.Model)


def once(*, user, key: uuid.UUID, create: Callable[[], M]) -> tuple[M, bool]:
    """Run `create` unless `user` has sent the form `key` before; (object, whether it is new).

    The unique row makes a second request wait for the first one's commit.
    """
    with transaction.atomic():
        submission, is_first = Submission.objects.get_or_create(user=user, key=key)
        if not is_first:
            return apps.get_model(submission.target_label).objects.get(
                pk=submission.target_pk
            ), False
        obj = create()
        submission.target_label = obj._meta.label
        submission.target_pk = obj.pk
        submission.save(update_fields=["target_label", "target_pk"])
        return obj, True
