"""What-if at the desk: other weights and lines are typed, nothing is stored, and who would move is
seen at once."""

from django import forms
from django.template.response import TemplateResponse
from django.utils import timezone

from apps.assessments.faults import faults_of_rules
from apps.assessments.models import Run, Scheme
from apps.assessments.rules import rules_of
from apps.assessments.scoring import SchemeRules
from apps.assessments.what_if import Outlook, Trial, outlook, tried
from apps.core.admin import ChoiceOfRow, TextField
from apps.core.forms import CleanForm

SHOWN_MOVES = 200


class NumberField(forms.DecimalField):
    widget = TextField.widget


class RunField(ChoiceOfRow):
    def label_from_instance(self, run) -> str:
        return f"{run}（{run.scheme}）"


class WhatIfForm(CleanForm):
    """One field for each weight, line and share limit of the scheme, filled with what is stored."""

    def __init__(self, data=None, *, scheme: Scheme) -> None:
        super().__init__(data)
        self.scheme = scheme
        self.parts = list(scheme.parts.order_by("order"))
        self.grades = list(scheme.thresholds.order_by("-minimum"))
        runs = Run.objects.scored().filter(scheme__subject=scheme.subject)
        self.newest = runs.first()
        self.fields["run"] = RunField(
            label="按哪一次考核试算",
            queryset=runs.select_related("scheme"),
            initial=self.newest,
            empty_label=None,
        )
        for part in self.parts:
            self._add(f"weight_{part.pk}", f"{part.name}（分）", part.weight)
        for grade in self.grades:
            self._add(f"minimum_{grade.pk}", f"“{grade.grade}”最低分", grade.minimum)
            limit = f"“{grade.grade}”比例上限（%）"
            self._add(f"limit_{grade.pk}", limit, grade.share_limit, required=False, most=100)

    def _add(self, name: str, label: str, initial, *, required=True, most=None) -> None:
        self.fields[name] = NumberField(
            label=label,
            initial=initial,
            required=required,
            min_value=0,
            max_value=most,
            max_digits=6,
            decimal_places=2,
        )

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            for fault in faults_of_rules(self.scheme, self.rules()):
                self.add_error(None, fault)
        return cleaned

    def rules(self) -> SchemeRules:
        """Those of the scheme with what was typed."""
        given = self.cleaned_data
        trial = Trial(
            {part.pk: given[f"weight_{part.pk}"] for part in self.parts},
            {grade.grade: given[f"minimum_{grade.pk}"] for grade in self.grades},
            {grade.grade: given[f"limit_{grade.pk}"] for grade in self.grades},
        )
        return tried(rules_of(self.scheme), trial)


def what_if_page(model_admin, request, object_id) -> TemplateResponse:
    scheme = model_admin.visible_object(request, object_id)
    form = WhatIfForm(request.GET if "run" in request.GET else None, scheme=scheme)
    found, faults = _outlook(form)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"试算：{scheme}",
        "scheme": scheme,
        "form": form,
        "outlook": found,
        "faults": faults,
        "moves": found.moves[:SHOWN_MOVES] if found else [],
        "opts": model_admin.opts,
    }
    return TemplateResponse(request, "admin/assessments/scheme_what_if.html", context)


def _outlook(form: WhatIfForm) -> tuple[Outlook | None, list[str]]:
    """The scheme as it is stored where nothing was typed, and what keeps it from being tried."""
    if form.is_bound:
        if not form.is_valid():
            return None, []
        run, rules = form.cleaned_data["run"], form.rules()
    else:
        run, rules = form.newest, rules_of(form.scheme)
        faults = faults_of_rules(form.scheme, rules)
        if run is None or faults:
            return None, faults
    return outlook(run, form.scheme, rules, today=timezone.localdate()), []
