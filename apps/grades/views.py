"""A body's own ratings and grades, one rating with its evidence, and the form of whose turn it is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from apps.branches.models import Grade
from apps.core import access, drafts
from apps.core.exact import half_up, shown
from apps.core.idempotency import changed, sent_before
from apps.core.lifecycle import history_of, lifecycle_of
from apps.core.versions import StaleVersion
from apps.core.workdays import Workdays, workdays
from apps.grades.drafts import form_of
from apps.grades.forms import MarksForm
from apps.grades.lifecycle import RATE, REVIEW
from apps.grades.marks import (
    COMMITTEE,
    SELF,
    STAFF,
    Stage,
    outcome_of,
    points_before,
    points_of,
    stage_of,
)
from apps.grades.models import Rating, RatingLine
from apps.grades.rules import rules_of
from apps.grades.services import read_again, save_marks
from apps.grades.wording import next_step, places_of

VIEW = "grades.view_rating"
PAGE_SIZE = 30
# The secretary's steps have buttons here; the committee takes its own at the desk.
HERE = ("submit", "take_back", "endorse", "send_back")
KEPT = {"self": "自评已保存，还没有提交", "committee": "初评已保存，还没有上报"}
SENT = {"self": "自评已提交，由上级党委初评", "committee": "初评已上报，由工委评定"}


@access.permission(VIEW)
@require_safe
def rating_list(request):
    """What is being rated, and the grades of the years."""
    ratings = Rating.objects.visible_to(request.user).taking_part()
    rows = ratings.select_related("organisation", "scheme", "level")
    grades = Grade.objects.visible_to(request.user).in_force().with_before()
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "grades": grades.select_related("organisation")[:PAGE_SIZE],
        "announced": Rating.objects.in_notice().count(),
        "desk_url": _desk(request.user),
    }
    return render(request, "grades/rating_list.html", context)


def _desk(user) -> str:
    if not user.is_staff or not user.has_perm(REVIEW):
        return ""
    return reverse("admin:grades_rating_changelist")


@access.permission(VIEW)
@require_safe
def notice_list(request):
    """公示: what is meant to be decided, for everybody in the house and of every body."""
    rows = Rating.objects.in_notice().select_related("organisation", "scheme", "level")
    calendar = workdays()
    notices = [Announced.of(one, calendar) for one in rows.order_by("scheme", "-level__order")]
    return render(request, "grades/notice_list.html", {"notices": notices})


@dataclass(frozen=True)
class Announced:
    """A rating in its notice, and the last day of it."""

    rating: Rating
    until: date

    @classmethod
    def of(cls, rating: Rating, calendar: Workdays) -> "Announced":
        begun = rating.noticed_on or timezone.localdate()
        return cls(rating, calendar.after(begun, rating.scheme.notice_days))


@dataclass(frozen=True)
class LineShown:
    """One item as the page shows it: what each said, and what stands."""

    line: RatingLine
    known: str
    by_itself: str
    by_committee: str
    standing: str
    evidence_url: str


@access.permission(VIEW)
@require_safe
def rating_detail(request, uuid: UUID):
    rating = _seen(request, uuid)
    lines = list(rating.lines.all())
    lifecycle = lifecycle_of(rating)
    steps = lifecycle.open_steps(rating, request.user)
    outcome = outcome_of(rating, rules_of(rating.scheme))
    context = {
        "rating": rating,
        "places": places_of(rating.status),
        "next_step": next_step(rating),
        "lines": [_shown(rating, line) for line in lines],
        "outcome": outcome,
        "steps": [step for step in steps if step.step in HERE],
        "may_write": _turn(request, rating) is not None,
        "may_read_again": rating.is_self_rating_open and request.user.has_perm(RATE, rating),
        "desk_url": _desk_of(rating, request.user),
        "earlier": rating.organisation.grades.of(rating.scheme.kind).in_force().with_before(),
        "history": [
            (change, lifecycle.by_step[change.step].label)
            for change in history_of(rating).reverse()
        ],
    }
    return render(request, "grades/rating_detail.html", context)


def _desk_of(rating: Rating, user) -> str:
    if not user.is_staff or not user.has_perm(REVIEW, rating):
        return ""
    return reverse("admin:grades_rating_change", args=[rating.pk])


def _shown(rating: Rating, line: RatingLine) -> LineShown:
    return LineShown(
        line,
        line.finding,
        _points(points_before(line, COMMITTEE)),
        _points(points_before(line, STAFF)),
        _points(points_of(line)),
        _evidence_url(rating, line),
    )


def _points(points) -> str:
    return "—" if points is None else shown(half_up(points, 2))


def _evidence_url(rating: Rating, line: RatingLine) -> str:
    """The records behind the number; "" where there is none."""
    if not line.indicator or not line.evidence:
        return ""
    where = f"?period={rating.year}&organisation={rating.organisation.uuid}&own=1"
    return reverse("indicators:rows", args=[line.indicator]) + where


@access.permission(RATE)
def rating_update(request, uuid: UUID):
    """The self-rating while it is open, then the committee's look at it."""
    rating = _seen(request, uuid)
    stage = _turn(request, rating)
    if stage is None:
        return _not_now(request, rating)
    lines = list(rating.lines.all())
    form = MarksForm(request.POST or None, rating=rating, stage=stage, lines=lines)
    if request.method == "POST" and form.is_valid() and _saved(request, rating, stage, form):
        said = SENT if form.is_handed_on else KEPT
        messages.success(request, said[stage.name])
        return redirect(rating)
    context = {
        "rating": rating,
        "stage": stage,
        "form": form,
        "hand_on": lifecycle_of(rating).by_step["submit" if stage is SELF else "endorse"].label,
        **drafts.page_of(request.user, form_of(rating, stage), record=rating),
    }
    status = 422 if form.is_bound else 200
    return render(request, "grades/rating_form.html", context, status=status)


def _not_now(request, rating: Rating):
    """403 where it is somebody else's turn, a sentence where it is nobody's any more."""
    stage = stage_of(rating)
    if stage in (SELF, COMMITTEE):
        raise PermissionDenied(f"“{rating}”的{stage.label}不由您办理")
    messages.warning(request, f"“{rating}”现在是“{rating.get_status_display()}”，不能再改")
    return redirect(rating)


def _saved(request, rating: Rating, stage: Stage, form: MarksForm) -> bool:
    given = form.cleaned_data
    if sent_before(user=request.user, key=given["form_key"]):
        return True
    try:
        changed(
            user=request.user,
            key=given["form_key"],
            change=lambda: save_marks(
                rating=rating,
                stage=stage,
                said=form.said(),
                words=given["words"],
                expected_version=given["version"],
                hand_on=form.is_handed_on,
                by=request.user,
            ),
        )
    except StaleVersion as stale:
        form.accept_version(stale.current.version)  # type: ignore[attr-defined]
        form.add_error(None, f"{stale}。再按保存，就以您这里填写的为准")
        return False
    except ValidationError as refusal:
        form.add_refusal(refusal)
        return False
    return True


@access.permission(RATE)
@require_POST
def rating_read(request, uuid: UUID):
    """Take the portal's numbers of today."""
    rating = _seen(request, uuid)
    try:
        read_again(rating=rating, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "已按门户现在的记录重新取数，您填写的内容没有变")
    return redirect(rating)


def _seen(request, uuid: UUID) -> Rating:
    rows = Rating.objects.visible_to(request.user).select_related(
        *("organisation", "scheme", "level", "level_by_points", "chosen")
    )
    return get_object_or_404(rows.prefetch_related("lines__item", "found_vetoes"), uuid=uuid)


def _turn(request, rating: Rating) -> Stage | None:
    """The stage at which the user may write now; the staff write at the desk."""
    stage = stage_of(rating)
    if stage is None or stage is STAFF or not request.user.has_perm(stage.permission, rating):
        return None
    return stage
