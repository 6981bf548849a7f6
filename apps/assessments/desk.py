"""What waits at the committee's desk about the year's assessment."""

from django.urls import reverse

from apps.assessments.models import Objection
from apps.core.desk import queue
from apps.core.models import ObjectionStatus


@queue(
    "待答复的考核异议",
    permission="assessments.answer_objection",
    order=79,
    link=lambda: (
        f"{reverse('admin:assessments_objection_changelist')}"
        f"?status__exact={ObjectionStatus.RAISED.value}"
    ),
)
def waiting_objections(user):
    return Objection.objects.visible_to(user).waiting()
