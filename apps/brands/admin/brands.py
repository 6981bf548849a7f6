"""The register: every brand in its layer, with all that it went through."""

from django.contrib import messages

from apps.branches.admin.filters import AreaFilter
from apps.brands import services
from apps.brands.admin.filters import BodyFilter, WaitingFilter
from apps.brands.admin.parts import (
    AdoptionInline,
    CandidacyInline,
    EffectInline,
    LogoInline,
    RecheckInline,
    SpanInline,
)
from apps.brands.choices import BrandLayer
from apps.brands.forms import (
    AskNothing,
    CertifyForm,
    DemonstrateForm,
    DeskBrandForm,
    NoteForm,
    ReasonForm,
)
from apps.brands.models import Brand
from apps.core.admin import (
    RelatedDropdownFilter,
    VisibleAdmin,
    action,
    display,
    register,
    step_page,
    verb_page,
)

TONES = {
    BrandLayer.NURTURING: "info",
    BrandLayer.SUBMITTED: "warning",
    BrandLayer.SHORTLISTED: "warning",
    BrandLayer.CERTIFIED: "success",
    BrandLayer.DEMONSTRATION: "success",
    BrandLayer.UNDER_RECHECK: "warning",
    BrandLayer.IMPROVING: "danger",
    BrandLayer.WITHDRAWN: "danger",
}


@register(Brand)
class BrandAdmin(VisibleAdmin):
    form = DeskBrandForm
    list_display = (
        "name",
        "organisation",
        "state",
        "certified_in",
        "certified_on",
        "demonstrated_in",
        "next_recheck_on",
    )
    extra_columns = ("unit", "improve_by", "copied_from", "updated_at")
    list_filter = (
        "status",
        WaitingFilter,
        ("certified_in", RelatedDropdownFilter),
        ("demonstrated_in", RelatedDropdownFilter),
        ("certified_in__plan", RelatedDropdownFilter),
        AreaFilter,
        ("organisation__unit", RelatedDropdownFilter),
        BodyFilter,
    )
    list_select_related = ("organisation__unit", "certified_in", "demonstrated_in")
    search_fields = ("name", "organisation__name")
    date_hierarchy = "certified_on"
    autocomplete_fields = ("organisation",)
    inlines = (
        EffectInline,
        SpanInline,
        RecheckInline,
        AdoptionInline,
        CandidacyInline,
        LogoInline,
    )
    actions_detail = (
        "apply",
        "shortlist",
        "certify",
        "demonstrate",
        "open_recheck",
        "take_back",
        "send_back",
        "withdraw",
    )
    texts = ("meaning", "business_link", "measures", "effects", "copied_from", "logo")
    stands = (
        ("status", "certified_on"),
        ("certified_in", "demonstrated_in"),
        ("next_recheck_on", "improve_by"),
    )
    readonly_fields = (
        *("status", "certified_on", "certified_in", "demonstrated_in"),
        *("next_recheck_on", "improve_by"),
    )

    def get_inlines(self, request, obj):
        """What a new brand has besides its words are its figures."""
        return self.inlines if obj else (EffectInline,)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return ((None, {"fields": ("organisation", "name", "since", *self.texts)}),)
        return (
            (None, {"fields": ("organisation", "name", *self.stands)}),
            ("内容", {"fields": self.texts}),
        )

    @display(description="单位", ordering="organisation__unit__name")
    def unit(self, brand) -> str:
        return str(brand.organisation.unit or "")

    @display(description="层级", ordering="status", label=TONES)
    def state(self, brand) -> tuple[str, str]:
        return brand.status, brand.get_status_display()

    def picked(self, obj) -> str:
        return f"{obj}（{obj.organisation}）"

    def perform(self, request, obj, form, change) -> None:
        logo = form.cleaned_data.get("logo")
        if change:
            obj.full_clean(exclude=["created_by"])
            obj.save()
        else:
            obj.__dict__.update(self._created(request, obj, form).__dict__)
        if logo:
            services.hang_logo(brand=obj, accepted=logo)
        self._advise(request, obj)

    def _created(self, request, obj, form) -> Brand:
        given = {name: getattr(obj, name) for name in services.TEXTS}
        return services.create_brand(
            organisation=obj.organisation,
            entry=services.BrandEntry(**given),
            by=request.user,
            since=form.cleaned_data["since"],
        )

    def _advise(self, request, brand: Brand) -> None:
        """Near-equal names are told, and nothing is refused."""
        if near := services.near_names(brand.name, brand):
            named = "、".join(str(name) for name in near)
            messages.warning(request, f"已有相近的品牌名称：{named}。请核对是否需要另取名称")
        for sentence in services.advice_on_name(brand.name):
            messages.warning(request, sentence)

    def has_submit_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("brands.submit_brand")

    def has_assess_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("brands.assess_brand")

    def has_recheck_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("brands.recheck_brand")

    @action(description="代为申报", url_path="apply", icon="send", permissions=["submit"])
    def apply(self, request, object_id):
        return self._step(request, object_id, "apply", "申报", "submit")

    @action(description="撤回申报", url_path="take_back", icon="undo", permissions=["submit"])
    def take_back(self, request, object_id):
        return self._step(request, object_id, "take_back", "撤回申报", "submit")

    @action(description="初评入围", url_path="shortlist", icon="checklist", permissions=["assess"])
    def shortlist(self, request, object_id):
        return self._step(request, object_id, "shortlist", "列入初评入围", "assess", NoteForm)

    @action(description="退回培育", url_path="send_back", icon="undo", permissions=["assess"])
    def send_back(self, request, object_id):
        return self._step(request, object_id, "send_back", "退回培育", "assess", ReasonForm)

    @action(
        description="启动复核",
        url_path="open_recheck",
        icon="search_check",
        permissions=["recheck"],
    )
    def open_recheck(self, request, object_id):
        return self._step(request, object_id, "open_recheck", "启动复核", "recheck", NoteForm)

    @action(description="摘牌", url_path="withdraw", icon="block", permissions=["recheck"])
    def withdraw(self, request, object_id):
        return self._step(request, object_id, "withdraw", "摘牌", "recheck", ReasonForm)

    @action(description="认定", url_path="certify", icon="verified", permissions=["assess"])
    def certify(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="认定",
            form_class=CertifyForm,
            run=lambda brand, given: services.certify(brand=brand, by=request.user, **given),
            done="已认定",
            permission="assess",
        )

    @action(description="命名为示范", url_path="demonstrate", icon="star", permissions=["assess"])
    def demonstrate(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="命名为示范",
            form_class=DemonstrateForm,
            run=lambda brand, given: services.demonstrate(brand=brand, by=request.user, **given),
            done="已命名为示范品牌",
            permission="assess",
        )

    def _step(self, request, object_id, step, title, permission, form_class=AskNothing):
        return step_page(
            self,
            request,
            object_id,
            step=step,
            title=title,
            form_class=form_class,
            permission=permission,
        )
