"""消息 of the reader, and how he wants to be told."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from apps.core import access
from apps.core.versions import StaleVersion
from apps.notices import services
from apps.notices.forms import PreferenceForm
from apps.notices.models import ChannelPreference, Notice

PAGE_SIZE = 30


@access.signed_in
@require_safe
def notice_list(request):
    """Newest first, in pages that begin below a notice."""
    notices = Notice.objects.of(request.user)
    after = request.GET.get("after", "")
    below = notices
    if after:
        last = get_object_or_404(notices, uuid=_uuid(after))
        below = notices.before(last.created_at, last.pk)
    found = list(below[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    here = reverse("notices:notice_list")
    context = {
        "notices": page,
        "new": notices.new().count(),
        "older_url": f"{here}?after={page[-1].uuid}" if len(found) > PAGE_SIZE else "",
        "newer_url": here if after else "",
    }
    return render(request, "notices/notice_list.html", context)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@access.signed_in
@require_safe
def notice_open(request, uuid: UUID):
    """Lead to what the notice is about; the reader's own list stops calling it new."""
    notice = get_object_or_404(Notice.objects.of(request.user), uuid=uuid)
    services.mark_seen(notice=notice)
    return redirect(notice.link or "notices:notice_list")


@require_POST
@access.signed_in
def notice_seen(request):
    services.mark_all_seen(user=request.user)
    return redirect("notices:notice_list")


@access.signed_in
def preference(request):
    """通知方式与免打扰 (S7)."""
    kept = ChannelPreference.objects.filter(user=request.user).first()
    form = PreferenceForm(
        request.POST or None, initial=PreferenceForm.initial_of(request.user, kept)
    )
    if request.method == "POST" and form.is_valid() and _keep(request, form):
        messages.success(request, "通知方式已保存")
        return redirect("notices:preference")
    status = 422 if form.errors else 200
    return render(request, "notices/preference.html", {"form": form}, status=status)


def _keep(request, form: PreferenceForm) -> bool:
    choices = dict(form.cleaned_data)
    try:
        services.set_preference(
            user=request.user, expected_version=choices.pop("version"), **choices
        )
    except StaleVersion as stale:
        form.add_error(None, str(stale))
        return False
    return True
