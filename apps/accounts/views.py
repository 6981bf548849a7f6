from allauth.mfa.utils import is_mfa_enabled
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.core import access


@access.signed_in
@require_safe
def profile(request):
    """我的: display settings of this device and the doors to one's own account."""
    return render(
        request, "accounts/profile.html", {"has_second_factor": is_mfa_enabled(request.user)}
    )
