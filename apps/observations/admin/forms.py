"""The form's versions, and the questions of the desk."""

from typing import cast

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from apps.branches.models import Person
from apps.core.admin import (
    ChoiceOfRow,
    LongTextField,
    ManyRowsField,
    PartOfVersion,
    TabularInline,
    VerbForm,
    VersionAdmin,
    register,
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
        error_messages={"required": "请选择一次学习；没有的，请先登记学习安排"},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cycle = self.record.cycle
        inside = self.record.group.sessions.filter(held_on__range=(cycle.starts_on, cycle.ends_on))
        sessions = inside.select_related("group__unit")
        field = cast(ChoiceOfRow, self.fields["session"])
        field.queryset = sessions
        add = reverse("admin:observations_groupsession_add")
        field.help_text = format_html(
            '这里没有的，先<a class="in-words" href="{}?group={}">登记学习安排</a>',
            add,
            self.record.group_id,
        )


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
        seats = self.record.cycle.observers.serving_on(timezone.localdate())
        named = Person.objects.filter(pk__in=seats.values("person")).order_by("name", "pk")
        leading = named.filter(pk__in=seats.filter(may_lead=True).values("person"))
        cast(ChoiceOfRow, self.fields["head"]).queryset = leading
        cast(ManyRowsField, self.fields["others"]).queryset = named
        team = list(self.record.observers.filter(person__in=named))
        self.initial.update(
            head=next((row.person_id for row in team if row.is_head), None),
            others=[row.person_id for row in team if not row.is_head],
        )


class ItemInline(PartOfVersion, TabularInline):
    model = ObservationItem
    fields = ("order", "part", "name", "meaning", "scale", "most")


@register(ObservationForm)
class ObservationFormAdmin(VersionAdmin):
    list_display = ("name", "number", "valid_from", "source")
    search_fields = ("name", "source")
    fields = (("name", "number"), "valid_from", "source")
    inlines = (ItemInline,)
    copied = "已建新版，请修改；以后的周期选用新版"

    def next_version(self, version):
        return services.new_version(form=version)
