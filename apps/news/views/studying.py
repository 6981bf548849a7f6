"""Collective study and training classes, for whoever reads the portal."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.core import access
from apps.news.models import StudySession, TrainingClass

YEARS_SHOWN = 5


@access.permission("news.view_studysession")
@require_safe
def study_list(request):
    """One year at a time, this year first."""
    today = timezone.localdate()
    years = [today.year - n for n in range(YEARS_SHOWN)]
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else today.year
    sessions = StudySession.objects.visible_to(request.user).of_living_units(today)
    classes = TrainingClass.objects.visible_to(request.user).of_living_units(today)
    context = {
        "year": year,
        "years": years,
        "sessions": sessions.filter(starts_on__year=year).select_related("unit"),
        "classes": classes.filter(starts_on__year=year)
        .select_related("unit")
        .prefetch_related("audiences"),
    }
    return render(request, "news/study_list.html", context)
