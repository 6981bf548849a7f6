"""The desk of venues: the register, the standard by version, and what reviews found."""

from typing import cast

from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from apps.branches.admin.filters import AreaFilter
from apps.core.admin import (
    EditForm,
    ManyRowsField,
    TabularInline,
    ViewInline,
    VisibleAdmin,
    action,
    display,
    emptiness,
    redirect_to_add,
    register,
)
from apps.sixlights.models import (
    MetCriterion,
    StarThreshold,
    Venue,
    VenueCriterion,
    VenueReview,
    VenueStandard,
)
from apps.sixlights.models.venues import star_words
from apps.sixlights.services import review_venue


class OfStandardInline(TabularInline):
    """Parts of a version; as soon as it was used they stay as they are."""

    def has_add_permission(self, request, obj=None) -> bool:
        return not _is_used(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None) -> bool:
        return not _is_used(obj) and super().has_change_permission(request, obj)


def _is_used(standard: VenueStandard | None) -> bool:
    return standard is not None and standard.reviews.exists()


class VenueCriterionInline(OfStandardInline):
    model = VenueCriterion
    fields = ("order", "text", "points", "is_required")


class StarThresholdInline(OfStandardInline):
    model = StarThreshold
    fields = ("stars", "points")


@register(VenueStandard)
class VenueStandardAdmin(VisibleAdmin):
    """A version by which venues were reviewed stays as it was: a change is the next version."""

    list_display = ("name", "number", "points_to_standard", "valid_from", "valid_to")
    search_fields = ("name",)
    fields = (("name", "number"), "points_to_standard", "source", ("valid_from", "valid_to"))
    inlines = (VenueCriterionInline, StarThresholdInline)

    def get_readonly_fields(self, request, obj=None):
        fixed = ("name", "number", "points_to_standard", "source", "valid_from")
        return fixed if _is_used(obj) else ()


class FoundFilter(SimpleListFilter):
    """By what the latest review found."""

    title = "评定结果"
    parameter_name = "found"

    def lookups(self, request, model_admin):
        return [("starred", "星级阵地"), ("standard", "规范化"), ("none", "没有评定")]

    def queryset(self, request, queryset):
        if self.value() == "starred":
            return queryset.exclude(reviewed_on=None).exclude(stars=0)
        if self.value() == "standard":
            return queryset.filter(is_up_to_standard=True)
        return queryset.filter(reviewed_on=None) if self.value() == "none" else queryset


class VenueReviewInline(ViewInline):
    model = VenueReview
    fields = ("reviewed_on", "standard", "points", "stars", "is_up_to_standard", "note")
    # Worked out when the review was made; no form asks for them.
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("standard", "venue")


@register(Venue)
class VenueAdmin(VisibleAdmin):
    list_display = ("name", "organisation", "area", "found_stars", "found_standard", "valid_to")
    extra_columns = ("unit", "address")
    list_filter = (
        FoundFilter,
        AreaFilter,
        ("valid_to", emptiness("使用", empty="在用", filled="有结束日期")),
    )
    list_select_related = ("organisation",)
    search_fields = ("name", "organisation__name", "address")
    autocomplete_fields = ("organisation", "unit")
    fields = (("name", "organisation"), ("unit", "area"), "address", ("valid_from", "valid_to"))
    inlines = (VenueReviewInline,)
    actions_detail = ("review",)

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("organisation")
        return rows.reviewed(timezone.localdate())

    def picked(self, obj) -> str:
        """Many a branch calls its room 党员活动室."""
        return f"{obj}（{obj.organisation}）"

    @display(description="星级", ordering="stars")
    def found_stars(self, venue) -> str:
        return star_words(venue.stars) if venue.reviewed_on else "没有评定"

    @display(description="规范化", boolean=True)
    def found_standard(self, venue) -> bool:
        return bool(venue.is_up_to_standard)

    @action(description="登记评定", url_path="review", icon="star", permissions=["act"])
    def review(self, request, object_id):
        return redirect_to_add("sixlights_venuereview", venue=object_id)


class VenueReviewForm(EditForm):
    """The criteria that are met; points and stars are worked out by the version of the day."""

    criteria = ManyRowsField(
        queryset=VenueCriterion.objects.none(), label="达到的条目", required=False
    )

    class Meta:
        model = VenueReview
        fields = ("venue", "reviewed_on", "note")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "criteria" in self.fields:
            in_force = VenueStandard.objects.valid_on(timezone.localdate())
            rows = VenueCriterion.objects.filter(standard__in=in_force)
            field = cast(ManyRowsField, self.fields["criteria"])
            field.queryset = rows.order_by("standard", "order")


class MetCriterionInline(ViewInline):
    model = MetCriterion
    fields = ("criterion",)
    show_change_link = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("criterion")


@register(VenueReview)
class VenueReviewAdmin(VisibleAdmin):
    """Kept as it was found; a new look at the venue is a new review."""

    form = VenueReviewForm
    list_display = (
        *("venue", "organisation", "reviewed_on", "standard"),
        *("points", "stars", "is_up_to_standard"),
    )
    list_filter = ("stars", "is_up_to_standard", "standard")
    list_select_related = ("venue__organisation", "standard")
    search_fields = ("venue__name", "venue__organisation__name")
    autocomplete_fields = ("venue",)
    date_hierarchy = "reviewed_on"

    def get_fields(self, request, obj=None):
        if obj is None:
            return ("venue", "reviewed_on", "criteria", "note")
        return (
            *("venue", "reviewed_on", "standard", "points", "stars"),
            *("is_up_to_standard", "reviewer", "note"),
        )

    def get_inlines(self, request, obj):
        return (MetCriterionInline,) if obj else ()

    def has_change_permission(self, request, obj=None) -> bool:
        return obj is None and super().has_change_permission(request)

    @display(description="党组织")
    def organisation(self, review) -> str:
        return str(review.venue.organisation)

    def perform(self, request, obj, form, change) -> None:
        made = review_venue(by=request.user, **form.cleaned_data)
        obj.__dict__.update(made.__dict__)
