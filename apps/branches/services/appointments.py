"""Posts with dates; a predecessor's row ends, nothing is overwritten."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from apps.branches.choices import SECRETARY_POSTS, Post
from apps.branches.models import Appointment, Organisation, Person, Term


@transaction.atomic
def appoint(
    *,
    person: Person,
    organisation: Organisation,
    post: Post,
    since: date,
    term: Term | None = None,
) -> Appointment:
    """Give a post from `since` on; a new secretary ends the secretaryship of his predecessor."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    _check_new(person, organisation, post)
    if post == Post.SECRETARY:
        _end_predecessor(organisation, since)
    appointment = Appointment(
        person=person, organisation=organisation, post=post, valid_from=since, term=term
    )
    _check_term(appointment)
    appointment.full_clean()
    appointment.save()
    return appointment


def _check_new(person: Person, organisation: Organisation, post: Post) -> None:
    if organisation.dissolved_on:
        raise ValidationError(f"“{organisation}”已于 {organisation.dissolved_on} 撤销，不能再任职")
    held = organisation.appointments.filter(person=person, post=post, valid_to=None).first()
    if held:
        raise ValidationError(
            f"{person}自 {held.valid_from} 起已任{organisation}{held.get_post_display()}，不必重复登记"
        )


def _end_predecessor(organisation: Organisation, since: date) -> None:
    predecessor = organisation.appointments.secretaries().filter(valid_to=None).first()
    if predecessor is None:
        return
    if predecessor.valid_from >= since:
        raise ValidationError(
            f"现任书记{predecessor.person}自 {predecessor.valid_from} 起任职，"
            f"新任书记的任职日期须晚于这一天"
        )
    end_appointment(appointment=predecessor, on=since)


def _check_term(appointment: Appointment) -> None:
    term = appointment.term
    if term and term.organisation_id != appointment.organisation_id:
        raise ValidationError({"term": f"“{term}”不是{appointment.organisation}的届次，请重新选择"})


@transaction.atomic
def end_appointment(*, appointment: Appointment, on: date) -> Appointment:
    """The post is held up to but not including `on`."""
    if appointment.valid_to is not None:
        raise ValidationError(f"{appointment}已于 {appointment.valid_to} 免职")
    if on <= appointment.valid_from:
        raise ValidationError(f"免职日期须晚于任职日期（{appointment.valid_from}）")
    appointment.valid_to = on
    appointment.version += 1
    appointment.save(update_fields=["valid_to", "version", "updated_at"])
    return appointment


def let_former_read(*, organisation: Organisation, ended_on: date) -> int:
    """Secretaries whose posts ended on a day keep reading for some days, as after a 书记交接; not who
    goes on in another secretary's post."""
    posts = organisation.appointments.filter(post__in=SECRETARY_POSTS)
    going_on = posts.filter(valid_from__lte=ended_on).ending_after(ended_on).values("person")
    until = ended_on + timedelta(days=settings.HANDOVER_READING_DAYS)
    left = posts.filter(valid_to=ended_on, readable_until=None).exclude(person__in=going_on)
    return left.update(readable_until=until)
