"""Saying something to people: what stands in 消息 and, for whoever asked for it, in a mail."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme

from apps.accounts.models import User
from apps.core.text import clean_text
from apps.notices.choices import NoticeKind
from apps.notices.models import ChannelPreference, Notice


@dataclass(frozen=True)
class Said:
    """What is to be said to one person; `link` is an address of the portal."""

    user: User
    text: str
    link: str = ""


def tell(
    *, users: Iterable[User], kind: NoticeKind, text: str, link: str = "", key: str = ""
) -> list[Notice]:
    """Leave the same notice for each of `users`; with a `key`, once for each person."""
    return tell_each(
        said=[Said(user, text, link) for user in dict.fromkeys(users)], kind=kind, key=key
    )


@transaction.atomic
def tell_each(*, said: Iterable[Said], kind: NoticeKind, key: str = "") -> list[Notice]:
    """Leave a notice for each person; answers those that are new. Two queries, however many.

    Disabled accounts are passed over; 审核 goes to those who asked for it.
    """
    said = [one for one in said if one.user.is_active]
    preferences = ChannelPreference.objects.in_bulk(
        [one.user.pk for one in said], field_name="user_id"
    )
    notices = []
    for one in said:
        preference = preferences.get(one.user.pk)
        if kind == NoticeKind.REVIEWED and not (preference and preference.wants_reviews):
            continue
        notices.append(_notice(one, kind, key, _by_mail(one.user, preference)))
    if not key:
        return Notice.objects.bulk_create(notices)
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return list(Notice.objects.filter(uuid__in=[n.uuid for n in notices]))


def _by_mail(user: User, preference: ChannelPreference | None) -> bool:
    wanted = preference and preference.by_mail and not preference.is_muted
    return bool(wanted and user.email)


def _notice(one: Said, kind: NoticeKind, key: str, by_mail: bool) -> Notice:
    if one.link and not url_has_allowed_host_and_scheme(one.link, allowed_hosts=None):
        raise ValueError(f"a notice leads to a page of the portal, not to {one.link}")
    return Notice(
        user=one.user,
        kind=kind,
        text=clean_text(one.text),
        link=one.link,
        key=key,
        wants_mail=by_mail,
    )
