"""What waits for the staff: messages that did not arrive."""

from django.urls import reverse

from apps.core.desk import queue
from apps.notices.choices import Outcome
from apps.notices.models import Delivery


def _failed() -> str:
    return f"{reverse('admin:notices_delivery_changelist')}?outcome__exact={Outcome.FAILED}"


@queue("未送达的消息", permission="notices.view_delivery", order=85, is_late=True, link=_failed)
def failed_deliveries(user):
    return Delivery.objects.failed()
