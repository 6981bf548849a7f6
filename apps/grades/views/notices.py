"""公示: what is meant to be decided, read in the whole house, and what somebody says against it."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from apps.core import access
from apps.core.idempotency import once
from apps.core.lifecycle import StepRefused, lifecycle_of, take_by_hand
from apps.core.workdays import Workdays, workdays
from apps.grades.choices import RatingStatus
from apps.grades.models import Rating, RatingObjection
from apps.grades.printing.lists import print_list
from apps.grades.rounds import Round
from apps.grades.services import raise_objection
from apps.grades.views.shared import VIEW
from apps.juries.forms import ObjectionForm

ADD = "grades.add_ratingobjection"


@dataclass(frozen=True)
class Announced:
    """A rating in its notice, and the last day of it."""

    rating: Rating
    until: date

    @classmethod
    def of(cls, rating: Rating, calendar: Workdays) -> "Announced":
        begun = rating.noticed_on or timezone.localdate()
        return cls(rating, calendar.after(begun, rating.scheme.notice_days))


@access.permission(VIEW)
@require_safe
def notice_list(request):
    """For everybody in the house and of every body, by round and from the highest level down."""
    rows = Rating.objects.in_notice().select_related("organisation", "scheme", "level")
    rows = rows.order_by("-year", "scheme", "-level__order", "organisation__path")
    calendar = workdays()
    rounds = [
        (found, [Announced.of(one, calendar) for one in ratings])
        for found, ratings in groupby(rows, key=Round.of)
    ]
    return render(request, "grades/notice_list.html", {"rounds": rounds})


@access.permission(VIEW)
@require_safe
def notice_detail(request, uuid: UUID):
    return _page(request, _noticed(request, uuid), ObjectionForm())


@require_POST
@access.permission(ADD)
def objection_create(request, uuid: UUID):
    rating = _noticed(request, uuid)
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return _page(request, rating, form)
    try:
        once(
            user=request.user,
            key=form.cleaned_data["form_key"],
            create=lambda: raise_objection(
                rating=rating, text=form.cleaned_data["text"], by=request.user
            ),
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _page(request, rating, form)
    messages.success(request, "异议已提交，工委答复后会通知您")
    return redirect("grades:notice_detail", rating.uuid)


@require_POST
@access.signed_in
def objection_withdraw(request, uuid: UUID):
    own = RatingObjection.objects.filter(raised_by=request.user).select_related("rating")
    objection = get_object_or_404(own, uuid=uuid)
    try:
        take_by_hand(objection, "withdraw", by=request.user)
    except StepRefused as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, "异议已撤回")
    return redirect(objection)


@require_POST
@access.permission(VIEW)
def notice_paper(request, uuid: UUID):
    """公示名单 of the round that the rating belongs to."""
    rating = _noticed(request, uuid)
    return redirect(print_list(Round.of(rating), RatingStatus.NOTICE))


def _noticed(request, uuid: UUID) -> Rating:
    """In its notice, or seen anyway, or objected to by the user before."""
    own = RatingObjection.objects.filter(rating=OuterRef("pk"), raised_by=request.user)
    seen = Rating.objects.visible_to(request.user).values("pk")
    rows = Rating.objects.filter(
        Q(status=RatingStatus.NOTICE) | Exists(own) | Q(pk__in=seen)
    ).select_related("organisation", "scheme", "level")
    return get_object_or_404(rows, uuid=uuid)


def _page(request, rating: Rating, form: ObjectionForm):
    own = rating.objections.filter(raised_by=request.user)
    may_withdraw = lifecycle_of(RatingObjection).by_step["withdraw"]
    is_open = rating.status == RatingStatus.NOTICE
    context = {
        "announced": Announced.of(rating, workdays()),
        "is_open": is_open,
        "objections": [(one, may_withdraw.is_open(one)) for one in own.select_related("raised_by")],
        "form": form,
        "may_object": is_open and request.user.has_perm(ADD),
    }
    status = 422 if form.is_bound else 200
    return render(request, "grades/notice_detail.html", context, status=status)
