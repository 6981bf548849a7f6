"""The page of one organisation."""

from django.db.models import Count, F
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.choices import COMMITTEE_POSTS, SECRETARY_POSTS, MembershipKind, Post
from apps.branches.models import Appointment, Membership, Organisation
from apps.branches.scope import Scope
from apps.branches.set_up import set_ups
from apps.core import access

POST_ORDER = {
    post: order
    for order, post in enumerate(dict.fromkeys((*SECRETARY_POSTS, *COMMITTEE_POSTS, *Post)))
}


@access.permission("branches.view_organisation")
@require_safe
def organisation_detail(request, uuid):
    visible = Organisation.objects.visible_to(request.user).select_related("unit")
    organisation = get_object_or_404(visible, uuid=uuid)
    today = timezone.localdate()
    return render(
        request,
        "branches/organisation_detail.html",
        {
            "organisation": organisation,
            "above": _above(organisation, request.user),
            "below": organisation.children.filter(dissolved_on=None),
            "members": _members(organisation, today),
            "committee": _committee(organisation, today),
            **_set_up(organisation, request.user, today),
            "term": organisation.terms.current(today).first(),
            "today": today,
            **_grades(organisation, today),
            "offices": organisation.offices.valid_on(today).order_by("name"),
            "placements": organisation.placements.select_related("parent").order_by(
                F("valid_from").desc()
            ),
        },
    )


def _above(organisation: Organisation, user) -> list[tuple[str, str]]:
    """The chain from the top, as far down as the user may open it."""
    rows = Organisation.objects.visible_to(user).filter(pk__in=organisation.ancestor_pks)
    return [(o.name, o.get_absolute_url()) for o in rows.order_by("path")]


def _set_up(organisation: Organisation, user, today) -> dict:
    """Advice about its set-up and, of a committee, about those below."""
    if not user.has_perm("branches.view_setupexception", organisation):
        return {}
    found = set_ups(Scope((organisation.path,)), today)
    return {
        "set_up": next((s for s in found if s.organisation == organisation), None),
        "set_up_below": [s for s in found if s.organisation != organisation and s.open],
    }


def _members(organisation: Organisation, today) -> list[tuple[str, int]]:
    """Members of the whole subtree by kind."""
    counted = (
        Membership.objects.valid_on(today)
        .filter(organisation__path__startswith=organisation.path)
        .order_by()
        .values("kind")
        .annotate(number=Count("pk"))
    )
    numbers = {row["kind"]: row["number"] for row in counted}
    return [(kind.label, numbers.get(kind, 0)) for kind in MembershipKind]


def _grades(organisation: Organisation, today) -> dict:
    """What it holds today of each kind, and the years, the latest first, each beside the year
    before."""
    rows = list(organisation.grades.in_force().with_before().order_by("-year", "kind"))
    latest = {grade.kind: grade for grade in reversed(rows) if grade.decided_on <= today}
    return {"grades": rows, "held": sorted(latest.values(), key=lambda grade: grade.kind)}


def _committee(organisation: Organisation, today) -> list[Appointment]:
    rows = organisation.appointments.valid_on(today).select_related("person")
    return sorted(rows, key=lambda a: (POST_ORDER[Post(a.post)], a.valid_from))
