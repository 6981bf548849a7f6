"""党员 (S6): the members whom one may see, and the card of one of them."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from apps.branches.choices import MembershipKind
from apps.branches.models import (
    Appointment,
    Membership,
    MembershipRequest,
    Organisation,
    Person,
)
from apps.core import access, audit
from apps.core.forms import CleanForm
from apps.core.models import AuditEvent, StatusChange
from apps.core.search import Typed

VIEW = "branches.view_person"
PAGE_SIZE = 50
# With more branches than these a list to choose from helps nobody; the search does.
FEW_BRANCHES = 40
PROPOSED = 10
REQUESTS_SHOWN = 5


class MemberFilter(CleanForm):
    q = forms.CharField(
        label="姓名",
        required=False,
        max_length=50,
        error_messages={"max_length": "请把姓名缩短到 50 个字以内"},
    )
    kind = forms.ChoiceField(
        label="党员类别", required=False, choices=[("", "全部类别"), *MembershipKind.choices]
    )
    organisation = forms.UUIDField(required=False)
    subgroup = forms.UUIDField(required=False)


@access.permission(VIEW)
@require_safe
def person_list(request):
    form = MemberFilter(request.GET)
    asked = {k: v for k, v in _cleaned(form).items() if v}
    branches = list(_branches(request.user)[: FEW_BRANCHES + 1])
    place = _place(request.user, asked.get("organisation"))
    members = _members(request.user, asked, place)
    page = Paginator(members, PAGE_SIZE).get_page(request.GET.get("page"))
    only = place or (branches[0] if len(branches) == 1 else None)
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "address": urlencode(asked),
        "place": place,
        "branches": branches if 1 < len(branches) <= FEW_BRANCHES else [],
        "subgroups": only.children.filter(dissolved_on=None) if only and only.is_branch else [],
        "shows_branch": only is None or not only.is_branch,
        "typed": Typed.of(asked.get("q", "")),
        "requests": _requests(request.user),
    }
    return render(request, "branches/person_list.html", context)


def _requests(user) -> list[MembershipRequest]:
    """The latest requests of the bodies that a secretary leads, each with its `answer`."""
    if not user.has_perm("branches.add_membershiprequest"):
        return []
    answers = StatusChange.objects.filter(
        model_label="branches.MembershipRequest", object_pk=OuterRef("pk")
    )
    rows = MembershipRequest.objects.visible_to(user).select_related("organisation")
    rows = rows.annotate(answer=Subquery(answers.order_by("-pk").values("note")[:1]))
    return list(rows[:REQUESTS_SHOWN])


def _cleaned(form: MemberFilter) -> dict[str, Any]:
    """What can be meant; the rest is told beside its field or left out."""
    form.is_valid()
    return form.cleaned_data


def _branches(user) -> QuerySet[Organisation]:
    visible = Organisation.objects.visible_to(user).branches()
    return visible.existing_on(timezone.localdate()).order_by("path")


def _place(user, key: UUID | None) -> Organisation | None:
    return get_object_or_404(Organisation.objects.visible_to(user), uuid=key) if key else None


def _members(user, asked: dict[str, Any], place: Organisation | None) -> QuerySet[Membership]:
    """Those of today, each with the posts of today."""
    today = timezone.localdate()
    rows = Membership.objects.visible_to(user).valid_on(today)
    if place:
        rows = rows.filter(organisation__path__startswith=place.path)
    if "subgroup" in asked:
        rows = rows.filter(subgroup__uuid=asked["subgroup"])
    if "kind" in asked:
        rows = rows.filter(kind=asked["kind"])
    typed = Typed.of(asked.get("q", ""))
    order: list[Any] = ["organisation__path", "person__name", "person"]
    if typed:
        rows = rows.filter(typed.named("person__name"))
        order = [typed.rank("person__name"), *order[1:]]
    posts = Appointment.objects.visible_to(user).valid_on(today).select_related("organisation")
    held = Prefetch("person__appointments", posts, to_attr="held_today")
    rows = rows.select_related("person", "organisation", "subgroup")
    return rows.prefetch_related(held).order_by(*order)


@access.permission(VIEW)
@require_safe
def person_detail(request, uuid: UUID):
    return _card(request, _seen(request, uuid))


@require_POST
@access.permission(VIEW)
def person_phone(request, uuid: UUID):
    """The card with the whole number: looking at it is a security event."""
    person = _seen(request, uuid)
    audit.record(
        AuditEvent.Kind.VIEWED_PERSONAL, request=request, subject=f"{person} {person.code} 电话"
    )
    return _card(request, person, shows_phone=True)


@access.permission(VIEW)
@require_safe
def person_find(request):
    """People whom the user may see, for a field that proposes names."""
    form = MemberFilter(request.GET)
    typed = Typed.of(_cleaned(form).get("q", ""))
    rows = Person.objects.visible_to(request.user).named(typed).best_first(typed)
    found = [
        {"name": person.name, "pinyin": person.pinyin, "post": _post_of(person)}
        for person in (_with_posts(rows, request.user)[:PROPOSED] if typed else [])
    ]
    return JsonResponse({"people": found})


def _seen(request, uuid: UUID) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.user), uuid=uuid)


def _with_posts(rows: QuerySet[Person], user) -> QuerySet[Person]:
    posts = Appointment.objects.visible_to(user).valid_on(timezone.localdate())
    held = Prefetch("appointments", posts.select_related("organisation"), to_attr="held_today")
    return rows.prefetch_related(held)


def _post_of(person) -> str:
    held: list[Appointment] = person.held_today
    return f"{held[0].organisation}{held[0].get_post_display()}" if held else ""


def _card(request, person: Person, *, shows_phone: bool = False):
    today, user = timezone.localdate(), request.user
    memberships = Membership.objects.visible_to(user).filter(person=person)
    posts = Appointment.objects.visible_to(user).filter(person=person)
    memberships = list(memberships.select_related("organisation", "subgroup"))
    posts = list(posts.select_related("organisation").order_by("-valid_from"))
    context = {
        "person": person,
        "held": [m for m in memberships if m.holds_on(today)],
        "former": sorted(
            (m for m in memberships if not m.holds_on(today)),
            key=lambda m: m.valid_from,
            reverse=True,
        ),
        "posts": [p for p in posts if p.holds_on(today)],
        "former_posts": [p for p in posts if not p.holds_on(today)],
        "shows_phone": shows_phone,
    }
    return render(request, "branches/person_detail.html", context)
