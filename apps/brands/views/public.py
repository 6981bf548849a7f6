"""The register as everybody reads it, and one brand; its own body reads more of it."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from apps.brands import register
from apps.brands.models import Brand, BrandLogo
from apps.brands.pages import inside, told_to_all
from apps.brands.sending import send_logo
from apps.brands.views.seen import ADOPT, VIEW
from apps.news.publishing import open_page, page_of

RELATED = ("organisation__unit", "certified_in", "demonstrated_in")


@open_page
def brand_list(request):
    shown = register.page_of(register.asked_of(request.GET), request.GET.get("page", ""))
    shown["may_keep"] = request.user.has_perm(VIEW)
    return page_of(request, "brands/brand_list.html", **shown, here="brands")


@open_page
def brand_detail(request, uuid: UUID):
    """One address for all: the brand's own house and the committee read all of it, others what
    stands in the register."""
    brand = get_object_or_404(Brand.objects.select_related(*RELATED), uuid=uuid)
    if request.user.has_perm(VIEW, brand):
        return render(request, "brands/brand_detail.html", inside(brand, request.user))
    if not brand.is_public:
        raise Http404
    may_adopt = request.user.has_perm(ADOPT)
    context = {**told_to_all(brand), "may_adopt": may_adopt, "here": "brands"}
    return page_of(request, "brands/brand_public.html", **context)


@open_page
def logo(request, uuid: UUID, size: str):
    """The logo in use of a registered brand; its own house sees that of a draft, too."""
    found = get_object_or_404(BrandLogo.objects.select_related("brand__organisation"), uuid=uuid)
    is_shown = found.brand.is_public and found.replaced_at is None
    if not is_shown and not request.user.has_perm(VIEW, found.brand):
        raise Http404
    return send_logo(request, found, size)
