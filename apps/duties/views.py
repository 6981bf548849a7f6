from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.models import Organisation
from apps.branches.scope import scope
from apps.core import access
from apps.core.periods import Period
from apps.duties import todo
from apps.duties.engine import DutyState, survey
from apps.duties.open_duties import bound_by_duties

VIEW = "duties.view_dutyrule"
PAGE_SIZE = 30
YEARS_SHOWN = 5


@access.permission(VIEW)
@require_safe
def duty_list(request):
    """The year's duties of one organisation, or progress by organisation where there are many."""
    year = _asked_year(request)
    where = scope(request.user, VIEW)
    organisations = bound_by_duties(where)
    key = request.GET.get("organisation", "")
    if key:
        return _sheet(request, get_object_or_404(organisations, uuid=_uuid(key)), year)
    there = organisations.existing_in(year)
    first, *others = list(there[:2]) or list(organisations[:2]) or [None]
    if first and not others:
        return _sheet(request, first, year)
    return _overview(request, there, year)


def _asked_year(request) -> Period:
    today = timezone.localdate()
    try:
        period = Period.parse(request.GET.get("year", str(today.year)))
    except ValueError as error:
        raise Http404(str(error)) from None
    return Period.year(period.start.year)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404("地址中的党组织编号写法不对") from None


def _sheet(request, organisation: Organisation, year: Period):
    today = timezone.localdate()
    found = survey([organisation.pk], year, today=today)
    duties = found[0][1] if found else []
    entries = todo.entries(found[0][0], duties, today) if found else []
    begun = [e for e in entries if e.duty.is_due and e.duty.period.start <= today]
    begun.sort(key=lambda e: not e.is_open)
    may_record = scope(request.user, "meetings.add_meeting").covers(organisation.path)
    return render(
        request,
        "duties/duty_sheet.html",
        {
            "organisation": organisation,
            "year": year,
            "years": range(today.year, today.year - YEARS_SHOWN, -1),
            "progress": todo.progress(duties, today),
            "begun": begun,
            "later": [e for e in entries if e.duty.is_due and e not in begun],
            "waived": [e for e in entries if e.duty.state == DutyState.WAIVED],
            "may_record": may_record,
        },
    )


def _overview(request, organisations, year: Period):
    today = timezone.localdate()
    page = Paginator(organisations, PAGE_SIZE).get_page(request.GET.get("page"))
    found = survey([o.pk for o in page], year, today=today)
    lines = [
        {
            "name": body.name,
            "progress": todo.progress(duties, today),
            "url": todo.list_url(body.uuid, year),
        }
        for body, duties in found
    ]
    context = {
        "page": page,
        "lines": lines,
        "year": year,
        "years": range(today.year, today.year - YEARS_SHOWN, -1),
    }
    return render(request, "duties/duty_list.html", context)
