from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.branches.models import Organisation, Person
from apps.meetings.choices import TalkKind
from apps.meetings.models import Talk


@transaction.atomic
def log_talk(
    *, organisation: Organisation, kind: TalkKind, held_on: date, first: Person, second: Person
) -> Talk:
    """谈心谈话 (R-MTG-09): that it took place, never what was said."""
    talk = Talk(organisation=organisation, kind=kind, held_on=held_on, first=first, second=second)
    talk.full_clean()
    if held_on > timezone.localdate():
        raise ValidationError({"held_on": "谈话日期还没有到，请在谈话后登记"})
    talk.save()
    return talk
