from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.choices import Role
from apps.branches.scope import held_roles
from apps.core import access
from apps.core.search import Typed
from apps.notices.models import Notice
from apps.portal import home as page
from apps.portal import search as finding
from apps.portal.office import offices_of


@access.signed_in
@require_safe
def home(request):
    """One page for all roles: each adds what it has to do or to know."""
    user, today = request.user, timezone.localdate()
    roles = {role for role, _ in held_roles(user)}
    context = {"today": today, "has_roles": bool(roles)}
    if roles & set(page.SECRETARIES):
        context |= page.secretary_context(user, today)
    else:
        context["new_notices"] = Notice.objects.of(user).new().count()
        context["assignments"] = page.assignments(user)
        context["sittings_in"] = page.sittings_in(user)
    if user.has_perm("meetings.review_meeting"):
        context |= page.review_context(user)
    if roles & set(page.READERS):
        context |= page.reader_context(user, today)
    if roles & {Role.LEADER, Role.CONTACT_LEADER}:
        context |= page.guidance_context(user, today)
    if Role.FORMER_SECRETARY in roles:
        context["former"] = [o for o in offices_of(user, today) if o.is_over]
    if Role.CONVENOR in roles:
        context |= page.convenor_context(user, today)
    return render(request, "portal/home.html", context)


@access.signed_in
@require_safe
def search(request):
    """Everything that holds the words; one kind alone when the address names it."""
    form = finding.SearchForm(request.GET)
    typed = Typed.of(form.cleaned_data["q"]) if form.is_valid() else Typed.of("")
    kind = finding.KIND_OF.get(request.GET.get("in", ""))
    context = {"form": form, "typed": typed, "kind": kind, "focus_search": not typed}
    if typed and kind:
        number = _page_number(request)
        hits, has_more = finding.page_of(kind, request.user, typed, number)
        context |= {"hits": hits, "number": number, "has_more": has_more}
    elif typed:
        context["groups"] = finding.groups(request.user, typed)
    return render(request, "portal/search.html", context)


def _page_number(request) -> int:
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    return max(number, 1)
