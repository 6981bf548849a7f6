"""An application: five headings, the days, and measures that have names of their own."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from apps.branches.models import Person
from apps.core.forms import CleanForm
from apps.meetings.forms.rows import DayInput, PersonField, RowSet, row_set, styled
from apps.projects.lifecycle import APPLICATION
from apps.projects.models import ProjectKind, SecretaryProject
from apps.zones.forms.rows import KeyedChoice
from apps.zones.forms.sections import SectionedForm

MOST = 5000
NAMES = (
    *("title", "background", "problem", "measures", "schedule", "expected_effect"),
    *("starts_on", "ends_on"),
)


def heading(label: str, advice: str, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MOST,
        required=False,
        help_text=advice,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class MeasureRow(CleanForm):
    name = forms.CharField(
        label="举措名称", max_length=60, error_messages={"required": "请填写举措名称"}
    )
    text = forms.CharField(label="内容", max_length=1000, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        styled(self)

    def entry(self) -> tuple[str, str]:
        return self.cleaned_data["name"], self.cleaned_data["text"]


class ApplicationForm(SectionedForm):
    """Everything but the title may wait until the application is handed in."""

    year = forms.TypedChoiceField(label="年度", coerce=int)
    title = forms.CharField(
        label="项目名称",
        max_length=120,
        help_text="切口小、说得清要解决什么",
        error_messages={"required": "请填写项目名称"},
    )
    kind = KeyedChoice(label="项目类别")
    secretary = PersonField(label="领题书记", is_keyed=True, help_text="以后换了书记也不改")
    contact = PersonField(label="联系人")
    background = heading("项目背景", "为什么做：上级要求、群众反映、本单位的实际")
    problem = heading("要解决的问题", "一个项目解决一两个难题，写明现在卡在哪里")
    measures = heading("主要措施", "怎么做；有名称的举措（如“五办”）在下面逐项列出")
    starts_on = forms.DateField(label="开始日期", widget=DayInput, required=False)
    ends_on = forms.DateField(label="完成日期", widget=DayInput, required=False)
    schedule = heading("进度安排", "分几步，每一步到什么时候；立项以后再登记节点和责任人", 3)
    expected_effect = heading("预期成效", "到时候能看到什么变化，能用数字说的写数字")

    def __init__(
        self,
        data=None,
        *,
        years: Iterable[int],
        kinds: Iterable[ProjectKind],
        people: list[Person],
        rows: list[dict] | None = None,
        **kwargs,
    ) -> None:
        super().__init__(data, **kwargs)
        choice = cast(forms.ChoiceField, self.fields["year"])
        choice.choices = [(year, f"{year}年") for year in years]
        cast(KeyedChoice, self.fields["kind"]).offer(kinds)
        for name in ("secretary", "contact"):
            cast(PersonField, self.fields[name]).offer(lambda: people)
        styled(self)
        measures = row_set("named", MeasureRow, 5, data=data, initial=rows or [], row_kwargs={})
        measures.title = "具体举措"
        self.sections = {"named": measures}

    @property
    def is_handed_in(self) -> bool:
        return self.data.get("save") == "submit"

    def clean(self) -> dict:
        given = super().clean() or {}
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "完成日期不能早于开始日期，请改正其中一个")
        if self.is_handed_in:
            self._ask_for_all(given)
        return given

    def _ask_for_all(self, given: dict) -> None:
        for name in APPLICATION:
            if name not in self.errors and not given.get(name):
                self.add_error(name, f"请填写{self.fields[name].label}，再提交申报")

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        names = [name for name, _ in self.named()] if is_valid else []
        for name in {name for name in names if names.count(name) > 1}:
            self.section_errors.setdefault("named", []).append(f"举措“{name}”写了两次，请只留一条")
        return is_valid and not self.section_errors

    def named(self) -> tuple[tuple[str, str], ...]:
        """The measures that have names of their own."""
        return cast(RowSet, self.sections["named"]).entries()

    @property
    def stated(self) -> dict[str, Any]:
        """The fields of the application as the services take them."""
        names = (*NAMES, "year", "kind", "secretary", "contact")
        return {name: self.cleaned_data[name] for name in names}


def initial_of(project: SecretaryProject) -> tuple[dict, list[dict]]:
    """Fields and rows of a stored application."""
    fields: dict[str, Any] = {name: getattr(project, name) for name in (*NAMES, "year", "version")}
    for name in ("kind", "secretary", "contact"):
        row = getattr(project, name)
        fields[name] = str(row.uuid) if row else ""
    rows = [{"name": one.name, "text": one.text} for one in project.named_measures.all()]
    return fields, rows
