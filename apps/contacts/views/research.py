"""Research contact points, topics and results, as far as one sees their zone or unit."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.contacts.models import ResearchPoint, ResearchTopic
from apps.core import access

YEARS_SHOWN = 3


@access.permission("contacts.view_researchtopic")
@require_safe
def research_list(request):
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    years = range(today.year, today.year - YEARS_SHOWN, -1)
    year = int(asked) if asked in map(str, years) else today.year
    topics = ResearchTopic.objects.visible_to(request.user).of_year(year)
    points = ResearchPoint.objects.visible_to(request.user).filter(zone__year=year)
    context = {
        "year": year,
        "years": years,
        "points": points.select_related("zone", "unit", "organisation").order_by(
            "zone__number", "unit__name"
        ),
        "topics": topics.select_related("zone", "unit", "lead").prefetch_related("results"),
    }
    return render(request, "contacts/research_list.html", context)
