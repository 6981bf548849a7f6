"""Contact points, who should have one, and the months in which they were looked after."""

from django.contrib.admin import SimpleListFilter
from django.utils import timezone

from apps.branches.admin.filters import AreaFilter
from apps.contacts import services
from apps.contacts.forms import AnotherForm, DayForm
from apps.contacts.models import ContactPoint
from apps.core.admin import VisibleAdmin, action, emptiness, register, verb_page


class ConflictFilter(SimpleListFilter):
    title = "另选联系点"
    parameter_name = "conflict"

    def lookups(self, request, model_admin):
        return [
            ("own", "联系点成了本人所在支部"),
            ("gone", "联系的支部已撤销"),
            ("any", "需要另选"),
        ]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "own":
                return queryset.own_branch(today)
            case "gone":
                return queryset.dissolved(today)
            case "any":
                return queryset.in_conflict(today)
        return queryset


@register(ContactPoint)
class ContactPointAdmin(VisibleAdmin):
    list_display = ("person", "organisation", "valid_from", "valid_to")
    list_filter = (
        ConflictFilter,
        AreaFilter,
        ("valid_to", emptiness("期间", empty="现有", filled="已结束")),
    )
    list_select_related = ("person", "organisation")
    search_fields = ("person__name", "organisation__name")
    autocomplete_fields = ("person", "organisation")
    fields = ("person", "organisation", "valid_from", "valid_to")
    actions_detail = ("another", "end")

    def has_change_permission(self, request, obj=None) -> bool:
        """A contact point changes through its verbs."""
        return obj is None and super().has_change_permission(request)

    def perform(self, request, obj, form, change) -> None:
        answers = dict(form.cleaned_data)
        answers["since"], answers["until"] = answers.pop("valid_from"), answers.pop("valid_to")
        obj.__dict__.update(services.establish(**answers).__dict__)

    @action(description="另选联系点", url_path="another", icon="swap_horiz", permissions=["act"])
    def another(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="另选联系点",
            form_class=AnotherForm,
            run=lambda point, answers: services.choose_another(point=point, **answers),
            done="已另选联系点，原来的联系点到这一天为止",
        )

    @action(description="结束联系", url_path="end", icon="event_busy", permissions=["act"])
    def end(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="结束联系",
            form_class=DayForm,
            run=lambda point, answers: services.end_point(point=point, **answers),
            done="联系点已结束，调研和承诺保留",
        )
