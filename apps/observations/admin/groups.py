"""Centre groups of the units, and when they sit."""

from apps.branches.admin.filters import AreaFilter
from apps.branches.choices import OrganisationKind
from apps.core.admin import VisibleAdmin, emptiness, register
from apps.observations import services
from apps.observations.models import GroupSession, StudyGroup
from apps.observations.services.sessions import describe_session

# Where there is no Party group, the committee of the organ leads the study.
LEADING = (OrganisationKind.PARTY_GROUP, OrganisationKind.ORGAN_COMMITTEE)


class AreaOfUnitFilter(AreaFilter):
    unit_lookup = "unit"


class AreaOfSessionFilter(AreaFilter):
    unit_lookup = "group__unit"


@register(StudyGroup)
class StudyGroupAdmin(VisibleAdmin):
    list_display = ("unit", "organisation", "contact", "valid_from", "valid_to")
    list_filter = (
        AreaOfUnitFilter,
        ("valid_to", emptiness("期间", empty="现有", filled="已结束")),
    )
    list_select_related = ("unit", "organisation", "contact")
    search_fields = ("unit__name", "organisation__name")
    autocomplete_fields = ("unit", "organisation", "contact")
    fields = ("unit", "organisation", "contact", "valid_from", "valid_to")

    def narrow(self, db_field, queryset):
        if db_field.name == "organisation":
            return queryset.filter(kind__in=LEADING, dissolved_on=None)
        return queryset


@register(GroupSession)
class GroupSessionAdmin(VisibleAdmin):
    list_display = ("group", "held_on", "theme", "place", "expected_count", "present_count")
    list_filter = (AreaOfSessionFilter,)
    date_hierarchy = "held_on"
    list_select_related = ("group__unit",)
    search_fields = ("group__unit__name", "theme")
    autocomplete_fields = ("group", "meeting")
    fields = (
        "group",
        ("held_on", "starts_at"),
        "place",
        "theme",
        ("expected_count", "present_count"),
        "meeting",
    )

    def get_readonly_fields(self, request, obj=None) -> tuple[str, ...]:
        """A session of another group is another session."""
        return ("group",) if obj else ()

    def perform(self, request, obj, form, change) -> None:
        answers = dict(form.cleaned_data)
        answers.pop("opened_version", None)
        group = answers.pop("group", obj.group)
        entry = services.SessionEntry(**answers)
        if change:
            describe_session(session=obj, entry=entry)
        else:
            obj.__dict__.update(services.plan_session(group=group, entry=entry).__dict__)
