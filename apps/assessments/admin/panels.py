"""Sending reports to a jury, and taking its means over, from the list of panel scores."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from apps.assessments.models import Scheme
from apps.assessments.panels import enter_reports, take_means
from apps.assessments.subjects import subjects_of
from apps.branches.models import Organisation
from apps.core.admin import ChoiceOfRow, ManyRowsField
from apps.core.forms import CleanForm
from apps.core.periods import Period
from apps.juries.choices import JuryStatus, Subject
from apps.juries.models import Jury


class JuryForm(CleanForm):
    jury = ChoiceOfRow(
        label="述职评议会",
        queryset=Jury.objects.none(),
        empty_label="请选择",
        help_text="在“评审会”中按书记述职评议办法建立；它的年度就是考核年度",
        error_messages={"required": "请选择述职评议会"},
    )
    statuses: tuple[JuryStatus, ...] = (JuryStatus.FROZEN,)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        juries = Jury.objects.filter(scheme__subject=Subject.REPORT, status__in=self.statuses)
        self.fields["jury"].queryset = juries  # type: ignore[attr-defined]


class EnterForm(JuryForm):
    statuses = (JuryStatus.DRAFT, JuryStatus.OPEN)
    scheme = ChoiceOfRow(
        label="考核方案",
        queryset=Scheme.objects.usable(),
        empty_label="请选择",
        help_text="方案考核的对象都参加述职",
        error_messages={"required": "请选择考核方案"},
    )
    only = ManyRowsField(
        label="只送这些党组织",
        queryset=Organisation.objects.all(),
        required=False,
        help_text="不选的，方案考核的全部送评",
    )

    def bodies(self) -> list[Organisation]:
        given = self.cleaned_data
        subjects = subjects_of(given["scheme"], Period.year(given["jury"].year))
        only = {body.pk for body in given["only"]}
        return [s.body for s in subjects if not only or s.pk in only]


def enter_page(model_admin, request):
    def run(form) -> str:
        made = enter_reports(jury=form.cleaned_data["jury"], bodies=form.bodies(), by=request.user)
        said = f"已送评 {len(made)} 个党组织"
        is_draft = form.cleaned_data["jury"].status == JuryStatus.DRAFT
        return f"{said}。下一步请在“评审会”中添加评委、开始评审" if is_draft else said

    return _page(model_admin, request, "送述职评议", EnterForm, run)


def take_page(model_admin, request):
    def run(form) -> str:
        taken = take_means(jury=form.cleaned_data["jury"], by=request.user)
        return f"已取 {len(taken)} 个党组织的述职评议分"

    return _page(model_admin, request, "取述职评议分", JuryForm, run)


def _page(
    model_admin, request, title: str, form_class: type[JuryForm], run: Callable[[JuryForm], str]
):
    if not request.user.has_perm("assessments.add_panelscore"):
        raise PermissionDenied(f"您没有“{title}”的权限")
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                messages.success(request, run(form))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("admin:assessments_panelscore_changelist")
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "form": form,
        "opts": model_admin.opts,
    }
    return TemplateResponse(request, "admin/assessments/panel.html", context)
