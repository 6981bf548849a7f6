"""Projects before juries: sent in one go, settled by the frozen list of results."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.core.lifecycle import StepRefused, advance
from apps.core.text import clean_text
from apps.juries import services as juries
from apps.juries.choices import Light, Subject
from apps.juries.models import Jury, ResultLine
from apps.projects.choices import ProjectStatus
from apps.projects.judged import candidacies_of, results_of
from apps.projects.models import ProjectCandidacy, SecretaryProject
from apps.projects.services.rights import REVIEW, require

# 绿灯通过、黄灯修改、红灯不予立项 (handbook 8.1).
STEP_OF = {Light.GREEN: "approve", Light.YELLOW: "return", Light.RED: "refuse"}


@dataclass
class Settled:
    """What became of each project, and why some stayed as they were."""

    done: list[SecretaryProject] = field(default_factory=list)
    stayed: list[tuple[SecretaryProject, str]] = field(default_factory=list)


@transaction.atomic
def send_to_panel(
    *, projects: Iterable[SecretaryProject], jury: Jury, by
) -> list[ProjectCandidacy]:
    """Enter pre-reviewed projects into a jury, all or none."""
    _require_subject(jury, Subject.PROJECT)
    return [
        _enter(advance(project, "send_to_panel", by=by, note=str(jury)), jury, by)
        for project in projects
    ]


@transaction.atomic
def send_to_evaluation(
    *, projects: Iterable[SecretaryProject], jury: Jury, by
) -> list[ProjectCandidacy]:
    """Enter concluded projects into a jury that evaluates results; their state stays."""
    _require_subject(jury, Subject.PROJECT_RESULT)
    chosen = list(projects)
    entered = candidacies_of([p.pk for p in chosen], Subject.PROJECT_RESULT)
    for project in chosen:
        require(by, REVIEW, project)
        if project.status != ProjectStatus.CONCLUDED:
            raise StepRefused(
                f"“{project}”现在是“{project.get_status_display()}”，不能送结项评价。"
                "请只选已提交结项的项目"
            )
        if project.pk in entered:
            raise StepRefused(
                f"“{project}”已经在“{entered[project.pk].candidate.jury}”里，请不要重复送评"
            )
    return [_enter(project, jury, by) for project in chosen]


@transaction.atomic
def leave_panel(*, project: SecretaryProject, reason: str, by) -> SecretaryProject:
    """Take a project out of a jury whose result is not frozen, back to where it was sent from."""
    moved = advance(project, "leave_panel", by=by, note=reason)
    candidacy = candidacies_of([moved.pk], Subject.PROJECT).get(moved.pk)
    if candidacy:
        juries.leave(candidacy.candidate, because=clean_text(reason), by=by)
    return moved


@transaction.atomic
def settle_panel(*, projects: Iterable[SecretaryProject], by) -> Settled:
    """Green approves, yellow returns, red refuses; each with the jury's words as its note."""
    settled = Settled()
    chosen = list(projects)
    lines = results_of([p.pk for p in chosen], Subject.PROJECT)
    for project in chosen:
        line = lines.get(project.pk)
        if why := _undecided(project, line, ProjectStatus.PANEL):
            settled.stayed.append((project, why))
        elif line:
            step = STEP_OF[Light(line.light)]
            settled.done.append(advance(project, step, by=by, note=advice_of(line)))
    return settled


@transaction.atomic
def settle_evaluation(*, projects: Iterable[SecretaryProject], by) -> Settled:
    """Whatever its light, a result that is frozen is the evaluation."""
    settled = Settled()
    chosen = list(projects)
    lines = results_of([p.pk for p in chosen], Subject.PROJECT_RESULT)
    for project in chosen:
        line = lines.get(project.pk)
        if why := _undecided(project, line, ProjectStatus.CONCLUDED):
            settled.stayed.append((project, why))
        elif line:
            settled.done.append(_evaluate(project, line, by))
    return settled


def _evaluate(project: SecretaryProject, line: ResultLine, by) -> SecretaryProject:
    """The jury's words, unless the committee has written its own."""
    require(by, REVIEW, project)
    if not project.evaluation:
        project.evaluation = advice_of(line)
        project.save(update_fields=["evaluation"])
    return advance(project, "evaluate", by=by, note=advice_of(line))


def _undecided(project: SecretaryProject, line: ResultLine | None, state: ProjectStatus) -> str:
    if project.status != state:
        return f"现在是“{project.get_status_display()}”，只有“{state.label}”的可以按结果办理"
    if line is None:
        return "评审结果还没有确定，请先在评审会里确定结果"
    if not line.light:
        return "有效评分表不够，没有结论，请补充评审或撤出评审"
    if state == ProjectStatus.PANEL and line.light == Light.GREEN and not line.is_in:
        return "评审为绿灯，但名额已满、没有入选，请由工委决定同意、退回还是不予立项"
    return ""


def advice_of(line: ResultLine) -> str:
    """What stands beside the step: the light, the mean and what the jurors advised."""
    mean = f"，平均{line.mean:f}分" if line.mean is not None else ""
    words = "；".join(line.advice)
    return f"{line.result_list.jury}：{line.get_light_display()}{mean}" + (
        f"。{words}" if words else ""
    )


def _enter(project: SecretaryProject, jury: Jury, by) -> ProjectCandidacy:
    candidate = juries.enter(jury, organisation=project.organisation, label=project.title, by=by)
    return ProjectCandidacy.objects.create(project=project, candidate=candidate)


def _require_subject(jury: Jury, subject: Subject) -> None:
    if jury.subject != subject:
        raise ValidationError(
            f"“{jury}”用于{jury.subject.label}，请选择用于{subject.label}的评审会"
        )
