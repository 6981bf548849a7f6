"""A body keeps its brands: creates, applies, corrects what came back, reports before a recheck."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.scope import scope
from apps.brands.cards import cards_of
from apps.brands.choices import BrandLayer
from apps.brands.drafts import form_of, form_of_recheck
from apps.brands.models import Adoption, Brand, Recheck
from apps.brands.page_forms import BrandForm, RecheckForm
from apps.brands.services import EffectEntry, create_brand, report_recheck, rewrite_brand
from apps.brands.services.brands import TEXTS
from apps.brands.views.seen import ADD, CHANGE, CHANGE_ADOPTION, VIEW, places, seen_brand, told
from apps.brands.wording import word_of
from apps.core import access, chronicle, drafts
from apps.core.files import StorageFull
from apps.core.idempotency import changed, once, sent_before
from apps.core.lifecycle import history_of
from apps.core.versions import StaleVersion

PAGE = 20


@access.permission(VIEW)
@require_safe
def own_list(request):
    """The brands at and below one's bodies, what they copied, and who copied them."""
    user = request.user
    rows = Brand.objects.visible_to(user).of_living_bodies(timezone.localdate())
    rows = rows.select_related("organisation__unit").prefetch_related("logos")
    asked = request.GET.get("layer", "")
    rows = rows.filter(status=asked) if asked in BrandLayer.values else rows
    page = Paginator(rows.order_by("organisation__path", "name", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "layers": BrandLayer.choices,
        "asked": asked,
        "cards": cards_of(page.object_list, user),
        "sees_all": scope(user, VIEW).is_everywhere,
        "may_add": user.has_perm(ADD),
        "unfinished": drafts.unfinished_of(user).filter(form=form_of(None)).first(),
        **_adoptions(user),
    }
    return render(request, "brands/own_list.html", context)


def _adoptions(user) -> dict:
    """Both sides: what one's own bodies took up, and what others took up of theirs."""
    rows = Adoption.objects.visible_to(user).select_related("brand__organisation", "organisation")
    own = scope(user, CHANGE_ADOPTION)
    written = rows.in_scope(own) if own else rows.none()
    return {"adopted": written[:PAGE], "lent": rows.exclude(pk__in=written.order_by())[:PAGE]}


@access.permission(ADD)
def brand_create(request):
    if request.method != "POST":
        return _form_page(request, BrandForm(places=places(request.user, ADD)))
    form = BrandForm(request.POST, request.FILES, places=places(request.user, ADD))
    if form.is_valid() and (_was_sent(request, form) or form.is_name_settled()):
        brand = _created(request, form)
        if brand:
            return redirect(brand)
    return _form_page(request, form, status=422)


def _was_sent(request, form: BrandForm) -> bool:
    """A retry is not told that the name is near to that of the brand which it made itself."""
    return sent_before(user=request.user, key=form.cleaned_data["form_key"]) is not None


def _created(request, form: BrandForm) -> Brand | None:
    given = form.cleaned_data
    try:
        brand, is_new = once(
            user=request.user,
            key=given["form_key"],
            create=lambda: create_brand(
                organisation=given["organisation"],
                entry=form.entry(),
                by=request.user,
            ),
        )
    except StorageFull as full:
        form.add_error(None, str(full))
        return None
    except ValidationError as refusal:
        form.add_refusal(refusal)
        return None
    told = "已保存。成熟以后点“申报”" if is_new else "这个品牌已经保存过，没有重复"
    messages.success(request, told)
    return brand


@access.permission(CHANGE)
def brand_update(request, uuid: UUID):
    brand = seen_brand(request, uuid, CHANGE)
    if request.method != "POST":
        if not brand.is_writable:
            messages.warning(request, _why_not_written(brand))
            return redirect(brand)
        form = BrandForm(initial=_stored(brand), rows=_rows(brand))
        return _form_page(request, form, brand)
    form = BrandForm(request.POST, request.FILES)
    try:
        if form.is_valid() and form.is_name_settled(brand) and _changed(request, brand, form):
            return redirect(brand)
    except StaleVersion as stale:
        return _form_page(request, told(form, stale), brand, status=409)
    return _form_page(request, form, brand, status=422)


def _why_not_written(brand: Brand) -> str:
    is_waiting = brand.status == BrandLayer.SUBMITTED
    cure = "要改的，先撤回申报" if is_waiting else "要改的，请联系市直机关工委"
    return f"品牌现在是“{brand.get_status_display()}”，不能修改。{cure}"


def _changed(request, brand: Brand, form: BrandForm) -> bool:
    given = form.cleaned_data
    try:
        changed(
            user=request.user,
            key=given["form_key"],
            change=lambda: rewrite_brand(
                brand=brand, entry=form.entry(), expected_version=given["version"] or 0
            ),
        )
    except StorageFull as full:
        form.add_error(None, str(full))
        return False
    except ValidationError as refusal:
        form.add_refusal(refusal)
        return False
    messages.success(request, "已保存")
    return True


def _stored(brand: Brand) -> dict:
    return {name: getattr(brand, name) for name in (*TEXTS, "version")}


def _rows(brand: Brand) -> list[dict]:
    """A whole number is written without its noughts behind the point."""
    names = EffectEntry.__dataclass_fields__
    return [
        {**{name: getattr(row, name) for name in names}, "value": f"{row.value.normalize():f}"}
        for row in brand.effect_rows.all()
    ]


def _form_page(request, form: BrandForm, brand: Brand | None = None, status: int = 200):
    context = {
        "form": form,
        "brand": brand,
        "told": word_of(brand, history_of(brand).first()) if brand else "",
        **drafts.page_of(request.user, form_of(brand), record=brand),
    }
    return render(request, "brands/brand_form.html", context, status=status)


@access.permission(VIEW)
@require_safe
def brand_history(request, uuid: UUID):
    """Who changed what, in words, for the house and the committee."""
    brand = seen_brand(request, uuid)
    context = {"brand": brand, "entries": chronicle.of(brand)}
    return render(request, "brands/brand_history.html", context)


@access.permission(CHANGE)
def recheck_report(request, uuid: UUID):
    """自查 before a recheck: what the register knows already is not asked again."""
    brand = seen_brand(request, uuid, CHANGE)
    recheck = brand.rechecks.open().first()
    if recheck is None:
        messages.warning(request, "这个品牌现在没有要交自查的复核")
        return redirect(brand)
    initial = {"self_check": recheck.self_check, "version": recheck.version}
    form = RecheckForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _reported(request, recheck, form):
        return redirect(brand)
    context = {
        "form": form,
        "brand": brand,
        "recheck": recheck,
        **drafts.page_of(request.user, form_of_recheck(brand), record=recheck),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "brands/recheck_report.html", context, status=status)


def _reported(request, recheck: Recheck, form: RecheckForm) -> bool:
    given = form.cleaned_data
    try:
        changed(
            user=request.user,
            key=given["form_key"],
            change=lambda: report_recheck(
                recheck=recheck,
                self_check=given["self_check"],
                expected_version=given["version"] or 0,
                by=request.user,
            ),
        )
    except StaleVersion as stale:
        told(form, stale)
        return False
    except ValidationError as refusal:
        form.add_refusal(refusal)
        return False
    messages.success(request, "已提交复核自查；复核以前还可以补充")
    return True
