"""学习重点: written by the committee's staff; sent out and recalled by the steps of its lifecycle."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.branches.models import Unit
from apps.meetings.choices import TopicStatus
from apps.meetings.models import Addressee, StudyTopic


@transaction.atomic
def write_topic(
    *,
    topic: StudyTopic,
    title: str,
    month: date,
    text: str = "",
    source: str = "",
    is_for_all: bool = True,
    units: Iterable[Unit] = (),
) -> StudyTopic:
    """Write a new topic or a draft anew; what has been sent out is recalled first."""
    if topic.status == TopicStatus.PUBLISHED:
        raise ValidationError("这条学习重点已经下发，请先撤回再修改")
    chosen = [] if is_for_all else sorted({unit.pk for unit in units})
    if not is_for_all and not chosen:
        raise ValidationError({"units": "请选择发给哪些联系片或单位，或者勾选“发给全部单位”"})
    topic.title, topic.month, topic.text, topic.source = title, month.replace(day=1), text, source
    topic.is_for_all = is_for_all
    topic.full_clean()
    topic.save()
    topic.addressees.all().delete()
    Addressee.objects.bulk_create(Addressee(topic=topic, unit_id=pk) for pk in chosen)
    return topic
