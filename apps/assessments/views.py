from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from apps.assessments.choices import RunStatus
from apps.assessments.models import Objection, Result
from apps.assessments.objection_forms import ObjectionForm
from apps.assessments.objections import raise_objection
from apps.assessments.pages import page_of
from apps.assessments.printing import sheet_of
from apps.branches.choices import OrganisationKind
from apps.core import access
from apps.core.idempotency import once
from apps.core.lifecycle import lifecycle_of

PAGE_SIZE = 100


@access.permission("assessments.view_result")
@require_safe
def result_list(request):
    """Results of a year by name; there is no order by score."""
    visible = Result.objects.visible_to(request.user).standing()
    years = list(visible.order_by("-run__year").values_list("run__year", flat=True).distinct())
    year = _number(request.GET.get("year", "")) or (years[0] if years else None)
    kind, unit = request.GET.get("kind", ""), request.GET.get("unit", "").strip()
    rows = visible.filter(run__year=year).select_related(
        "organisation__unit", "unit", "run__scheme", "document"
    )
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
        "names_scheme": visible.filter(run__year=year).of_several_schemes(),
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
    return _page(request, result, ObjectionForm(result=result))


@require_POST
@access.permission("assessments.add_objection")
def objection_create(request, uuid: UUID):
    result = _visible(request, uuid)
    form = ObjectionForm(request.POST, result=result)
    if not form.is_valid():
        return _page(request, result, form)
    answers = dict(form.cleaned_data)
    try:
        once(
            user=request.user,
            key=answers.pop("form_key"),
            create=lambda: raise_objection(result=result, by=request.user, **answers),
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _page(request, result, form)
    messages.success(request, "异议已提交，工委答复后会通知您")
    return redirect(result)


def _page(request, result: Result, form: ObjectionForm):
    is_announced = result.run.status == RunStatus.ANNOUNCED
    context = {
        "result": result,
        "page": page_of(result),
        "is_announced": is_announced,
        "is_shown": is_announced or result.run.is_issued,
        "objections": _objections(result, request.user),
        "form": form,
        "may_object": is_announced and request.user.has_perm("assessments.add_objection", result),
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessments/result_detail.html", context, status=status)


def _objections(result: Result, user) -> list[tuple[Objection, bool]]:
    """Each with whether the user may withdraw it. The result that one was against may be that of
    an earlier computing of the year."""
    rows = Objection.objects.of_year_of(result.run).filter(
        result__organisation=result.organisation_id, result__unit=result.unit_id
    )
    found = list(rows.select_related("result__organisation", "line", "raised_by", "entry"))
    withdraw = lifecycle_of(Objection).by_step["withdraw"]
    # All are about the same bodies, so the right is asked for once.
    may = bool(found) and user.has_perm(withdraw.permission, result)
    return [(objection, may and withdraw.is_open(objection)) for objection in found]


@access.permission("assessments.view_result")
@require_safe
def result_sheet(request, uuid: UUID):
    """The sheet as JSON: the very values that are on paper."""
    result = _visible(request, uuid)
    return JsonResponse(result.sheet or sheet_of(result), json_dumps_params={"ensure_ascii": False})


def _visible(request, uuid: UUID) -> Result:
    results = Result.objects.visible_to(request.user)
    return get_object_or_404(
        results.select_related("organisation", "unit", "run__scheme", "document"), uuid=uuid
    )
