"""Two pages above the list: projects are sent to a jury in one go, and settled by its result."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from apps.core.admin import ChoiceOfRow, ManyChoicesField, VerbForm
from apps.juries.choices import Light, Subject
from apps.juries.models import Jury
from apps.projects import services
from apps.projects.judged import candidacies_of, results_of
from apps.projects.models import SecretaryProject
from apps.projects.services.rights import REVIEW

LIST = "admin:projects_secretaryproject_changelist"
# `?for=result` of both pages: the evaluation at the end instead of the panel at the beginning.
RESULT = "result"
TABS = ((Subject.PROJECT, "立项评审", ""), (Subject.PROJECT_RESULT, "结项评价", f"?for={RESULT}"))


@dataclass(frozen=True)
class Page:
    """`subject` says which of the two; `title` and `verb` what the page does."""

    subject: Subject
    title: str
    verb: str
    nothing: str


class ChosenForm(VerbForm):
    """Projects to tick, all of them beforehand."""

    projects = ManyChoicesField(
        label="书记项目", error_messages={"required": "请至少选一个书记项目"}
    )

    def __init__(self, *args, offered: dict[SecretaryProject, str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(project.pk): project for project in offered}
        field: Any = self.fields["projects"]
        field.choices = [(str(p.pk), words) for p, words in offered.items()]
        field.initial = list(self.offered)

    def clean_projects(self) -> list[SecretaryProject]:
        return [self.offered[key] for key in self.cleaned_data["projects"]]


class SendForm(ChosenForm):
    jury = ChoiceOfRow(
        label="评审会",
        queryset=Jury.objects.none(),
        empty_label="请选择",
        help_text="只列还在筹备或正在评审的",
        error_messages={"required": "请选择评审会；还没有的，请先在“评审会”里新建"},
    )
    field_order = ("jury", "projects")

    def __init__(self, *args, subject: Subject, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["jury"]
        field.queryset = Jury.objects.taking(subject)


def send_page(model_admin, request):
    """送评审: pre-reviewed projects to a panel, concluded ones to a jury that evaluates."""
    _require_right(request)
    subject = _subject(request)
    waiting = _waiting(model_admin, request, subject)
    form = SendForm(
        request.POST if request.method == "POST" else None,
        offered={p: f"{p}（{p.organisation}）" for p in waiting},
        subject=subject,
    )
    send = services.send_to_panel if subject == Subject.PROJECT else services.send_to_evaluation
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                sent = send(**form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, f"{len(sent)} 个项目已送“{form.cleaned_data['jury']}”")
            return redirect(LIST)
    nothing = "没有通过预审、等待评审的项目" if subject == Subject.PROJECT else "没有等待评价的项目"
    return _answer(model_admin, request, form, Page(subject, "送评审", "送评审", nothing))


def settle_page(model_admin, request):
    """按评审结果办理: what the frozen lists say of the projects that wait for them."""
    _require_right(request)
    subject = _subject(request)
    waiting = _waiting_for_result(model_admin, request, subject)
    lines = results_of([p.pk for p in waiting], subject)
    form = ChosenForm(
        request.POST if request.method == "POST" else None,
        offered={p: _outcome(p, lines[p.pk], subject) for p in waiting if p.pk in lines},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _settle(request, subject, form.cleaned_data["projects"])
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            return redirect(LIST)
    nothing = "没有已确定结果、等待办理的项目"
    return _answer(model_admin, request, form, Page(subject, "按评审结果办理", "办理", nothing))


def _settle(request, subject: Subject, projects: list[SecretaryProject]) -> None:
    is_panel = subject == Subject.PROJECT
    settle = services.settle_panel if is_panel else services.settle_evaluation
    settled = settle(projects=projects, by=request.user)
    messages.success(request, f"已按评审结果办理 {len(settled.done)} 个项目")
    for project, why in settled.stayed:
        messages.warning(request, f"“{project}”没有办理：{why}")


def _outcome(project: SecretaryProject, line, subject: Subject) -> str:
    found = line.get_light_display() or "没有结论"
    mean = f" {line.mean:f}分" if line.mean is not None else ""
    leads = ""
    if line.light == Light.GREEN and not line.is_in:
        leads = "，没有入选"
    elif subject == Subject.PROJECT and line.light:
        step = services.STEP_OF[Light(line.light)]
        leads = {"approve": "，同意立项", "return": "，退回修改", "refuse": "，不予立项"}[step]
    return f"{project}（{project.organisation}）：{found}{mean}{leads}"


def _waiting(model_admin, request, subject: Subject) -> list[SecretaryProject]:
    rows = model_admin.get_queryset(request).select_related("organisation").order_by("title")
    if subject == Subject.PROJECT:
        return list(rows.awaiting_panel())
    concluded = list(rows.awaiting_evaluation())
    entered = candidacies_of([p.pk for p in concluded], subject)
    return [project for project in concluded if project.pk not in entered]


def _waiting_for_result(model_admin, request, subject: Subject) -> list[SecretaryProject]:
    rows = model_admin.get_queryset(request).select_related("organisation").order_by("title")
    return list(rows.in_panel() if subject == Subject.PROJECT else rows.awaiting_evaluation())


def _subject(request) -> Subject:
    return Subject.PROJECT_RESULT if request.GET.get("for") == RESULT else Subject.PROJECT


def _require_right(request) -> None:
    if not request.user.has_perm(REVIEW):
        raise PermissionDenied("您没有评审书记项目的权限")


def _answer(model_admin, request, form: ChosenForm, page: Page) -> TemplateResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": page.title,
        "page": page,
        "form": form,
        "tabs": [(label, query, subject == page.subject) for subject, label, query in TABS],
        "back": reverse(LIST),
        "opts": model_admin.opts,
    }
    return TemplateResponse(request, "admin/projects/choose.html", context)
