"""A body's own ratings and grades, and one rating with its evidence."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.branches.models import Grade
from apps.core import access
from apps.core.chronicle import Entry
from apps.core.exact import half_up, shown
from apps.core.lifecycle import Lifecycle, history_of, lifecycle_of
from apps.core.models import StatusChange
from apps.grades.evidence import evidence_url
from apps.grades.lifecycle import RATE, REVIEW
from apps.grades.marks import COMMITTEE, STAFF, outcome_of, points_before, points_of
from apps.grades.models import Rating, RatingLine
from apps.grades.printing.sheets import paper_of
from apps.grades.rules import rules_of
from apps.grades.views.shared import VIEW, seen_rating, turn_of
from apps.grades.wording import next_step, places_of

PAGE_SIZE = 30
# The secretary's steps have buttons here; the committee takes its own at the desk.
HERE = ("submit", "take_back", "endorse", "send_back")


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
    rating = seen_rating(request, uuid)
    lines = list(rating.lines.all())
    lifecycle = lifecycle_of(rating)
    steps = lifecycle.open_steps(rating, request.user)
    outcome = outcome_of(rating, rules_of(rating.scheme))
    may_write = turn_of(request, rating) is not None
    context = {
        "rating": rating,
        "places": places_of(rating.status),
        "next_step": next_step(rating, is_own_turn=may_write),
        "lines": [_shown(rating, line) for line in lines],
        "outcome": outcome,
        "has_self": not rating.is_self_rating_open,
        "has_committee": rating.endorsed_on is not None,
        "steps": [step for step in steps if step.step in HERE],
        "may_write": may_write,
        "may_read_again": rating.is_self_rating_open and request.user.has_perm(RATE, rating),
        "paper": paper_of(rating),
        "desk_url": _desk_of(rating, request.user),
        "earlier": rating.organisation.grades.of(rating.scheme.kind).in_force().with_before(),
        "entries": [_told(change, lifecycle) for change in history_of(rating).reverse()],
    }
    return render(request, "grades/rating_detail.html", context)


def _told(change: StatusChange, lifecycle: Lifecycle) -> Entry:
    label = lifecycle.by_step[change.step].label
    return Entry(change.at, str(change.by or "系统"), label, (), change.note)


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
        evidence_url(rating, line),
    )


def _points(points) -> str:
    return "—" if points is None else shown(half_up(points, 2))
