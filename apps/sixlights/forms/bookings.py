"""The forms of a visit: asking for places, and telling that it took place."""

from typing import cast

from django import forms

from apps.branches.models import Organisation
from apps.core.forms import CleanForm, OnceForm
from apps.meetings.models import Meeting
from apps.sixlights.choices import Slot


def styled(field: forms.Field, styles: str, **attributes: str) -> None:
    field.widget.attrs |= {"class": styles, **attributes}


class BookingForm(OnceForm):
    organisation = forms.ChoiceField(label="党组织")
    visit_on = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}))
    slot = forms.ChoiceField(label="时段", choices=Slot.choices, widget=forms.RadioSelect)
    persons = forms.IntegerField(
        label="人数",
        min_value=1,
        max_value=9999,
        error_messages={"min_value": "人数至少填 1"},
    )
    purpose = forms.CharField(label="活动内容", max_length=100)

    def __init__(self, *args, places: list[Organisation], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._places = {str(place.uuid): place for place in places}
        field = cast(forms.ChoiceField, self.fields["organisation"])
        field.choices = [(key, place.name) for key, place in self._places.items()]
        styled(field, "form-select", **{"data-picker": ""})
        styled(self.fields["visit_on"], "form-control")
        styled(self.fields["slot"], "form-check-input")
        styled(self.fields["persons"], "form-control", inputmode="numeric")
        styled(self.fields["purpose"], "form-control", placeholder="如：参观学习、重温入党誓词")
        self.fields["visit_on"].widget.format = "%Y-%m-%d"

    def clean_organisation(self) -> Organisation:
        return self._places[self.cleaned_data["organisation"]]


class VisitForm(CleanForm):
    """The record of that theme day is chosen, never typed again."""

    meeting = forms.ModelChoiceField(
        queryset=Meeting.objects.none(),
        label="这次主题党日的会议记录",
        required=False,
        empty_label="还没有记录，以后再说",
        help_text="活动已经记过的，选上就行，不用再填一遍",
    )

    def __init__(self, *args, meetings, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["meeting"]).queryset = meetings
        styled(self.fields["meeting"], "form-select")
