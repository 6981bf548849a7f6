"""The list of activities and one activity."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.models import Organisation
from apps.core import access
from apps.core.lifecycle import history_of, lifecycle_of
from apps.core.listings import without_page
from apps.sixlights.advice import notes_of
from apps.sixlights.choices import ActivityStatus
from apps.sixlights.models import (
    Activity,
    ActivityCount,
    ActivityItem,
    ActivityLecturer,
    CampaignItem,
)

VIEW = "sixlights.view_activity"
PAGE_SIZE = 30
YEARS_SHOWN = 5
PARTS = (
    Prefetch("placements", ActivityItem.objects.select_related("item__campaign")),
    Prefetch("counts", ActivityCount.objects.select_related("metric")),
    Prefetch("lecturers", ActivityLecturer.objects.select_related("person", "lecturer__unit")),
)


@access.permission(VIEW)
@require_safe
def activity_list(request):
    """What was done, the latest first, of one body, item or year if one is asked for."""
    place = asked_row(request, "organisation", Organisation.objects.visible_to(request.user))
    item = asked_row(request, "item", CampaignItem.objects.select_related("campaign"))
    year = asked_year(request)
    activities = Activity.objects.visible_to(request.user).select_related("organisation")
    activities = activities.exclude(status=ActivityStatus.VOID).prefetch_related(PARTS[0])
    if place:
        activities = activities.filter(organisation__path__startswith=place.path)
    if item:
        activities = activities.under(item)
    if year:
        activities = activities.filter(starts_on__year=year)
    page = Paginator(activities, PAGE_SIZE).get_page(request.GET.get("page"))
    this_year = timezone.localdate().year
    context = {
        "page": page,
        "activities": page.object_list,
        "place": place,
        "item": item,
        "year": year,
        "years": range(this_year, this_year - YEARS_SHOWN, -1),
        "items": CampaignItem.objects.select_related("campaign"),
        "address": without_page(request.GET),
    }
    return render(request, "sixlights/activity_list.html", context)


@access.permission(VIEW)
@require_safe
def activity_detail(request, uuid: UUID):
    activity = seen(request, uuid)
    user = request.user
    items = [row.item for row in activity.placements.all()]
    context = {
        "activity": activity,
        "items": items,
        "notes": notes_of(activity, items),
        "steps": lifecycle_of(activity).open_steps(activity, user),
        "history": history_of(activity).reverse(),
        "can_edit": not activity.is_void and user.has_perm("sixlights.change_activity", activity),
    }
    return render(request, "sixlights/activity_detail.html", context)


def seen(request, uuid: UUID) -> Activity:
    rows = Activity.objects.visible_to(request.user).select_related(
        "organisation", "meeting", "created_by"
    )
    return get_object_or_404(rows.prefetch_related(*PARTS), uuid=uuid)


def asked_row(request, name: str, rows):
    """The row that the address names; None where it names none."""
    key = request.GET.get(name, "")
    if not key:
        return None
    try:
        return get_object_or_404(rows, uuid=UUID(key))
    except ValueError:
        raise Http404 from None


def asked_year(request) -> int | None:
    text = request.GET.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and 1949 < int(text) < 3000 else None
