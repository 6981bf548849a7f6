"""What waits at the committee's desk about elections at the end of a term."""

from django.urls import reverse
from django.utils import timezone

from apps.core.desk import queue
from apps.elections.choices import ElectionKind, ElectionStatus, ExtensionStatus
from apps.elections.models import Election, Renewal, TermExtension

GUIDE, DECIDE = "elections.guide_renewal", "elections.decide_renewal"


def _renewals(waiting: str) -> str:
    return f"{reverse('admin:elections_renewal_changelist')}?waiting={waiting}"


@queue("待提醒的换届", permission=GUIDE, order=30, link=lambda: _renewals("notice"))
def to_be_noticed(user):
    return Renewal.objects.visible_to(user, "guide").to_be_noticed()


@queue("待批复的换届", permission=DECIDE, order=31, link=lambda: _renewals("decision"))
def to_be_decided(user):
    return Renewal.objects.visible_to(user, "decide").to_be_decided()


@queue(
    "待批复的补选",
    permission="elections.confirm_election",
    order=32,
    link=lambda: (
        f"{reverse('admin:elections_election_changelist')}"
        f"?kind__exact={ElectionKind.BY_ELECTION}&status__exact={ElectionStatus.RECORDED}"
    ),
)
def by_elections(user):
    return Election.objects.visible_to(user, "confirm").by_elections().waiting()


@queue(
    "待批复的延期换届",
    permission="elections.decide_termextension",
    order=33,
    link=lambda: (
        f"{reverse('admin:elections_termextension_changelist')}"
        f"?status__exact={ExtensionStatus.ASKED}"
    ),
)
def extensions(user):
    return TermExtension.objects.visible_to(user, "decide").waiting()


@queue(
    "换届逾期的党组织",
    permission=DECIDE,
    order=34,
    is_late=True,
    link=lambda: _renewals("overdue"),
)
def overdue(user):
    return Renewal.objects.visible_to(user, "decide").overdue(timezone.localdate())
