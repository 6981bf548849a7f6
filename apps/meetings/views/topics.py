"""学习重点 as the units read them."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.core import access
from apps.core.periods import add_months
from apps.meetings.models import StudyTopic

MONTHS_SHOWN = 12


@access.permission("meetings.view_studytopic")
@require_safe
def topic_list(request):
    """What was asked in the last months, this month first."""
    since = add_months(timezone.localdate(), 1 - MONTHS_SHOWN)
    topics = StudyTopic.objects.visible_to(request.user).published().filter(month__gte=since)
    return render(
        request, "meetings/topic_list.html", {"topics": topics, "today": timezone.localdate()}
    )
