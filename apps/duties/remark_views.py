"""批示: what leaders asked, and what was answered."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.core import access
from apps.core.idempotency import once
from apps.duties.lifecycle import ANSWER
from apps.duties.models import Remark, RemarkStatus
from apps.duties.remark_forms import RemarkAnswerForm, RemarkForm
from apps.duties.remarks import ADD, answer_remark, make_remark, may_remark
from apps.zones.models import Zone

VIEW = "duties.view_remark"
PAGE_SIZE = 30
LONGEST_ABOUT, LONGEST_LINK = 120, 500


@access.permission(VIEW)
@require_safe
def remark_list(request):
    """All that the reader sees, the open ones first; with `own` those that wait for him."""
    rows = Remark.objects.visible_to(request.user)
    if own := request.GET.get("own", ""):
        rows = rows.of_officer(request.user).awaiting_answer()
    rows = rows.select_related("zone", "created_by").order_by("-status", "-pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "own": own, "address": "own=1" if own else ""}
    return render(request, "duties/remark_list.html", context)


@access.permission(ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def remark_create(request):
    """What was read comes in the address: `zone`, `about` and the way back there."""
    zone, about, link = _zone(request), _about(request), _link(request)
    if not may_remark(request.user, zone):
        raise PermissionDenied("您只能对自己联系指导的片作批示")
    form = RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        remark, is_new = once(
            user=request.user,
            key=form.cleaned_data["form_key"],
            create=lambda: make_remark(
                zone=zone, about=about, link=link, text=text, by=request.user
            ),
        )
        if is_new:
            messages.success(request, "批示已送给经办人；答复后您会收到消息")
        return redirect(remark)
    context = {"form": form, "zone": zone, "about": about, "link": link}
    status = 422 if form.errors else 200
    return render(request, "duties/remark_form.html", context, status=status)


def _zone(request) -> Zone | None:
    key = request.GET.get("zone", "")
    if not key:
        return None
    try:
        return get_object_or_404(Zone.objects.visible_to(request.user), uuid=UUID(key))
    except ValueError:
        raise Http404("地址中的编号写法不对") from None


def _about(request) -> str:
    return request.GET.get("about", "")[:LONGEST_ABOUT] or "总览"


def _link(request) -> str:
    """Only a page of the portal; anything else is left out."""
    link = request.GET.get("link", "")[:LONGEST_LINK]
    is_ours = link.startswith("/") and url_has_allowed_host_and_scheme(link, allowed_hosts=None)
    return link if is_ours else ""


@access.permission(VIEW)
@require_safe
def remark_detail(request, uuid: UUID):
    remark = _seen(request, uuid)
    is_asked = remark.status == RemarkStatus.OPEN and request.user.has_perm(ANSWER, remark)
    context = {"remark": remark, "form": RemarkAnswerForm() if is_asked else None}
    return render(request, "duties/remark_detail.html", context)


@access.permission(ANSWER)
@require_POST
def remark_answer(request, uuid: UUID):
    remark, form = _seen(request, uuid), RemarkAnswerForm(request.POST)
    if not form.is_valid():
        context = {"remark": remark, "form": form}
        return render(request, "duties/remark_detail.html", context, status=422)
    try:
        answer_remark(remark=remark, answer=form.cleaned_data["answer"], by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, "已答复，批示人会收到消息")
    return redirect(remark)


def _seen(request, uuid: UUID) -> Remark:
    seen = Remark.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("zone", "created_by", "answered_by"), uuid=uuid)
