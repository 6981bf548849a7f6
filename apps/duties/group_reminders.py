"""What chat groups hear when secretaries are reminded: how many, never who (ux 1.9)."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.branches.models import Organisation
from apps.duties.models import ReminderGroup
from apps.duties.open_duties import Item
from apps.duties.todo import Entry
from apps.notices.services import tell_group
from apps.zones.models import ZoneMembership


def tell_groups(entries: dict[Item, Entry]) -> None:
    """Put one message a day into the ledger of each group whose organisations are concerned."""
    if not entries:
        return
    places = {entry.body.pk for entry in entries.values()}
    for group in ReminderGroup.objects.filter(channel__is_active=True).select_related(
        "channel", "zone", "organisation"
    ):
        own = set(bodies_of(group).filter(pk__in=places).values_list("pk", flat=True))
        concerned = [entry for entry in entries.values() if entry.body.pk in own]
        if concerned:
            tell_group(group=group.channel, text=_sentence(group, concerned))


def bodies_of(group: ReminderGroup) -> QuerySet[Organisation]:
    condition = Q()
    if group.organisation:
        condition = Q(path__startswith=group.organisation.path)
    elif group.zone:
        members = ZoneMembership.objects.valid_on(timezone.localdate()).filter(zone=group.zone)
        condition = Q(unit__in=members.values("unit"))
    return Organisation.objects.filter(condition)


def _sentence(group: ReminderGroup, entries: Iterable[Entry]) -> str:
    entries = list(entries)
    places = len({entry.body.pk for entry in entries})
    over = sum(1 for entry in entries if entry.days_left < 0)
    late = f"，其中{over}件已过期限" if over else ""
    name = group.zone or group.organisation or "全市"
    return f"{name}有{places}个党组织、{len(entries)}件组织生活事项还没有办{late}。请登录六亮门户查看。"
