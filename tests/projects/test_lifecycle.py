"""Every state × step × role of a project, and the sentences of what is refused."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied

from apps.core.lifecycle import StepRefused, advance, history_of
from apps.juries.choices import Light, Subject
from apps.notices.models import Notice
from apps.projects.choices import ProjectStatus as Status
from apps.projects.lifecycle import LEAD, PROJECT, REVIEW, STOP
from apps.projects.models import SecretaryProject, Title, TitleKind
from tests.projects.conftest import (
    TODAY,
    YEAR,
    freeze,
    make_jury,
    make_milestone,
    make_outcome,
)

# Of the cast: the Party group's secretary and the one of 机关党委 above the branch.
UNIT = {"group_secretary", "subtree_secretary"}
MAY = {LEAD: {*UNIT, "staff"}, REVIEW: {"staff"}, STOP: {*UNIT, "staff"}}


def put(project: SecretaryProject, status: str) -> SecretaryProject:
    SecretaryProject.objects.filter(pk=project.pk).update(status=status)
    project.status = status
    return project


@pytest.fixture
def complete(works) -> SecretaryProject:
    """With whatever any step asks for, but for its milestone, which is open or done."""
    project = works.project
    project.midterm_on, project.midterm_findings = TODAY, "进展顺利"
    project.conclusion, project.evaluation = "已完成", "优秀"
    project.save()
    make_milestone(project)
    make_outcome(project)
    freeze(make_jury(), {project: Light.GREEN})
    kind = TitleKind.objects.create(name="十佳书记项目")
    Title.objects.create(project=project, kind=kind, year=YEAR, awarded_on=TODAY)
    return project


def test_every_step_from_every_state_by_every_role(users, works, complete):
    people = users.named() | {"group_secretary": works.user}
    taken = 0
    for transition in PROJECT.transitions:
        may = MAY[transition.permission]
        complete.milestones.update(done_on=TODAY if transition.step == "conclude" else None)
        # The state is asked before the right: out of order it is the same for everybody.
        for status in set(Status) - set(transition.sources):
            put(complete, status)
            for name in ("staff", "stranger"):
                with pytest.raises(StepRefused, match=f"“{transition.label}”要从"):
                    advance(complete, transition.step, by=people[name], note="说明")
        for status, name in itertools.product(transition.sources, people):
            put(complete, status)
            if name in may:
                moved = advance(complete, transition.step, by=people[name], note="说明")
                assert moved.status == transition.target, f"{status} × {transition.step} × {name}"
                taken += 1
            else:
                with pytest.raises(PermissionDenied):
                    advance(complete, transition.step, by=people[name], note="说明")
    sources = {t: len(t.sources) * len(MAY[t.permission]) for t in PROJECT.transitions}
    assert taken == sum(sources.values())
    assert history_of(complete).count() == taken


def test_step_out_of_order_names_the_rule_and_the_cure(users, works):
    with pytest.raises(StepRefused) as refused:
        advance(works.project, "start", by=works.user)
    assert refused.value.messages == [
        "“把支部建在项目上”现在是“选题”，不能启动推进。"
        "“启动推进”要从“已立项”办起；现在可以办“提交申报”“中止项目”"
    ]
    with pytest.raises(StepRefused, match="现在没有您可以办的步骤"):
        advance(works.project, "pre_review", by=users.leader)


@pytest.mark.parametrize(
    ("status", "step", "change", "sentence"),
    [
        (
            Status.DRAFT,
            "submit",
            {"problem": "", "ends_on": None},
            "请先填写要解决的问题、完成日期",
        ),
        (Status.PANEL, "approve", {}, "立项评审还没有结果"),
        (Status.APPROVED, "start", {}, "请先登记至少一个节点"),
        (Status.IN_PROGRESS, "hold_midterm", {}, "请先填写中期检查日期、中期检查情况"),
        (Status.MIDTERM, "conclude", {}, "请先填写结项报告"),
        (Status.MIDTERM, "conclude", {"conclusion": "已完成"}, "请先登记至少一项成果"),
        (Status.CONCLUDED, "evaluate", {}, "还没有评价"),
        (Status.EVALUATED, "give_title", {}, "还没有称号"),
        (Status.CONCLUDED, "send_back", {}, "退回结项必须写明原因"),
        (Status.IN_PROGRESS, "stop", {}, "中止项目必须写明原因"),
    ],
)
def test_step_without_what_it_asks_for_is_refused(works, status, step, change, sentence):
    SecretaryProject.objects.filter(pk=works.project.pk).update(status=status, **change)
    with pytest.raises(StepRefused, match=sentence):
        advance(works.project, step, by=None)
    assert SecretaryProject.objects.get().status == status


def test_milestones_need_an_owner_before_and_an_end_after(works):
    project = put(works.project, Status.APPROVED)
    milestone = make_milestone(project, owner=None)
    with pytest.raises(StepRefused, match="节点“完成调研”还没有责任人"):
        advance(project, "start", by=works.user)
    SecretaryProject.objects.update(status=Status.MIDTERM, conclusion="已完成")
    with pytest.raises(StepRefused, match="节点“完成调研”还没有完成"):
        advance(project, "conclude", by=works.user)
    milestone.__class__.objects.update(done_on=TODAY)
    make_outcome(project, is_target=True)
    with pytest.raises(StepRefused, match="至少一项成果"):
        advance(project, "conclude", by=works.user)


def test_days_of_the_steps_are_kept_and_the_first_report_stays(users, works):
    project = advance(works.project, "submit", by=works.user)
    SecretaryProject.objects.update(reported_on="2026-01-05")
    advance(project, "return", by=users.staff, note="请补充")
    project = advance(project, "submit", by=works.user)
    assert str(SecretaryProject.objects.get().reported_on) == "2026-01-05"
    freeze(make_jury(), {project: Light.GREEN})
    put(project, Status.PANEL)
    assert advance(project, "approve", by=users.staff).approved_on == TODAY
    put(project, Status.CONCLUDED)
    SecretaryProject.objects.update(concluded_on=TODAY)
    advance(project, "send_back", by=users.staff, note="请补充")
    assert SecretaryProject.objects.get().concluded_on is None


def test_whoever_answers_for_the_project_is_told_of_its_return(users, works):
    contact = users.secretary.person
    SecretaryProject.objects.update(status=Status.SUBMITTED, contact=contact)
    advance(works.project, "return", by=users.staff, note="进度安排太粗")
    told = Notice.objects.all()
    assert {n.user for n in told} == {works.user, users.subtree_secretary, users.secretary}
    assert {n.text for n in told} == {
        "书记项目“把支部建在项目上”被退回，请修改后再提交。原因：进度安排太粗"
    }
    assert {n.link for n in told} == {works.project.get_absolute_url()}


def test_evaluation_by_a_jury_needs_no_words_of_the_committee(users, works):
    project = put(works.project, Status.CONCLUDED)
    freeze(make_jury(Subject.PROJECT_RESULT), {project: Light.YELLOW})
    assert advance(project, "evaluate", by=users.staff).status == Status.EVALUATED
