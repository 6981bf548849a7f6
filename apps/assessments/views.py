from uuid import UUID

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.assessments.models import Result
from apps.assessments.pages import page_of
from apps.assessments.printing import sheet_of
from apps.branches.choices import OrganisationKind
from apps.core import access

PAGE_SIZE = 100


@access.permission("assessments.view_result")
@require_safe
def result_list(request):
    """Results of a year by name; there is no order by score."""
    visible = Result.objects.visible_to(request.user).standing()
    years = list(visible.order_by("-run__year").values_list("run__year", flat=True).distinct())
    year = _number(request.GET.get("year", "")) or (years[0] if years else None)
    kind, unit = request.GET.get("kind", ""), request.GET.get("unit", "").strip()
    rows = visible.filter(run__year=year).select_related("organisation__unit", "run", "document")
    if kind in OrganisationKind.values:
        rows = rows.filter(organisation__kind=kind)
    if unit:
        rows = rows.filter(organisation__unit__name__icontains=unit)
    page = Paginator(rows.order_by("organisation__name", "pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "years": years,
        "year": year,
        "kind": kind,
        "unit": unit,
        "kinds": OrganisationKind.choices,
        "address": f"?year={year}&kind={kind}&unit={unit}",
    }
    return render(request, "assessments/result_list.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) == len("2026") else None


@access.permission("assessments.view_result")
@require_safe
def result_detail(request, uuid: UUID):
    result = _visible(request, uuid)
    context = {"result": result, "page": page_of(result), "is_issued": result.run.is_issued}
    return render(request, "assessments/result_detail.html", context)


@access.permission("assessments.view_result")
@require_safe
def result_sheet(request, uuid: UUID):
    """The sheet as JSON: the very values that are on paper."""
    result = _visible(request, uuid)
    return JsonResponse(result.sheet or sheet_of(result), json_dumps_params={"ensure_ascii": False})


def _visible(request, uuid: UUID) -> Result:
    results = Result.objects.visible_to(request.user)
    return get_object_or_404(
        results.select_related("organisation", "run__scheme", "document"), uuid=uuid
    )
