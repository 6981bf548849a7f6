"""What the two secretaries of a handover are told, and those of a body whose grade was lowered."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from apps.branches.models import Grade, Handover, Person
from apps.branches.secretaries import secretaries_of
from apps.core.lifecycle import history_of
from apps.notices.choices import NoticeKind
from apps.notices.telling import tell


def tell_confirmed(handover: Handover, by) -> None:
    day = date_format(handover.takes_over_on, "n月j日")
    place = handover.organisation
    link = reverse("accounts:profile")
    _tell(handover.successor, f"书记交接已确认：{day}起由您担任{place}书记", link)
    _tell(
        handover.outgoing.person,
        f"书记交接已确认：{place}的书记工作{day}起移交{handover.successor}",
        link,
    )


def tell_declined(handover: Handover, by) -> None:
    step = history_of(handover).first()
    reason = step.note if step else ""
    text = f"{handover.organisation}的书记交接被退回。原因：{reason}"
    _tell(handover.outgoing.person, text, handover.get_absolute_url())


def tell_of_lowering(before: Grade, lower: Grade, by) -> None:
    """A grade that a re-inspection lowered changed without a step of the body's own."""
    body = lower.organisation
    known = secretaries_of([body.pk], timezone.localdate())
    tell(
        users=[user for user in known.get(body.pk, []) if user != by],
        kind=NoticeKind.OTHER,
        text=f"{body}{lower.year}年“{before.level}”经复审降为“{lower.level}”。"
        f"原因：{lower.confirmation}",
        link=body.get_absolute_url(),
    )


def _tell(person: Person, text: str, link: str) -> None:
    if person.user:
        tell(users=[person.user], kind=NoticeKind.HANDOVER, text=text, link=link)
