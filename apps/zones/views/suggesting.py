"""Suggestions: handed in by a unit, answered by the owner, read and accepted by who spoke."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.models import Unit
from apps.core import access, drafts
from apps.core.idempotency import once
from apps.core.lifecycle import history_of, lifecycle_of
from apps.zones.choices import SuggestionStatus
from apps.zones.drafts import SUGGESTION
from apps.zones.forms import AdoptionForm, AnswerForm, SuggestionForm
from apps.zones.models import Practice, Suggestion, Zone, ZoneActivity, ZoneMembership
from apps.zones.services import adopt_practice, answer_suggestion, make_suggestion
from apps.zones.views.seen import SUGGEST, own_units, seen_suggestion

PAGE_SIZE = 30
VIEW, ANSWER = "zones.view_suggestion", "zones.answer_suggestion"
ADOPT = "zones.add_practiceadoption"


@access.permission(VIEW)
@require_safe
def suggestion_list(request):
    status = request.GET.get("status", "")
    status = status if status in SuggestionStatus else ""
    rows = Suggestion.objects.visible_to(request.user)
    rows = rows.filter(status=status) if status else rows
    rows = rows.select_related("zone", "unit", "person", "owner", "owner_unit")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "asked": status,
        "statuses": SuggestionStatus.choices,
        "today": timezone.localdate(),
        "may_suggest": request.user.has_perm(SUGGEST),
    }
    return render(request, "zones/suggestion_list.html", context)


@access.permission(VIEW)
@require_safe
def suggestion_detail(request, uuid: UUID):
    return _detail(request, seen_suggestion(request, uuid), AnswerForm())


def _detail(request, suggestion: Suggestion, form: AnswerForm, status: int = 200):
    steps = lifecycle_of(suggestion)
    may_answer = suggestion.status == SuggestionStatus.ASSIGNED and request.user.has_perm(
        ANSWER, suggestion
    )
    context = {
        "suggestion": suggestion,
        "is_overdue": suggestion.is_overdue_on(timezone.localdate()),
        "form": form if may_answer else None,
        "steps": steps.open_steps(suggestion, request.user),
        "history": [(c, steps.by_step[c.step].label) for c in history_of(suggestion).reverse()],
    }
    return render(request, "zones/suggestion_detail.html", context, status=status)


@access.permission(ANSWER)
def suggestion_answer(request, uuid: UUID):
    suggestion = seen_suggestion(request, uuid)
    if not request.user.has_perm(ANSWER, suggestion):
        raise PermissionDenied("这条意见建议不由您答复")
    if request.method != "POST":
        return redirect(suggestion)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _detail(request, suggestion, form, status=422)
    try:
        answer_suggestion(
            suggestion=suggestion, answer=form.cleaned_data["answer"], by=request.user
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "已答复，提出人会收到消息")
    return redirect(suggestion)


@access.permission(SUGGEST)
def suggestion_create(request):
    zones = _zones_by_unit(own_units(request.user, SUGGEST))
    if not zones:
        return render(request, "zones/suggestion_closed.html")
    form = SuggestionForm(
        request.POST or None,
        units=list(zones),
        activities=_activities(request.user, set(zones.values())),
        initial={"activity": request.GET.get("activity", "")},
    )
    if request.method == "POST" and form.is_valid():
        made = _make(request, form, zones)
        if made is not None:
            return redirect(made)
    context = {"form": form, **drafts.page_of(request.user, SUGGESTION)}
    status = 422 if form.errors else 200
    return render(request, "zones/suggestion_form.html", context, status=status)


def _make(request, form: SuggestionForm, zones: dict[Unit, Zone]) -> Suggestion | None:
    given = dict(form.cleaned_data)
    key = given.pop("form_key")
    try:
        made, is_new = once(
            user=request.user,
            key=key,
            create=lambda: make_suggestion(zone=zones[given["unit"]], by=request.user, **given),
        )
    except ValidationError as refusal:
        form.refuse(refusal)
        return None
    told = "已提交。指派承办人、答复以后，您会收到消息" if is_new else "这条意见建议已经提交过"
    messages.success(request, told)
    return made


def _zones_by_unit(units: list[Unit]) -> dict[Unit, Zone]:
    """The zone in which each unit is today; a unit without one has nobody to speak to."""
    members = ZoneMembership.objects.valid_on(timezone.localdate()).filter(unit__in=units)
    return {m.unit: m.zone for m in members.select_related("unit", "zone").order_by("unit__name")}


def _activities(user, zones: set[Zone]) -> list[ZoneActivity]:
    """What took place in the year, to say where something was said."""
    year = timezone.localdate().year
    rows = ZoneActivity.objects.visible_to(user).took_place().of_year(year)
    return list(rows.filter(zone__in=zones))


@access.permission(ADOPT)
def practice_adopt(request, uuid: UUID):
    practices = Practice.objects.visible_to(request.user).select_related("activity", "unit")
    practice = get_object_or_404(practices, uuid=uuid)
    taken = set(practice.adoptions.values_list("unit", flat=True)) | {practice.unit_id}
    units = [unit for unit in own_units(request.user, ADOPT) if unit.pk not in taken]
    if not units:
        messages.info(request, f"您的单位已登记学用“{practice}”，或者这就是您单位的做法")
        return redirect(practice.activity)
    form = AdoptionForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        key = given.pop("form_key")
        try:
            once(
                user=request.user,
                key=key,
                create=lambda: adopt_practice(practice=practice, by=request.user, **given),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"已登记学用“{practice}”")
            return redirect(practice.activity)
    context = {"form": form, "practice": practice}
    status = 422 if form.errors else 200
    return render(request, "zones/practice_adopt.html", context, status=status)
