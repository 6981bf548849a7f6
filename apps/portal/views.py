from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.choices import Role
from apps.branches.scope import held_roles
from apps.core import access
from apps.portal import home as page


@access.signed_in
@require_safe
def home(request):
    """One page for all roles: each adds what it has to do or to know."""
    user, today = request.user, timezone.localdate()
    roles = {role for role, _ in held_roles(user)}
    context = {"today": today, "has_roles": bool(roles)}
    if roles & set(page.SECRETARIES):
        context |= page.secretary_context(user, today)
    if user.has_perm("meetings.review_meeting"):
        context |= page.review_context(user)
    if roles & set(page.READERS):
        context |= page.reader_context(user, today)
    if Role.CONVENOR in roles:
        context |= page.convenor_context(user, today)
    return render(request, "portal/home.html", context)
