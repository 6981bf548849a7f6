"""What waits for the staff: waivers that somebody asked for."""

from django.urls import reverse

from apps.core.desk import queue
from apps.duties.models import Waiver


def _waiting() -> str:
    return f"{reverse('admin:duties_waiver_changelist')}?approved_by__isempty=1"


@queue("待批准的免办", permission="duties.approve_waiver", link=_waiting)
def waiting_waivers(user):
    return Waiver.objects.visible_to(user).waiting()
