"""Verbs of the reader and of the desk."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.services import change_email
from apps.core.secrets import seal
from apps.core.text import clean_name
from apps.core.versions import claim_version
from apps.notices import channels
from apps.notices.choices import GroupKind, Outcome
from apps.notices.models import ChannelPreference, Delivery, GroupChannel, Notice


def mark_seen(*, notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk, is_new=True).update(is_new=False)


def mark_all_seen(*, user: User) -> int:
    return Notice.objects.of(user).new().update(is_new=False)


@transaction.atomic
def set_preference(*, user: User, expected_version: int, email: str, **choices) -> None:
    """Keep how somebody wants to be told; StaleVersion if it has changed since it was opened."""
    preference, _ = ChannelPreference.objects.get_or_create(user=user)
    claim_version(preference, expected=expected_version)
    for name, value in choices.items():
        setattr(preference, name, value)
    preference.full_clean()
    preference.save()
    if email != user.email:
        change_email(user=user, email=email)


@transaction.atomic
def open_group(*, name: str, kind: GroupKind, address: str, secret: str = "") -> GroupChannel:
    """Register the robot of a group; `address` is what its platform shows for copying."""
    group = GroupChannel(name=clean_name(name), kind=kind)
    group.sealed_address = seal(channels.address_of(kind, address, secret))
    group.full_clean()
    group.save()
    return group


@transaction.atomic
def change_address(*, group: GroupChannel, address: str, secret: str = "") -> GroupChannel:
    stored = GroupChannel.objects.select_for_update().get(pk=group.pk)
    stored.sealed_address = seal(channels.address_of(stored.kind, address, secret))
    stored.version += 1
    stored.save(update_fields=["sealed_address", "version", "updated_at"])
    return stored


def send_test(*, group: GroupChannel) -> None:
    """Send a line to the group at once; ValidationError says what the platform answered."""
    try:
        channels.send(group, "六亮门户测试消息：看到这一条，说明群通知已接通。")
    except channels.NotDelivered as refusal:
        raise ValidationError(f"没有发出：{refusal}") from refusal


def tell_group(*, group: GroupChannel, text: str) -> Delivery | None:
    """Put a message into the ledger; None when the group has had one today."""
    now = timezone.now()
    delivery, is_new = Delivery.objects.get_or_create(
        group=group, day=timezone.localdate(now), defaults={"text": text, "try_at": now}
    )
    return delivery if is_new else None


@transaction.atomic
def send_again(*, delivery: Delivery) -> Delivery:
    """Take a failed delivery up once more, with all its attempts."""
    stored = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if stored.outcome != Outcome.FAILED:
        raise ValidationError("只有未送达的消息可以重新发送")
    stored.outcome, stored.attempts, stored.error = "", 0, ""
    stored.settled_at, stored.try_at = None, timezone.now()
    stored.save(update_fields=["outcome", "attempts", "error", "settled_at", "try_at"])
    return stored
