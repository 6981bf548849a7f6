"""What waits for the staff about duties."""

from django.urls import reverse
from django.utils import timezone

from apps.branches.models import Organisation
from apps.core.desk import queue
from apps.duties.due import due_soon
from apps.duties.models import Waiver


def _waiting() -> str:
    return f"{reverse('admin:duties_waiver_changelist')}?approved_by__isempty=1"


@queue("待批准的免办", permission="duties.approve_waiver", order=40, link=_waiting)
def waiting_waivers(user):
    return Waiver.objects.visible_to(user).waiting()


@queue(
    "临期未办",
    permission="duties.view_dutyrule",
    order=30,
    link=lambda: reverse("admin:duties_dutyrule_due"),
)
def organisations_due(user):
    found = due_soon(Organisation.objects.visible_to(user), today=timezone.localdate())
    return Organisation.objects.filter(pk__in=[body.pk for body, _ in found])
