"""提醒 N 个支部: who will be reminded of what, and one button."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from apps.branches.areas import areas
from apps.branches.scope import scope
from apps.core import access
from apps.core.workdays import workdays
from apps.duties import asking
from apps.duties.forms import ReminderFilter
from apps.duties.open_duties import bound_by_duties

ASK = "duties.add_reminder"
STANDARD = {"within": "7", "duty_key": "", "area": ""}


@access.permission(ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_ask(request):
    """The list first; what is sent back are the organisations that are still ticked."""
    now = timezone.now()
    zones = areas(request.user, timezone.localdate(now))
    given = request.POST or request.GET
    form = ReminderFilter(
        {**STANDARD, **{k: given[k] for k in STANDARD if k in given}}, areas=zones
    )
    if not form.is_valid():
        form = ReminderFilter(STANDARD, areas=zones)
        form.full_clean()
    asked = form.cleaned_data
    places = _places(request.user, zones, asked["area"])
    what = {"now": now, "within": asked["within"], "duty_key": asked["duty_key"]}
    if request.method == "POST":
        chosen = places.filter(uuid__in=_keys(request.POST.getlist("organisation")))
        _tell(request, asking.ask(chosen, by=request.user, **what), now)
        query = urlencode({name: asked[name] for name in STANDARD})
        return redirect(f"{reverse('duties:reminder_ask')}?{query}")
    return render(
        request, "duties/reminder_ask.html", _page(asking.lines(places, **what), form, now)
    )


def _places(user, zones, key: str):
    places = bound_by_duties(scope(user, ASK))
    zone = next((zone for zone in zones if zone.key == key), None)
    return places.filter(unit__in=zone.units) if zone else places


def _keys(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue  # not an organisation of the list
    return found


def _page(lines: list[asking.Line], form: ReminderFilter, now) -> dict:
    return {
        "form": form,
        "reachable": asking.reachable(lines),
        "without_reader": [line for line in lines if line.asked and not line.people],
        "resting": [line for line in lines if line.resting],
        "when": _when(now),
    }


def _when(now) -> str:
    """When the reminders arrive, in words."""
    days = workdays()
    if days.is_working_moment(now):
        return "十分钟内"
    return date_format(timezone.localtime(days.next_working_moment(now)), "n月j日 H:i")


def _tell(request, number: int, now) -> None:
    if number:
        messages.success(
            request, f"已安排提醒 {number} 个党组织，{_when(now)}送达；已办完的到时不再提醒"
        )
    else:
        messages.warning(request, "没有要提醒的党组织：没有勾选，或者 72 小时内已提醒过")
