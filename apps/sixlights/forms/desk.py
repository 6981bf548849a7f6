"""Questions of the desk about items, lecturers and the reason of a step."""

from typing import cast

from apps.core.admin import EditForm, LongTextField, ManyRowsField, VerbForm
from apps.core.forms import CleanModelForm
from apps.sixlights.models import CampaignItem, Lecturer, Metric


class ItemRowForm(CleanModelForm):
    """An item in the row of its campaign, with what it counts in one field."""

    counted = ManyRowsField(label="计数项", queryset=Metric.objects.none(), required=False)

    class Meta:
        model = CampaignItem
        fields = ("order", "code", "name", "session_unit", "has_lecturers")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        counted = cast(ManyRowsField, self.fields["counted"])
        counted.queryset = Metric.objects.all()
        # The head of a column is no label to a reader.
        counted.widget.attrs["aria-label"] = counted.label
        if self.instance.pk:
            uses = self.instance.countables.filter(is_asked=True)
            self.initial["counted"] = list(uses.values_list("metric", flat=True))


class LecturerForm(EditForm):
    """Whoever is on the register need not be written down again."""

    class Meta:
        model = Lecturer
        fields = (
            *("organisation", "person", "name", "unit", "post", "topics", "booking"),
            *("valid_from", "valid_to"),
        )

    def clean(self):
        given = super().clean() or self.cleaned_data
        if given.get("person") and not given.get("name"):
            given["name"] = self.instance.name = given["person"].name
        return given


class ReasonForm(VerbForm):
    note = LongTextField(label="原因", max_length=500)


class AskNothing(VerbForm):
    """The page itself shows what comes back."""
