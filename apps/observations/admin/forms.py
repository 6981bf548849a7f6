"""The form's versions, and the questions of the desk."""

from typing import cast

from django.shortcuts import redirect

from apps.branches.models import Person
from apps.core.admin import (
    ChoiceOfRow,
    LongTextField,
    ManyRowsField,
    TabularInline,
    VerbForm,
    VisibleAdmin,
    action,
    register,
    verb_page,
)
from apps.observations import services
from apps.observations.models import (
    GroupSession,
    ObservationForm,
    ObservationItem,
)


class WordsForm(VerbForm):
    note = LongTextField(label="说明", max_length=300, required=False)


class ReasonForm(VerbForm):
    note = LongTextField(
        label="原因",
        max_length=300,
        error_messages={"required": "请写明原因，旁听人员和单位会看到"},
    )


class AgreeForm(VerbForm):
    session = ChoiceOfRow(
        queryset=GroupSession.objects.none(),
        label="旁听哪次学习",
        empty_label="请选择",
        help_text="先在“中心组学习安排”里登记，再在这里选",
        error_messages={"required": "请选择一次学习；没有的，请先登记学习安排"},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cycle = self.record.cycle
        inside = self.record.group.sessions.filter(held_on__range=(cycle.starts_on, cycle.ends_on))
        sessions = inside.select_related("group__unit")
        cast(ChoiceOfRow, self.fields["session"]).queryset = sessions


class TeamForm(VerbForm):
    head = ChoiceOfRow(
        queryset=Person.objects.none(),
        label="组长",
        empty_label="请选择",
        error_messages={"required": "请选择组长"},
    )
    others = ManyRowsField(queryset=Person.objects.none(), label="其他成员", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        seats = self.record.cycle.observers.all()
        named = Person.objects.filter(pk__in=seats.values("person")).order_by("name", "pk")
        leading = named.filter(pk__in=seats.filter(may_lead=True).values("person"))
        cast(ChoiceOfRow, self.fields["head"]).queryset = leading
        cast(ManyRowsField, self.fields["others"]).queryset = named


class ItemInline(TabularInline):
    model = ObservationItem
    fields = ("order", "part", "name", "meaning", "scale", "most")

    def has_add_permission(self, request, obj=None) -> bool:
        return super().has_add_permission(request, obj) and _may_edit(obj)

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and _may_edit(obj)


def _may_edit(form: ObservationForm | None) -> bool:
    return form is None or form.is_editable


@register(ObservationForm)
class ObservationFormAdmin(VisibleAdmin):
    list_display = ("name", "number", "valid_from", "source")
    search_fields = ("name", "source")
    readonly_fields = ("number",)
    fields = (("name", "number"), "valid_from", "source")
    inlines = (ItemInline,)
    actions_detail = ("copy",)

    def has_change_permission(self, request, obj=None) -> bool:
        """What was answered stays as it was asked."""
        return super().has_change_permission(request, obj) and _may_edit(obj)

    @action(description="另建新版", url_path="copy", icon="content_copy", permissions=["act"])
    def copy(self, request, object_id):
        made = []
        response = verb_page(
            self,
            request,
            object_id,
            title="另建新版",
            form_class=VerbForm,
            permission="add",
            run=lambda form, _: made.append(services.new_version(form=form)),
            done="已建新版，请修改；以后的周期选用新版",
        )
        if not made:
            return response
        return redirect("admin:observations_observationform_change", made[0].pk)
