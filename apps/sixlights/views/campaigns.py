"""Campaigns in force, the turns of an item, and the lecturers' corps."""

from uuid import UUID

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.models import Organisation
from apps.branches.scope import scope
from apps.core import access
from apps.core.periods import Period
from apps.sixlights import turns
from apps.sixlights.corps import lectures_in
from apps.sixlights.models import Campaign, CampaignItem, Lecturer
from apps.sixlights.views.activities import YEARS_SHOWN, asked_row, asked_year

VIEW = "sixlights.view_campaign"


@access.permission(VIEW)
@require_safe
def campaign_list(request):
    """Those in force first, then those that are over."""
    today = timezone.localdate()
    campaigns = Campaign.objects.visible_to(request.user).prefetch_related("items")
    current = [c for c in campaigns if c.covers(today)]
    context = {"current": current, "others": [c for c in campaigns if c not in current]}
    return render(request, "sixlights/campaign_list.html", context)


@access.permission("sixlights.view_activitylecturer")
@require_safe
def item_detail(request, uuid: UUID):
    """还没有讲课的党员: of one branch, whoever has waited longest first."""
    items = CampaignItem.objects.visible_to(request.user).select_related("campaign")
    item = get_object_or_404(items, uuid=uuid)
    places = _branches(request)
    place = asked_row(request, "organisation", places)
    if place is None:
        few = list(places[:2])
        place = few[0] if len(few) == 1 else None
    today = timezone.localdate()
    year = asked_year(request) or today.year
    waiting = turns.not_yet(item, place, year, today=today) if place else []
    context = {
        "item": item,
        "place": place,
        "places": places,
        "year": year,
        "years": range(today.year, today.year - YEARS_SHOWN, -1),
        "waiting": waiting,
        "next": waiting[0] if waiting else None,
    }
    return render(request, "sixlights/item_detail.html", context)


def _branches(request):
    """The bodies whose members take turns."""
    places = Organisation.objects.in_scope(scope(request.user, "branches.view_membership"))
    return places.branches().existing_on(timezone.localdate()).order_by("path")


@access.permission("sixlights.view_lecturer")
@require_safe
def lecturer_list(request):
    """宣讲团: whom one may invite, for what, and how often each lectured this year."""
    today = timezone.localdate()
    rows = Lecturer.objects.visible_to(request.user).valid_on(today)
    lecturers = list(rows.select_related("unit", "organisation"))
    given = lectures_in(lecturers, Period.year(today.year))
    context = {"lecturers": [(one, given.get(one.pk, 0)) for one in lecturers], "year": today.year}
    return render(request, "sixlights/lecturer_list.html", context)
