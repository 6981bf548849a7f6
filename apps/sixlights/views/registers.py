"""Venues, volunteer teams and honours, for those who read them in the browser."""

from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.models import Membership, Organisation, Person
from apps.branches.scope import scope
from apps.core import access
from apps.core.idempotency import once
from apps.core.listings import without_page
from apps.sixlights.choices import LEVEL_ABOVE, ActivityStatus
from apps.sixlights.forms import HonourFilter, HonourForm
from apps.sixlights.models import CITY_AND_ABOVE, Honour, Venue, VolunteerTeam
from apps.sixlights.services import propose_honour

PROPOSE = "sixlights.propose_honour"
PAGE_SIZE = 50
STARRED, UP_TO_STANDARD = "starred", "standard"


@access.permission("sixlights.view_venue")
@require_safe
def venue_list(request):
    today = timezone.localdate()
    rows = Venue.objects.visible_to(request.user).valid_on(today).reviewed(today)
    shown = request.GET.get("show", "")
    if shown == STARRED:
        rows = rows.exclude(reviewed_on=None).exclude(stars=0)
    elif shown == UP_TO_STANDARD:
        rows = rows.filter(is_up_to_standard=True)
    rows = rows.select_related("organisation").order_by("name", "pk")
    return render(
        request,
        "sixlights/venue_list.html",
        {
            "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "shown": shown,
            "choices": [("", "全部"), (STARRED, "星级阵地"), (UP_TO_STANDARD, "规范化")],
        },
    )


@access.permission("sixlights.view_venue")
@require_safe
def venue_detail(request, uuid):
    """What each review found, under the version of its day."""
    rows = Venue.objects.visible_to(request.user).select_related("organisation", "unit")
    venue = get_object_or_404(rows, uuid=uuid)
    reviews = venue.reviews.select_related("standard").prefetch_related("met__criterion")
    return render(request, "sixlights/venue_detail.html", {"venue": venue, "reviews": reviews})


@access.permission("sixlights.view_volunteerteam")
@require_safe
def team_list(request):
    """The tree in three levels; one query."""
    today = timezone.localdate()
    teams = VolunteerTeam.objects.visible_to(request.user).valid_on(today)
    held = Q(activities__status=ActivityStatus.LOGGED, activities__starts_on__year=today.year)
    teams = teams.annotate(activity_count=Count("activities", filter=held))
    rows = list(teams.select_related("organisation", "leader").order_by("name", "pk"))
    below = defaultdict(list)
    for team in rows:
        below[team.parent_id].append(team)
    return render(
        request,
        "sixlights/team_list.html",
        {
            "tree": _tree(None, below),
            "numbers": [
                (level.label, sum(t.level == level for t in rows)) for level in LEVEL_ABOVE
            ],
            "total": len(rows),
        },
    )


def _tree(parent: int | None, below: dict) -> list[tuple]:
    return [(team, _tree(team.pk, below)) for team in below.get(parent, [])]


@access.permission("sixlights.view_honour")
@require_safe
def honour_list(request):
    rows = Honour.objects.visible_to(request.user)
    form = HonourFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("level") == "city_and_above":
        rows = rows.filter(level__in=CITY_AND_ABOVE)
    elif asked.get("level"):
        rows = rows.filter(level=asked["level"])
    if asked.get("holder"):
        rows = rows.filter(person__isnull=asked["holder"] == "collective")
    rows = rows.select_related("organisation", "unit", "person")
    return render(
        request,
        "sixlights/honour_list.html",
        {
            "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "form": form,
            "asked": asked,
            "address": without_page(request.GET),
        },
    )


@access.permission(PROPOSE)
def honour_create(request):
    today = timezone.localdate()
    places = list(_places(request.user, today))
    if not places:
        raise Http404
    form = HonourForm(
        request.POST or None,
        places=places,
        people=_people(places, today),
        initial={"organisation": str(places[0].uuid)},
    )
    if request.method == "POST" and form.is_valid() and (made := _propose(request, form)):
        messages.success(request, f"已提交：{made}。工委核对后计入荣誉")
        return redirect("sixlights:honour_list")
    return render(
        request, "sixlights/honour_form.html", {"form": form}, status=422 if form.errors else 200
    )


def _places(user, today):
    rows = Organisation.objects.in_scope(scope(user, PROPOSE)).grassroots().existing_on(today)
    return rows.order_by("path")


def _people(places: list[Organisation], today):
    held = Membership.objects.valid_on(today).filter(organisation__in=places)
    return Person.objects.filter(pk__in=held.values("person"))


def _propose(request, form: HonourForm) -> Honour | None:
    given = {k: v for k, v in form.cleaned_data.items() if k != "form_key"}
    try:
        made, _ = once(
            user=request.user,
            key=form.cleaned_data["form_key"],
            create=lambda: propose_honour(by=request.user, **given),
        )
    except ValidationError as refusal:
        for name, errors in refusal.error_dict.items():
            form.add_error(name, errors)
        return None
    return made
