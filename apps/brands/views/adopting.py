"""学用: a body says what it copied of a brand, since when, and later with what result."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from apps.brands.drafts import form_of_adoption
from apps.brands.models import Adoption, Brand
from apps.brands.page_forms import AdoptionForm
from apps.brands.services import adopt_brand, rewrite_adoption
from apps.brands.views.seen import ADOPT, CHANGE_ADOPTION, places, told
from apps.core import access, drafts
from apps.core.idempotency import changed, once
from apps.core.versions import StaleVersion


@access.permission(ADOPT)
def adoption_create(request, uuid: UUID):
    """Whatever stands in the public register may be copied, and what one sees beside it."""
    rows = Brand.objects.select_related("organisation__unit")
    brand = get_object_or_404(_offered(rows, request.user), uuid=uuid)
    taken = brand.adoptions.order_by().values("organisation")
    free = places(request.user, ADOPT).exclude(Q(pk__in=taken) | Q(pk=brand.organisation_id))
    if not free.exists():
        messages.info(request, f"您的党组织已登记学用“{brand}”，或者这就是您的品牌")
        return redirect(brand)
    form = AdoptionForm(request.POST or None, places=free)
    if request.method == "POST" and form.is_valid() and _adopted(request, brand, form):
        return redirect("brands:own_list")
    return _page(request, brand, form)


def _offered(rows, user):
    seen = Brand.objects.visible_to(user).order_by().values("pk")
    shown = Brand.objects.registered(timezone.localdate()).order_by().values("pk")
    return rows.filter(Q(pk__in=seen) | Q(pk__in=shown))


def _adopted(request, brand: Brand, form: AdoptionForm) -> bool:
    given = form.cleaned_data
    try:
        once(
            user=request.user,
            key=given["form_key"],
            create=lambda: adopt_brand(
                brand=brand,
                organisation=given["organisation"],
                since=given["since"],
                what=given["what"],
                result=given["result"],
                by=request.user,
            ),
        )
    except ValidationError as refusal:
        form.add_refusal(refusal)
        return False
    messages.success(request, f"已登记学用“{brand}”")
    return True


@access.permission(CHANGE_ADOPTION)
def adoption_update(request, uuid: UUID):
    rows = Adoption.objects.visible_to(request.user)
    rows = rows.select_related("brand__organisation__unit", "organisation")
    adoption = get_object_or_404(rows, uuid=uuid)
    if not request.user.has_perm(CHANGE_ADOPTION, adoption):
        raise PermissionDenied("这条学用由学用的党组织自己修改")
    stored = {name: getattr(adoption, name) for name in ("what", "since", "result", "version")}
    form = AdoptionForm(request.POST or None, initial=stored)
    if request.method == "POST" and form.is_valid() and _rewritten(request, adoption, form):
        return redirect("brands:own_list")
    return _page(request, adoption.brand, form, adoption)


def _rewritten(request, adoption: Adoption, form: AdoptionForm) -> bool:
    given = form.cleaned_data
    try:
        changed(
            user=request.user,
            key=given["form_key"],
            change=lambda: rewrite_adoption(
                adoption=adoption,
                since=given["since"],
                what=given["what"],
                result=given["result"],
                expected_version=given["version"] or 0,
            ),
        )
    except StaleVersion as stale:
        told(form, stale)
        return False
    except ValidationError as refusal:
        form.add_refusal(refusal)
        return False
    messages.success(request, "已保存")
    return True


def _page(request, brand: Brand, form: AdoptionForm, adoption: Adoption | None = None):
    context = {
        "form": form,
        "brand": brand,
        "adoption": adoption,
        **drafts.page_of(request.user, form_of_adoption(brand, adoption), record=adoption),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "brands/adoption_form.html", context, status=status)
