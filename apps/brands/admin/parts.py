"""What is shown beside a brand."""

from apps.brands.models import (
    Adoption,
    BrandCandidacy,
    BrandEffect,
    BrandLogo,
    LayerSpan,
    Recheck,
)
from apps.core.admin import TabularInline, ViewInline, display


class EffectInline(TabularInline):
    model = BrandEffect
    tab = True
    fields = ("name", "value", "value_hedge", "unit", "starts_on", "ends_on")
    can_delete = True

    def has_delete_permission(self, request, obj=None) -> bool:
        """A figure that was mistyped goes; the history keeps it."""
        return self.has_change_permission(request, obj)


class SpanInline(ViewInline):
    model = LayerSpan
    fields = ("entered", "starts_on", "ends_on", "reason")
    readonly_fields = ("entered",)
    show_change_link = False
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("batch", "brand")

    @display(description="层级")
    def entered(self, span) -> str:
        return span.words


class RecheckInline(ViewInline):
    model = Recheck
    fields = ("due_on", "held_on", "outcome", "findings", "improve_by", "self_check")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("brand")


class AdoptionInline(ViewInline):
    model = Adoption
    fields = ("organisation", "since", "what", "result")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("brand", "organisation")


class CandidacyInline(ViewInline):
    model = BrandCandidacy
    fields = ("candidate", "batch")
    show_change_link = False
    hide_title = True

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("brand", "candidate__jury", "batch")


class LogoInline(ViewInline):
    model = BrandLogo
    fields = ("name", "width", "height", "hung_at", "replaced_at")
    show_change_link = False
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("brand")
