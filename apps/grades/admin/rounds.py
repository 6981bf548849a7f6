"""One page for a round: its quotas, and one step for all that are ready for it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from apps.core.admin import ManyChoicesField, VerbForm
from apps.grades import services
from apps.grades.choices import RatingStatus
from apps.grades.lifecycle import REVIEW
from apps.grades.models import Rating
from apps.grades.printing.lists import print_list, title_of
from apps.grades.quotas import quotas
from apps.grades.rounds import Round, rounds

LIST = "admin:grades_rating_changelist"
# The steps that a whole round may take, from the state in which its ratings wait.
STEPS = {"announce": ("公示", RatingStatus.STAFF), "decide": ("定级", RatingStatus.NOTICE)}
# What may be printed of a round, from the state of its ratings.
PAPERS = {"notice": RatingStatus.NOTICE, "result": RatingStatus.DECIDED}
# So many refusals are told one by one.
TOLD = 20


class ChosenForm(VerbForm):
    """Ratings to tick, all of them beforehand."""

    ratings = ManyChoicesField(
        label="参评党组织", error_messages={"required": "请至少选一个党组织"}
    )

    def __init__(self, *args, offered: list[Rating], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(rating.pk): rating for rating in offered}
        field: Any = self.fields["ratings"]
        field.choices = [(str(r.pk), _words(r)) for r in offered]
        field.initial = list(self.offered)

    @property
    def chosen(self) -> list[Rating]:
        return [self.offered[key] for key in self.cleaned_data["ratings"]]


def _words(rating: Rating) -> str:
    points = f"{rating.points:f} 分 " if rating.points is not None else ""
    return f"{rating.organisation}：{points}{rating.level or '还没有等级'}"


def round_page(model_admin, request):
    """`?scheme=…&year=…&step=announce|decide`; without them, the rounds there are."""
    if not request.user.has_perm(REVIEW):
        raise PermissionDenied("您没有评定和定级的权限")
    known = rounds()
    asked = (request.GET.get("scheme", ""), request.GET.get("year", ""))
    chosen = next((r for r in known if (str(r.scheme.pk), str(r.year)) == asked), None)
    if chosen is None:
        if any(asked):
            raise Http404
        return _answer(model_admin, request, {"rounds": known, "title": "分批公示和定级"})
    if (what := request.GET.get("paper", "")) in PAPERS:
        return redirect(print_list(chosen, PAPERS[what]))
    step = request.GET.get("step", "announce")
    if step not in STEPS:
        raise Http404
    label, status = STEPS[step]
    form = ChosenForm(
        request.POST if request.method == "POST" else None,
        offered=_waiting(model_admin, request, chosen, status),
    )
    if request.method == "POST" and form.is_valid():
        _settle(request, form.chosen, step, label)
        return redirect(f"{reverse(LIST)}?scheme__id__exact={chosen.scheme.pk}&year={chosen.year}")
    context = {
        "title": f"{label}：{chosen.label}",
        "verb": label,
        "form": form,
        "quotas": quotas(chosen.scheme, chosen.year),
        "papers": _papers(chosen),
        "tabs": [
            (words, f"?{chosen.query}&step={key}", key == step) for key, (words, _) in STEPS.items()
        ],
    }
    return _answer(model_admin, request, context)


def _papers(chosen: Round) -> list[tuple[str, str]]:
    """Those that have something to say."""
    states = set(chosen.ratings.order_by().values_list("status", flat=True).distinct())
    return [
        (title_of(chosen, status), f"?{chosen.query}&paper={what}")
        for what, status in PAPERS.items()
        if status in states
    ]


def _waiting(model_admin, request, chosen: Round, status: RatingStatus) -> list[Rating]:
    rows = model_admin.get_queryset(request).select_related("organisation", "level")
    waiting = rows.filter(scheme=chosen.scheme, year=chosen.year, status=status)
    return list(waiting.order_by("organisation__name"))


def _settle(request, ratings: list[Rating], step: str, label: str) -> None:
    settled = services.settle(ratings=ratings, step=step, by=request.user)
    messages.success(request, f"已{label} {len(settled.done)} 个")
    for rating, why in settled.stayed[:TOLD]:
        messages.warning(request, f"“{rating.organisation}”没有{label}：{why}")
    if len(settled.stayed) > TOLD:
        messages.warning(request, f"还有 {len(settled.stayed) - TOLD} 个没有{label}")


def _answer(model_admin, request, context: dict) -> TemplateResponse:
    shown = {
        **model_admin.admin_site.each_context(request),
        "back": reverse(LIST),
        "opts": model_admin.opts,
        **context,
    }
    return TemplateResponse(request, "admin/grades/round.html", shown)
