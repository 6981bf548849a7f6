from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.areas import Area, found
from apps.branches.models import Organisation, Unit
from apps.core import access
from apps.core.listings import without_page
from apps.core.periods import Period
from apps.core.quantities import Quantity
from apps.indicators import catalogue, counting
from apps.indicators.listing import lines, ordered
from apps.indicators.measures import Distinct

PAGE_SIZE = 50


@access.signed_in
@require_safe
def rows(request, key: str):
    """The rows behind a number: of one organisation and all below it, of it alone (`own`), of what
    the user sees in a zone or a unit, or of everything that he sees."""
    try:
        indicator = catalogue.get(key)
        period = Period.parse(request.GET.get("period", ""))
    except (LookupError, ValueError) as error:
        raise Http404(str(error)) from None
    organisation, area = _asked_organisation(request), _asked_area(request)
    unit = _asked_unit(request)
    context = {"organisation": organisation, "area": area, "unit": unit}
    where = _where(request, organisation, area, unit)
    context |= rows_shown(request, indicator, period, where)
    return render(request, "indicators/rows.html", context)


def rows_shown(request, indicator: catalogue.Indicator, period: Period, where: QuerySet) -> dict:
    """What indicators/rows.html shows of the rows that count for the organisations `where`."""
    if not request.user.has_perm(indicator.source.permission):
        raise PermissionDenied("您没有查看这些记录的权限")
    counted = counting.rows_of(indicator, period, where)
    number, row_count = counting.summary(indicator, counted)
    visible = ordered(indicator, counted.visible_to(request.user))
    page = Paginator(visible, PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "indicator": indicator,
        "period": period,
        "number": number,
        "counted_once": _counted_once(indicator, number, row_count),
        "hidden_count": row_count - page.paginator.count,
        "page": page,
        "lines": lines(indicator, page.object_list, request.user),
        "address": without_page(request.GET),
    }


def _counted_once(indicator: catalogue.Indicator, number: Quantity, row_count: int) -> str:
    """What several rows are about and the number counts once; "" where there is nothing to say."""
    match indicator.measure:
        case Distinct(thing=thing) if number.value < row_count:
            return thing
    return ""


def _asked_organisation(request) -> Organisation | None:
    uuid = _asked(request, "organisation")
    if uuid is None:
        return None
    return get_object_or_404(Organisation.objects.visible_to(request.user), uuid=uuid)


def _asked_area(request) -> Area | None:
    uuid = _asked(request, "zone")
    if uuid is None:
        return None
    area = found(request.user, uuid, timezone.localdate())
    if area is None:
        raise Http404
    return area


def _asked_unit(request) -> Unit | None:
    uuid = _asked(request, "unit")
    return (
        None
        if uuid is None
        else get_object_or_404(Unit.objects.visible_to(request.user), uuid=uuid)
    )


def _asked(request, name: str) -> UUID | None:
    key = request.GET.get(name, "")
    try:
        return UUID(key) if key else None
    except ValueError:
        raise Http404("地址中的编号写法不对") from None


def _where(
    request, organisation: Organisation | None, area: Area | None, unit: Unit | None
) -> QuerySet:
    if organisation is None:
        seen = Organisation.objects.visible_to(request.user)
        if unit:
            return seen.filter(unit=unit)
        return seen.filter(unit__in=area.units) if area else seen
    if request.GET.get("own"):
        return Organisation.objects.filter(pk=organisation.pk)
    return Organisation.objects.at_and_below(organisation)
