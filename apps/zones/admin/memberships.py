"""Which unit is in which zone since when; a unit moves by a verb, so that its past stays."""

from typing import cast

from apps.core.admin import (
    ChoiceOfRow,
    DateField,
    VerbForm,
    VisibleAdmin,
    action,
    display,
    register,
    verb_page,
)
from apps.zones.models import Zone, ZoneMembership
from apps.zones.services import move_unit


class MoveForm(VerbForm):
    zone = ChoiceOfRow(queryset=Zone.objects.none(), label="调到", empty_label="请选择")
    on = DateField(label="自哪一天起", error_messages={"required": "请填写自哪一天起"})

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        zones = Zone.objects.visible_to(self.user).of_year(self.record.zone.year)
        others = zones.exclude(pk=self.record.zone_id).order_by("number")
        cast(ChoiceOfRow, self.fields["zone"]).queryset = others


@register(ZoneMembership)
class ZoneMembershipAdmin(VisibleAdmin):
    list_display = ("unit", "zone", "year", "valid_from", "valid_to")
    list_filter = ("zone__year", "zone__name", "unit__kind")
    list_select_related = ("unit", "zone")
    search_fields = ("unit__name", "zone__name")
    autocomplete_fields = ("unit", "zone")
    fields = ("unit", "zone", ("valid_from", "valid_to"))
    actions_detail = ("move",)

    @display(description="年度", ordering="zone__year")
    def year(self, membership) -> int:
        return membership.zone.year

    @action(description="调到另一片", url_path="move", icon="swap_horiz", permissions=["act"])
    def move(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="调到另一片",
            form_class=MoveForm,
            run=lambda membership, given: move_unit(membership=membership, **given),
            done="已调整，原来的一条已结束",
        )
