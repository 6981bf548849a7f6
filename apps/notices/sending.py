"""What leaves the portal: one look at the ledger, any number of times, by any number of workers.

Nothing is planned ahead. Whenever working hours are on, notices that wait for a mail are gathered
into today's delivery of their reader, and deliveries that wait are sent. A broker that lost its
messages, a worker killed half-way or a second scheduler change nothing but the hour.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, F, Min, OuterRef, Q
from django.utils import timezone

from apps.core.locks import alone
from apps.core.workdays import workdays
from apps.notices import channels, letters
from apps.notices.choices import NoticeKind, Outcome
from apps.notices.models import ChannelPreference, Delivery, Notice

log = logging.getLogger(__name__)
# Answers what each notice still has to say, by key; what has become needless is left out.
Recheck = Callable[[list[Notice]], dict[int, str]]
_rechecks: dict[str, Recheck] = {}


def recheck(kind: NoticeKind) -> Callable[[Recheck], Recheck]:
    """Register the function that asks once more, as a mail leaves, whether notices still hold."""

    def register(function: Recheck) -> Recheck:
        _rechecks[kind] = function
        return function

    return register


def send_waiting(*, now: datetime) -> int:
    """Send what waits, within working hours; returns how many messages left."""
    if not workdays().is_working_moment(now):
        return 0
    with alone("notices.sending") as mine:
        if not mine:
            return 0
        gather(now=now)
        return _send_due(now)


@transaction.atomic
def gather(*, now: datetime) -> None:
    """Put notices that wait for a mail into today's delivery of each reader who has none yet."""
    today = timezone.localdate(now)
    _carry_over(today)
    notices = list(Notice.objects.to_mail().select_related("user__channel_preference"))
    readers = {n.user for n in notices if wants_mail(n.user) and not is_quiet_for(n.user, now)}
    taken = Delivery.objects.filter(user__in=readers).filter(Q(day=today) | Q(outcome=""))
    served = set(taken.values_list("user", flat=True))
    chosen = sorted(user.pk for user in readers if user.pk not in served)
    new = {
        delivery.user_id: delivery
        for delivery in Delivery.objects.bulk_create(
            Delivery(user_id=pk, day=today, try_at=now) for pk in chosen
        )
    }
    carried = [n for n in notices if n.user_id in new]
    for notice in carried:
        notice.delivery = new[notice.user_id]
    Notice.objects.bulk_update(carried, ["delivery"])


def _carry_over(today: date) -> None:
    """What did not leave on its day takes the place of today's message, one for each reader."""
    same = Delivery.objects.filter(day=today).filter(
        Q(user=OuterRef("user")) | Q(group=OuterRef("group"))
    )
    late = Delivery.objects.waiting().filter(~Exists(same), day__lt=today)
    first = late.order_by().values("user", "group").annotate(first=Min("pk")).values("first")
    Delivery.objects.filter(pk__in=list(first.values_list("first", flat=True))).update(day=today)


def wants_mail(user) -> bool:
    """Whether somebody wants mails now; he may have changed his mind since the notice."""
    preference: ChannelPreference = user.channel_preference
    wanted = preference.by_mail and not preference.is_muted
    return bool(wanted and user.email and user.is_active)


def is_quiet_for(user, now: datetime) -> bool:
    preference: ChannelPreference = user.channel_preference
    moment = timezone.localtime(now).time()
    return is_quiet(moment, preference.quiet_from, preference.quiet_until)


def is_quiet(moment: time, start: time | None, end: time | None) -> bool:
    """Whether a time of day lies in the quiet hours, which may go past midnight."""
    if start is None or end is None:
        return False
    return start <= moment < end if start <= end else moment >= start or moment < end


def _send_due(now: datetime) -> int:
    waiting = Delivery.objects.due(now).filter(day=timezone.localdate(now))
    waiting = waiting.select_related("user__channel_preference", "group").order_by("try_at", "pk")
    deliveries = [d for d in waiting[: settings.MESSAGE_BATCH] if _is_free(d, now)]
    mails = _letters([d for d in deliveries if d.user and wants_mail(d.user)])
    post = Post()
    sent = sum(_attempt(d, mails.get(d.pk), post, now) for d in deliveries if _begin(d, now))
    post.close()
    return sent


def _is_free(delivery: Delivery, now: datetime) -> bool:
    return delivery.user is None or not is_quiet_for(delivery.user, now)


class Post:
    """The mail server, opened once for all mails of a look; one that is away is asked once."""

    def __init__(self) -> None:
        self.connection = get_connection()
        self.is_open = False
        self.failure: OSError | None = None

    def send(self, mail: EmailMessage) -> None:
        if not self.is_open and self.failure is None:
            self._open()
        if self.failure:
            raise self.failure
        self.connection.send_messages([mail])

    def _open(self) -> None:
        try:
            self.connection.open()
            self.is_open = True
        except OSError as error:
            self.failure = error

    def close(self) -> None:
        if self.is_open:
            self.connection.close()


def _letters(deliveries: list[Delivery]) -> dict[int, EmailMessage]:
    """The mails that still have something to say, each notice asked once more."""
    notices = list(Notice.objects.filter(delivery__in=deliveries).order_by("created_at", "pk"))
    texts = {n.pk: n.text for n in notices if n.kind not in _rechecks}
    for kind, ask in _rechecks.items():
        if concerned := [n for n in notices if n.kind == kind]:
            texts |= ask(concerned)
    said: dict[int, list] = defaultdict(list)
    for notice in notices:
        if notice.delivery_id and notice.pk in texts:
            said[notice.delivery_id].append((texts[notice.pk], notice))
    return {
        d.pk: letters.write(d, d.user, said[d.pk]) for d in deliveries if d.user and d.pk in said
    }


def _begin(delivery: Delivery, now: datetime) -> bool:
    """Count the attempt and move the next one on before sending: whoever is killed loses nothing."""
    later = now + timedelta(minutes=settings.MESSAGE_RETRY_MINUTES)
    claimed = Delivery.objects.due(now).filter(pk=delivery.pk)
    return bool(claimed.update(attempts=F("attempts") + 1, try_at=later))


def _attempt(delivery: Delivery, mail: EmailMessage | None, post: Post, now: datetime) -> bool:
    """Send one message; whether it left."""
    try:
        if delivery.group:
            channels.send(delivery.group, delivery.text)
        elif mail:
            post.send(mail)
    except (OSError, channels.NotDelivered) as error:  # the errors of smtplib are OSErrors
        _note_failure(delivery, error, now)
        return False
    left = bool(delivery.group or mail)
    _settle(delivery, Outcome.SENT if left else Outcome.NEEDLESS, now)
    return left


def _settle(delivery: Delivery, outcome: Outcome, now: datetime, error: str = "") -> None:
    Delivery.objects.filter(pk=delivery.pk).update(outcome=outcome, settled_at=now, error=error)


def _note_failure(delivery: Delivery, error: Exception, now: datetime) -> None:
    log.warning("delivery %s, attempt %s: %s", delivery.pk, delivery.attempts, error)
    reason = letters.reason(error)
    # The attempt that has just failed is counted in the row only.
    if delivery.attempts + 1 >= settings.MESSAGE_ATTEMPTS:
        _settle(delivery, Outcome.FAILED, now, reason)
    else:
        Delivery.objects.filter(pk=delivery.pk).update(error=reason)
