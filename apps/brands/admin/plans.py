"""Plans of three years with their stages, and batches with their brands."""

from django.contrib import messages
from django.utils.html import format_html, format_html_join

from apps.brands import services
from apps.brands.forms import AskNothing, EnterForm, JuryForm, RechecksForm
from apps.brands.models import Batch, BrandCandidacy, BrandPlan, LayerSpan, PlanStage
from apps.brands.services.batches import judged
from apps.core.admin import (
    RelatedDropdownFilter,
    TabularInline,
    ViewInline,
    VisibleAdmin,
    action,
    display,
    emptiness,
    register,
    verb_page,
)
from apps.core.lifecycle import StepRefused


class StageInline(TabularInline):
    model = PlanStage
    fields = ("order", "name", "starts_on", "ends_on", "goal")
    hide_title = True

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A goal begins with two lines and grows."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "goal":
            field.widget.attrs["rows"] = 2
        return field


class BatchInline(ViewInline):
    model = Batch
    fields = ("kind", "number", "title", "decided_on", "places")


@register(BrandPlan)
class BrandPlanAdmin(VisibleAdmin):
    list_display = ("name", "starts_on", "ends_on", "source")
    search_fields = ("name", "source")
    fields = ("name", ("starts_on", "ends_on"), "source")
    inlines = (StageInline, BatchInline)


class OfBatchInline(ViewInline):
    verbose_name_plural = "本批品牌"
    model = LayerSpan
    fields = ("brand", "owner", "starts_on", "ends_on")
    readonly_fields = ("owner",)
    show_change_link = False
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("brand__organisation", "batch")

    @display(description="党组织")
    def owner(self, span) -> str:
        return str(span.brand.organisation)


class CandidatesInline(ViewInline):
    model = BrandCandidacy
    fields = ("brand", "candidate", "jury")
    readonly_fields = ("jury",)
    show_change_link = False
    hide_title = True

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("brand", "candidate__jury", "batch")

    @display(description="评审会")
    def jury(self, candidacy) -> str:
        return str(candidacy.candidate.jury)


@register(Batch)
class BatchAdmin(VisibleAdmin):
    """The brands of a batch come by its verbs, by hand or by the list of a jury."""

    list_display = ("batch_name", "title", "plan", "decided_on", "places", "brands_now")
    list_filter = (
        "kind",
        ("plan", RelatedDropdownFilter),
        ("decided_on", emptiness("决定", empty="待决定", filled="已决定")),
    )
    list_select_related = ("plan",)
    search_fields = ("title", "plan__name")
    fields = (("kind", "number"), "title", "plan", ("decided_on", "places"))
    inlines = (OfBatchInline, CandidatesInline)
    actions_detail = ("send", "settle", "enter", "recheck")

    def get_queryset(self, request):
        return super().get_queryset(request).with_size()

    def get_inlines(self, request, obj):
        """Its brands come by the verbs of a batch that is there."""
        return self.inlines if obj else ()

    def get_readonly_fields(self, request, obj=None):
        """What its brands were given stays what it was called and when it was decided."""
        return ("kind", "number", "plan", "decided_on") if obj and obj.is_used else ()

    @display(description="批次", ordering="number")
    def batch_name(self, batch) -> str:
        return str(batch)

    @display(description="品牌数", ordering="size")
    def brands_now(self, batch) -> int:
        return batch.size

    def picked(self, obj) -> str:
        return f"{obj}（{obj.title or obj.plan or obj.decided_on or '待决定'}）"

    @action(description="送评审会", url_path="send", icon="how_to_vote", permissions=["act"])
    def send(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="送评审会",
            form_class=JuryForm,
            run=lambda batch, given: services.send_to_jury(batch=batch, by=request.user, **given),
            done="已送评审会",
        )

    @action(description="按评审结果办理", url_path="settle", icon="fact_check", permissions=["act"])
    def settle(self, request, object_id):
        def run(batch, _given):
            settled = services.settle_batch(batch=batch, by=request.user)
            messages.info(request, settled.words)

        return verb_page(
            self,
            request,
            object_id,
            title="按评审结果办理",
            form_class=AskNothing,
            run=run,
            done="已按评审结果办理",
            reading=list_in_words,
        )

    @action(description="直接列入本批", url_path="enter", icon="playlist_add", permissions=["act"])
    def enter(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="直接列入本批",
            form_class=EnterForm,
            run=lambda batch, given: services.enter_batch(batch=batch, by=request.user, **given),
            done="已列入本批",
        )

    @action(description="启动复核", url_path="recheck", icon="search_check", permissions=["act"])
    def recheck(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="启动复核",
            form_class=RechecksForm,
            run=lambda _batch, given: services.open_rechecks(by=request.user, **given),
            done="已启动复核，已告诉各党组织",
        )


def list_in_words(batch: Batch) -> str:
    """What the frozen list says of each candidate; read before it is carried out."""
    try:
        standing, lines = judged(batch)
    except StepRefused as refusal:
        return format_html("<p>{}</p>", " ".join(refusal.messages))
    rows = (
        (
            "入选" if lines[c.candidate_id].is_in else "不入选",
            c.brand,
            c.brand.organisation,
            lines[c.candidate_id].explanation,
        )
        for c in standing
    )
    return format_html("<ol>{}</ol>", format_html_join("", "<li>{}：{}（{}）。{}</li>", rows))
