"""What waits at the committee's desk about juries."""

from django.urls import reverse

from apps.core.desk import queue
from apps.core.models import ObjectionStatus
from apps.juries.models import Objection


@queue(
    "待答复的评审异议",
    permission="juries.answer_objection",
    order=78,
    link=lambda: (
        f"{reverse('admin:juries_objection_changelist')}"
        f"?status__exact={ObjectionStatus.RAISED.value}"
    ),
)
def waiting_objections(user):
    return Objection.objects.visible_to(user).waiting()
