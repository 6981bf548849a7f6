"""What waits for the staff about duties."""

from django.urls import reverse
from django.utils import timezone

from apps.branches.models import Organisation
from apps.core.desk import queue
from apps.duties.due import due_soon
from apps.duties.models import Remark, Waiver


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


@queue(
    "待答复的批示",
    permission="duties.answer_remark",
    order=10,
    link=lambda: f"{reverse('duties:remark_list')}?own=1",
)
def remarks_to_answer(user):
    return Remark.objects.visible_to(user).of_officer(user).awaiting_answer()
