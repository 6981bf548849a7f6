"""Forms of the desk for what people enter."""

from django.core.exceptions import ValidationError

from apps.assessments.models import BallotTotal, OfficeMark, OfficeShare
from apps.core.admin import ChoiceField, EditForm
from apps.core.exact import shown

VOTES = ("good", "fairly_good", "average", "poor")
# Between item and office in a choice; slugs hold none.
BETWEEN = "/"


class BallotForm(EditForm):
    class Meta:
        model = BallotTotal
        fields = ("year", "organisation", "electors", *VOTES)

    def clean(self):
        """More votes than electors are a slip of counting, told with both numbers."""
        cleaned = super().clean()
        votes = sum(cleaned.get(name) or 0 for name in VOTES)
        electors = cleaned.get("electors")
        if electors is not None and votes > electors:
            self.add_error(
                "electors",
                f"票数合计 {votes} 张，超过应参加测评人数 {electors} 人，请核对各栏票数，或改正应参加测评人数",
            )
        return cleaned


class OfficeMarkForm(EditForm):
    """Item and office are chosen together, as schemes name them."""

    item = ChoiceField(label="评分项和部门", choices=lambda: [("", "请选择"), *items()])

    class Meta:
        model = OfficeMark
        fields = ("year", "organisation", "points", "reason")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["item"] = f"{self.instance.item_key}{BETWEEN}{self.instance.office}"

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.get("item")
        if chosen:
            self.instance.item_key, _, self.instance.office = chosen.partition(BETWEEN)
            self._refuse_too_many(cleaned.get("points"))
            self._refuse_twice(cleaned)
        return cleaned

    def _refuse_twice(self, cleaned: dict) -> None:
        mark, year, organisation = self.instance, cleaned.get("year"), cleaned.get("organisation")
        if not (year and organisation):
            return
        stored = OfficeMark.objects.filter(item_key=mark.item_key, office=mark.office)
        same = stored.filter(year=year, organisation=organisation)
        if same.exclude(pk=mark.pk).exists():
            self.add_error(None, f"{mark.office}今年已给它评过这一项，请打开原来的一条修改")

    def _refuse_too_many(self, points) -> None:
        most = shares(self.instance.item_key, self.instance.office).first()
        if most and points is not None and points > most.most:
            self.add_error(
                "points",
                ValidationError(f"{self.instance.office}这一项最多 {shown(most.most)} 分，请改小"),
            )


def shares(item_key: str, office: str):
    """Of the newest scheme first: it is the one that is being filled in."""
    rows = OfficeShare.objects.filter(criterion__item_key=item_key, office=office)
    return rows.order_by("-criterion__part__scheme", "pk")


def items() -> list[tuple[str, str]]:
    rows = OfficeShare.objects.order_by("criterion__item_key", "office", "-criterion")
    named = rows.values_list("criterion__item_key", "office", "criterion__label", "most")
    found: dict[str, str] = {}
    for key, office, label, most in named:
        found.setdefault(f"{key}{BETWEEN}{office}", f"{label}（{office}，最多 {shown(most)} 分）")
    return list(found.items())
