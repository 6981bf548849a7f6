"""Contact points: one's own, those of the branch that one leads, and all that one may see."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from apps.branches.models import Appointment
from apps.branches.scope import led_by
from apps.contacts.models import ContactPoint
from apps.contacts.overview import cards
from apps.contacts.page_forms import RemarkForm
from apps.contacts.services import remark_on_check
from apps.core import access
from apps.core.forms import CleanForm

VIEW = "contacts.view_contactpoint"
OWN = "contacts.add_contactvisit"
PAGE_SIZE = 30


class PointFilter(CleanForm):
    q = forms.CharField(label="领导或支部", required=False, max_length=50)


@access.permission(VIEW)
@require_safe
def contact_list(request):
    user, today = request.user, timezone.localdate()
    form = PointFilter(request.GET)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    seen = ContactPoint.objects.visible_to(user).valid_on(today)
    seen = seen.select_related("person__user", "organisation__unit")
    led = seen.filter(organisation__in=led_by(user)).exclude(person__user=user)
    posts = Appointment.objects.valid_on(today).select_related("organisation")
    told = led.prefetch_related(Prefetch("person__appointments", posts, to_attr="posts"))
    others = seen.exclude(Q(person__user=user) | Q(pk__in=led.values("pk")))
    if typed:
        others = others.filter(
            Q(person__name__icontains=typed) | Q(organisation__name__icontains=typed)
        )
    page = Paginator(others.order_by("organisation__path", "pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    own = list(seen.of(user))
    found = cards([*own, *told, *page], today)
    context = {
        "today": today,
        "own": found[: len(own)],
        "led": [c for c in found[len(own) :] if c.point.organisation_id in led_by(user)],
        "others": found[len(found) - len(page) :],
        "page": page,
        "form": form,
        "typed": typed,
        "address": urlencode({"q": typed} if typed else {}),
    }
    return render(request, "contacts/contact_list.html", context)


@require_POST
@access.permission(OWN)
def check_remark(request, uuid: UUID):
    """A word beside this month's check; it may stay empty, and nobody asks for it."""
    today = timezone.localdate()
    points = ContactPoint.objects.of(request.user).valid_on(today)
    point = get_object_or_404(points, uuid=uuid)
    form = RemarkForm(request.POST)
    if form.is_valid():
        remark_on_check(point=point, on=today, remark=form.cleaned_data["remark"])
        messages.success(request, "备注已保存")
    else:
        messages.error(request, "没有保存：备注请缩短到 300 个字以内")
    return redirect(reverse("portal:contact_sheet", args=[uuid]))
