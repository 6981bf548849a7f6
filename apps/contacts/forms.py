"""Questions of the desk about contact points."""

from typing import cast

from django.utils import timezone

from apps.branches.models import Organisation
from apps.core.admin import ChoiceOfRow, DateField, VerbForm


class DayForm(VerbForm):
    on = DateField(label="日期", initial=timezone.localdate)


class AnotherForm(DayForm):
    organisation = ChoiceOfRow(
        queryset=Organisation.objects.none(), label="新的联系党支部", empty_label="请选择"
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        branches = Organisation.objects.visible_to(self.user).branches().filter(dissolved_on=None)
        cast(ChoiceOfRow, self.fields["organisation"]).queryset = branches
