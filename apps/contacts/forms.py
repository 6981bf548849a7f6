"""Questions of the desk about contact points, visits, promises and research."""

from typing import cast

from django import forms
from django.utils import timezone

from apps.branches.models import Organisation
from apps.contacts.models import ContactVisit
from apps.contacts.services.visits import HELPS
from apps.core import policy
from apps.core.admin import (
    ChoiceOfRow,
    DateField,
    EditForm,
    LongTextField,
    ManyChoicesField,
    VerbForm,
)


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


class WordsForm(VerbForm):
    note = LongTextField(label="说明", max_length=300, required=False)


class ReasonForm(VerbForm):
    note = LongTextField(
        label="原因", max_length=300, error_messages={"required": "请写明原因，领导和支部都会看到"}
    )


class DeskVisitForm(EditForm):
    """A visit that the desk enters for a leader: from paper, or for years before the portal."""

    helps = ManyChoicesField(label="帮扶内容", required=False)

    class Meta:
        model = ContactVisit
        fields = (
            "contact_point",
            "starts_on",
            "ends_on",
            "helps",
            "forms",
            "meeting",
            "findings",
        )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        day = self.instance.starts_on or timezone.localdate()
        # What an older rule named stays with the visits of its time.
        names = dict.fromkeys([*policy.names(HELPS, day), *self.instance.helps])
        cast(forms.MultipleChoiceField, self.fields["helps"]).choices = [(n, n) for n in names]
