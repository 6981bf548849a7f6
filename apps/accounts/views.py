from allauth.mfa.utils import is_mfa_enabled
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts import display
from apps.core import access


@access.signed_in
@require_safe
def profile(request):
    """我的: display settings and the doors to one's own account."""
    context = {
        "has_second_factor": is_mfa_enabled(request.user),
        "questions": display.questions(display.of(request)),
    }
    return render(request, "accounts/profile.html", context)


@access.public
@require_http_methods(["GET", "HEAD", "POST"])
def display_settings(request):
    """字号、对比度、底色: for everybody, also before signing in."""
    back = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = ""
    if request.method != "POST":
        context = {"next": back, "questions": display.questions(display.of(request))}
        return render(request, "accounts/display.html", context)
    answer = redirect(back or "accounts:display")
    display.keep(request, answer, display.chosen(request.POST))
    return answer
