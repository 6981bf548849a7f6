"""What the portal asks of branches, shown to the committee."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.scope import scope
from apps.core import access
from apps.portal.burden.meter import months
from apps.portal.zones.place import DUTIES


@access.permission(DUTIES)
@require_safe
def burden(request):
    if not scope(request.user, DUTIES).is_everywhere:
        raise PermissionDenied("填报负担由工委领导和工委干部查看")
    found = months(timezone.localdate())
    return render(request, "portal/burden.html", {"months": found, "latest": found[0]})
