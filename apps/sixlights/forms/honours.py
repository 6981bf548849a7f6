"""A branch tells the committee of an honour; the committee checks it."""

from typing import cast

from django import forms
from django.utils import timezone

from apps.branches.models import Organisation, Person
from apps.core.forms import CleanForm, OnceForm
from apps.sixlights.forms.bookings import styled
from apps.sixlights.models import HonourLevel


class HonourForm(OnceForm):
    organisation = forms.ChoiceField(label="党组织")
    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label="获奖个人",
        required=False,
        empty_label="授予集体",
        help_text="授予个人的，选是谁；授予集体的不选",
    )
    name = forms.CharField(label="荣誉名称", max_length=100)
    level = forms.ChoiceField(label="级别", choices=HonourLevel.choices, widget=forms.RadioSelect)
    granted_by = forms.CharField(label="授予机关", max_length=80)
    granted_on = forms.DateField(
        label="授予日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    document_number = forms.CharField(
        label="文号", max_length=60, required=False, help_text="没有的不填"
    )

    def __init__(self, *args, places: list[Organisation], people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._places = {str(place.uuid): place for place in places}
        field = cast(forms.ChoiceField, self.fields["organisation"])
        field.choices = [(key, place.name) for key, place in self._places.items()]
        cast(forms.ModelChoiceField, self.fields["person"]).queryset = people
        for name in ("organisation", "person"):
            styled(self.fields[name], "form-select", **{"data-picker": ""})
        for name in ("name", "granted_by", "granted_on", "document_number"):
            styled(self.fields[name], "form-control")
        styled(self.fields["level"], "form-check-input")

    def clean_organisation(self) -> Organisation:
        return self._places[self.cleaned_data["organisation"]]

    def clean_granted_on(self):
        day = self.cleaned_data["granted_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("授予日期不能晚于今天，请核对")
        return day


class HonourFilter(CleanForm):
    """市级以上 and the others; anything unknown is no filter."""

    level = forms.ChoiceField(
        label="级别",
        required=False,
        choices=[("", "全部级别"), ("city_and_above", "市级以上"), *HonourLevel.choices],
    )
    holder = forms.ChoiceField(
        label="授予",
        required=False,
        choices=[("", "集体和个人"), ("collective", "集体"), ("person", "个人")],
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            styled(field, "form-select")
