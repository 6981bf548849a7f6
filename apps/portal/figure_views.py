"""公开报道的数字: what was published, with the rows from which the portal computes it."""

from collections import defaultdict
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.branches.models import Organisation
from apps.core import access, policy
from apps.core.models import PolicyNumber
from apps.grades.models import GradeScheme
from apps.indicators import catalogue
from apps.indicators.listing import address
from apps.indicators.views import rows_shown
from apps.news.models import InfoAdoption
from apps.portal.figures import ALL, Figure
from apps.portal.figures.definitions import OfRows
from apps.portal.figures.reading import Answer, answers, asked_of
from apps.portal.practices.registry import PRACTICES, Practice
from apps.sixlights.models import Campaign


@dataclass(frozen=True)
class Section:
    practice: Practice
    reports: list[InfoAdoption]
    answers: list[Answer]


@access.signed_in
@require_safe
def figures(request):
    """By practice; who sees its root may open the rows behind every figure."""
    codes = [practice.root for practice in PRACTICES]
    roots = {
        root.code: root
        for root in Organisation.objects.visible_to(request.user).filter(code__in=codes)
    }
    reports = _reports(request.user, roots.values())
    sections = [
        Section(practice, reports[root.unit_id], answers(practice, root))
        for practice in PRACTICES
        if (root := roots.get(practice.root))
    ]
    is_loaded = bool(sections) or any(practice.is_loaded for practice in PRACTICES)
    return render(request, "portal/figures.html", {"sections": sections, "is_loaded": is_loaded})


def _reports(user, roots) -> dict[int, list[InfoAdoption]]:
    """Where each practice was reported, by the key of its unit."""
    found = defaultdict(list)
    adoptions = InfoAdoption.objects.visible_to(user).select_related("submission")
    for adoption in adoptions.filter(submission__unit__in=[r.unit_id for r in roots]):
        found[adoption.submission.unit_id].append(adoption)
    return found


@access.signed_in
@require_safe
def figure(request, key: str):
    """One figure that rows tell, as it was asked for, above those rows."""
    asked, by = _told_by_rows(key)
    practice = next(p for p in PRACTICES if p.seed == asked.seed)
    root = get_object_or_404(Organisation.objects.visible_to(request.user), code=practice.root)
    context = rows_shown(
        request,
        catalogue.get(by.indicator),
        asked.period,
        asked_of(by, root),
    )
    context |= {
        "organisation": root,
        "answer": answers(practice, root, [asked])[0],
        "reports": _reports(request.user, [root])[root.unit_id],
    }
    return render(request, "portal/figure.html", context)


def _told_by_rows(key: str) -> tuple[Figure, OfRows]:
    for one in ALL:
        if one.id == key and isinstance(one.by, OfRows):
            return one, one.by
    raise Http404("没有这个数字")


@access.signed_in
@require_safe
def figure_rule(request, key: str):
    """What a rule says, as of which day and on which ground."""
    versions = list(PolicyNumber.objects.filter(key=key).order_by("-valid_from"))
    try:
        rule = policy.rule(key)
    except LookupError as error:
        raise Http404(str(error)) from None
    return render(
        request, "portal/figure_rule.html", {"rule": rule, "versions": versions or [rule]}
    )


@access.signed_in
@require_safe
def figure_campaign(request, code: str):
    """The items of a campaign, and what each of them limits."""
    campaign = get_object_or_404(Campaign, code=code)
    items = list(campaign.items.order_by("order"))
    context = {"campaign": campaign, "items": items, "url": address(campaign)}
    return render(request, "portal/figure_campaign.html", context)


@access.signed_in
@require_safe
def figure_scheme(request, key: str):
    """The items and standards of the first measure of a kind of grades."""
    scheme = get_object_or_404(GradeScheme.objects.first_versions(), kind=key)
    items = list(scheme.items.select_related("parent"))
    return render(request, "portal/figure_scheme.html", {"scheme": scheme, "items": items})
