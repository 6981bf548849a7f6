"""书记交接: asked for here; the lifecycle does it once a higher body has confirmed it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.branches.models import Appointment, Handover, Organisation, Person


@transaction.atomic
def request_handover(
    *, organisation: Organisation, successor: Person, takes_over_on: date, by, reason: str = ""
) -> Handover:
    """Name the successor of the present secretary and the day on which he takes over."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    outgoing = secretary_of(organisation)
    if outgoing is None:
        raise ValidationError(f"“{organisation}”现在没有书记，请直接请上级党组织登记任职")
    _check(outgoing, successor, takes_over_on)
    if organisation.handovers.awaiting().exists():
        raise ValidationError("已有一份交接待上级确认。要改的，请先撤回那一份")
    return Handover.objects.create(
        organisation=organisation,
        outgoing=outgoing,
        successor=successor,
        takes_over_on=takes_over_on,
        reason=reason,
        requested_by=by,
    )


def secretary_of(organisation: Organisation) -> Appointment | None:
    """The secretary whose post has no end yet."""
    open_posts = organisation.appointments.secretaries().filter(valid_to=None)
    return open_posts.select_related("person", "term").first()


def _check(outgoing: Appointment, successor: Person, day: date) -> None:
    problems: dict[str, str] = {}
    if successor == outgoing.person:
        problems["successor"] = f"{successor}就是现任书记，请选接任的人"
    if day < timezone.localdate():
        problems["takes_over_on"] = "交接日期不能早于今天"
    elif day <= outgoing.valid_from:
        problems["takes_over_on"] = f"交接日期须晚于现任书记的任职日期（{outgoing.valid_from}）"
    if problems:
        raise ValidationError(problems)
