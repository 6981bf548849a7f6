"""One page for every step of a project; its buttons stand above the form of the project."""

from typing import NamedTuple

from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode

from apps.core.admin import LongTextField, VerbForm, step_page, verb_page
from apps.core.lifecycle import Transition
from apps.projects import services
from apps.projects.lifecycle import PROJECT
from apps.projects.models import SecretaryProject

# Not a step by hand: the project leaves its jury, too.
LEAVE = "leave_panel"


class NoteForm(VerbForm):
    note = LongTextField(
        label="意见", required=False, max_length=500, help_text="可以不写；写了单位会看到"
    )


class ReasonForm(VerbForm):
    note = LongTextField(
        label="原因",
        max_length=500,
        help_text="单位会看到",
        error_messages={"required": "请写明原因"},
    )


class Button(NamedTuple):
    label: str
    href: str


def steps_of(project: SecretaryProject, user) -> list[Transition]:
    open_now = PROJECT.open_steps(project, user)
    leave = PROJECT.by_step[LEAVE]
    if project.status in leave.sources and user.has_perm(leave.permission, project):
        open_now.append(leave)
    return open_now


def buttons(project: SecretaryProject, user) -> list[Button]:
    address = reverse("admin:projects_secretaryproject_step", args=[project.pk])
    return [
        Button(t.label, f"{address}?{urlencode({'step': t.step})}") for t in steps_of(project, user)
    ]


def project_step(model_admin, request, object_id):
    """The page of the step that the address names."""
    transition = PROJECT.by_step.get(request.GET.get("step", ""))
    if transition is None or not (transition.by_hand or transition.step == LEAVE):
        raise Http404
    action = transition.permission.partition(".")[2].removesuffix("_secretaryproject")
    answers = {
        "title": transition.label,
        "form_class": ReasonForm if transition.note_required else NoteForm,
        "permission": action,
    }
    if transition.step != LEAVE:
        return step_page(model_admin, request, object_id, step=transition.step, **answers)
    return verb_page(
        model_admin,
        request,
        object_id,
        run=lambda project, given: services.leave_panel(
            project=project, reason=given["note"], by=request.user
        ),
        done="已撤出评审，可以另选评审会再送",
        **answers,
    )
