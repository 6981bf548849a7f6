"""The leader's page, and the duties behind each of its numbers."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from apps.branches.models import Organisation
from apps.core import access
from apps.core.listings import without_page
from apps.core.periods import Cycle, Period
from apps.duties.circumstances import body_of
from apps.duties.engine import DutyState
from apps.duties.models import DutyRule
from apps.duties.outcomes.asking import STATES, Asked, Wanted
from apps.duties.outcomes.reading import listed, outcomes_of
from apps.duties.remarks import may_remark
from apps.duties.todo import Entry, list_url
from apps.portal.lead.drawing import drawn
from apps.portal.lead.place import Place, asked_place
from apps.portal.lead.problems import open_rows, problems
from apps.portal.zones.place import DUTIES

PAGE_SIZE = 50


@access.permission(DUTIES)
@require_safe
def lead(request):
    today = timezone.localdate()
    period = _asked_period(request, today)
    place = asked_place(request, today, period.start.year)
    if place.kind == "outside":
        raise Http404("未划入联系片的单位没有总览，只有应办事项清单")
    context = {
        "drawn": drawn(place, period, today),
        "place": place,
        "heading": place.heading(period),
        "period": period,
        "periods": [(one, place.url(one)) for one in _offered(today, period)],
        "now": timezone.localtime(),
        "remark_url": _remark_url(request, place, f"{period.label}总览"),
    }
    return render(request, "portal/lead.html", context)


def _remark_url(request, place: Place, about: str) -> str:
    """Where a leader writes a word about what he reads; "" for whoever may not."""
    is_about_a_zone = place.is_city or place.zone is not None
    if not (is_about_a_zone and may_remark(request.user, place.zone)):
        return ""
    asked = {"about": about, "link": request.get_full_path()}
    if place.zone:
        asked["zone"] = str(place.zone.uuid)
    return f"{reverse('duties:remark_create')}?{urlencode(asked)}"


def _offered(today: date, period: Period) -> list[Period]:
    """The quarter, the one before it and the year; whatever else was asked for comes first."""
    quarter = Period.containing(today, Cycle.QUARTER)
    usual = [quarter, quarter.previous, Period.year(today.year)]
    return usual if period in usual else [period, *usual]


def _asked_period(request, today: date) -> Period:
    key = request.GET.get("period", "")
    if not key:
        return Period.containing(today, Cycle.QUARTER)
    return _parsed(key)


def _parsed(key: str) -> Period:
    try:
        return Period.parse(key)
    except ValueError as error:
        raise Http404(str(error)) from None


@access.permission(DUTIES)
@require_safe
def lead_duties(request):
    """The duties that a number of the page counts: two taps from there is the record."""
    today = timezone.localdate()
    period = _asked_period(request, today)
    place = asked_place(request, today, period.start.year)
    wanted = _wanted(request)
    asked = Asked(period, today, place.groups)
    duties = listed(asked, outcomes_of(asked), wanted)
    page = Paginator(duties, PAGE_SIZE).get_page(request.GET.get("page"))
    bodies = Organisation.objects.in_bulk({duty.organisation_pk for duty in page})
    entries = [Entry(duty, body_of(bodies[duty.organisation_pk]), today) for duty in page]
    words = _words(wanted)
    context = {
        "place": place,
        "period": period,
        "place_url": place.url(period),
        "heading": place.heading(period),
        "what": words,
        "page": page,
        "lines": [(e, list_url(e.body.uuid, Period.year(period.start.year))) for e in entries],
        "address": without_page(request.GET),
        "remark_url": _remark_url(
            request, place, f"{period.label}{words}：{page.paginator.count}件"
        ),
    }
    return render(request, "portal/lead_duties.html", context)


@access.permission(DUTIES)
@require_safe
def lead_problems(request):
    """What is open, who answers for it and until when."""
    today = timezone.localdate()
    place = asked_place(request, today, today.year)
    found = Paginator(open_rows(request.user, place, today), PAGE_SIZE)
    page = found.get_page(request.GET.get("page"))
    context = {
        "place": place,
        "place_url": place.url(Period.containing(today, Cycle.QUARTER)),
        "page": page,
        "problems": problems(page, today),
        "address": without_page(request.GET),
        "remark_url": _remark_url(request, place, f"问题清单：{found.count}个"),
    }
    return render(request, "portal/lead_problems.html", context)


def _wanted(request) -> Wanted:
    state, month = request.GET.get("state", ""), request.GET.get("month", "")
    if state and state not in STATES:
        raise Http404
    return Wanted(
        (DutyState(state),) if state else STATES,
        request.GET.get("rule", ""),
        Period.containing(_parsed(month).start, Cycle.MONTH).start if month else None,
    )


def _words(wanted: Wanted) -> str:
    """What the list is of: 过期未办的主题党日."""
    state = {DutyState.DONE: "已办", DutyState.MISSING: "过期未办", DutyState.PENDING: "还没到期"}
    said = state[wanted.states[0]] if len(wanted.states) == 1 else "应办"
    rule = DutyRule.objects.filter(key=wanted.rule).first() if wanted.rule else None
    month = f"{wanted.month.month}月到期" if wanted.month else ""
    return f"{month}{said}的{rule.name if rule else '事项'}"
