"""What waits at the committee's desk about contact points."""

from django.urls import reverse
from django.utils import timezone

from apps.contacts.choices import PromiseOwner
from apps.contacts.models import ContactPoint, Holder, Promise
from apps.contacts.waiting import due_for_a_visit
from apps.core.desk import queue

VIEW = "contacts.view_contactpoint"


def _points(query: str) -> str:
    return f"{reverse('admin:contacts_contactpoint_changelist')}?{query}"


@queue(
    "需要另选联系点", permission=VIEW, order=72, is_late=True, link=lambda: _points("conflict=any")
)
def points_in_conflict(user):
    return ContactPoint.objects.visible_to(user).in_conflict(timezone.localdate())


@queue(
    "应建未建联系点的领导",
    permission="contacts.view_holder",
    order=73,
    link=lambda: f"{reverse('admin:contacts_holder_changelist')}?points=none",
)
def leaders_without_point(user):
    return Holder.objects.visible_to(user).without_point(timezone.localdate())


@queue("今年到联系点调研未完成", permission=VIEW, order=74, link=lambda: _points("visit=due"))
def points_due_for_a_visit(user):
    return due_for_a_visit(ContactPoint.objects.visible_to(user), timezone.localdate())


@queue(
    "工委承诺的事到期未办",
    permission="contacts.view_promise",
    order=75,
    is_late=True,
    link=lambda: f"{reverse('admin:contacts_promise_changelist')}?due=committee",
)
def overdue_promises(user):
    late = Promise.objects.visible_to(user).overdue(timezone.localdate())
    return late.filter(owner=PromiseOwner.COMMITTEE)
