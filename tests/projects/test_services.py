"""Applications, milestones, outcomes, juries and titles by their verbs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from apps.branches.choices import OrganisationKind as Kind
from apps.core.lifecycle import StepRefused, advance, history_of
from apps.core.quantities import Qualifier
from apps.core.versions import StaleVersion
from apps.juries.choices import JuryStatus, Light, Subject
from apps.juries.models import Jury
from apps.notices.models import Notice
from apps.projects import services
from apps.projects.choices import EventKind
from apps.projects.choices import ProjectStatus as Status
from apps.projects.models import (
    Milestone,
    OutcomeKind,
    ProjectCandidacy,
    ProjectEvent,
    SecretaryProject,
    Title,
    TitleKind,
)
from apps.projects.querysets import heads_of_units
from apps.projects.services.rights import LEAD
from tests import cast
from tests.projects.conftest import (
    TODAY,
    YEAR,
    freeze,
    make_jury,
    make_milestone,
    make_outcome,
    make_project,
)


def put(project: SecretaryProject, status: Status) -> SecretaryProject:
    SecretaryProject.objects.filter(pk=project.pk).update(status=status)
    return SecretaryProject.objects.get(pk=project.pk)


def names(rows) -> set[str]:
    return {str(row) for row in rows}


def test_owner_is_the_party_group_or_else_the_head_of_the_unit(city, users, works):
    assert services.owner_of(city.unit) == works.group
    assert services.owner_of(city.other_unit) == city.other_committee
    small = cast.make_unit("市地震局")
    branch = cast.make_organisation("市地震局党支部", parent=city.root, unit=small)
    assert services.owner_of(small) == branch
    everybody = {"市财政局党组", "市审计局机关党委", "市地震局党支部"}
    assert names(services.owners_for(users.staff)) == everybody
    assert names(services.owners_for(works.user)) == {"市财政局党组"}
    assert names(services.owners_for(users.subtree_secretary)) == {"市财政局党组"}
    for name in ("secretary", "stranger", "leader", "nobody"):
        assert not services.owners_for(getattr(users, name)).exists()


def test_whoever_reads_the_unit_reads_its_project_and_its_heads_write_it(users, works):
    people = users.named() | {"group_secretary": works.user}
    make_milestone(works.project)
    seen = {n for n, u in people.items() if SecretaryProject.objects.visible_to(u).exists()}
    assert seen == {"staff", "secretary", "subtree_secretary", "leader", "group_secretary"}
    assert seen == {n for n, u in people.items() if Milestone.objects.visible_to(u).exists()}
    rows = SecretaryProject.objects
    written = {n for n, u in people.items() if rows.visible_to(u, "change").exists()}
    assert written == {"staff", "subtree_secretary", "group_secretary"}
    assert {n for n, u in people.items() if rows.visible_to(u, "review").exists()} == {"staff"}
    may = {n for n, u in people.items() if u.has_perm(LEAD, works.project)}
    assert may == written


def test_application_is_written_by_its_unit_while_it_is_open(users, works):
    made = services.create_project(
        organisation=works.group, year=YEAR, title="窗口提速", by=users.subtree_secretary
    )
    assert (made.secretary, made.created_by) == (works.secretary, users.subtree_secretary)
    with pytest.raises(ValidationError, match="同名的书记项目"):
        services.create_project(organisation=works.group, year=YEAR, title="窗口提速", by=None)
    with pytest.raises(PermissionDenied):
        services.create_project(
            organisation=works.group, year=YEAR, title="别的", by=users.secretary
        )
    changed = services.update_project(
        project=made, expected_version=1, by=works.user, problem="排队时间长"
    )
    assert changed.problem == "排队时间长"
    with pytest.raises(StaleVersion):
        services.update_project(project=made, expected_version=1, by=works.user, problem="旧")
    with pytest.raises(PermissionDenied):
        services.update_project(project=made, expected_version=2, by=users.stranger, problem="旧")
    services.write_measures(project=made, measures=[("全程办", ""), ("代你办", "")], by=works.user)
    services.write_measures(
        project=made, measures=[("代你办", "上门"), ("陪你办", "")], by=works.user
    )
    assert [m.name for m in made.named_measures.all()] == ["代你办", "陪你办"]
    put(made, Status.PANEL)
    with pytest.raises(StepRefused, match="申报内容不能再改"):
        services.update_project(project=made, expected_version=2, by=works.user, problem="旧")


def test_milestone_that_is_moved_keeps_its_first_day(users, works):
    project = put(works.project, Status.IN_PROGRESS)
    milestone = services.add_milestone(
        project=project, name="调研", due_on=TODAY, owner=users.secretary.person, by=works.user
    )
    assert Notice.objects.get().user == users.secretary
    for version, days in ((1, 10), (2, 20)):
        milestone = services.update_milestone(
            milestone=milestone,
            name="调研",
            due_on=TODAY + timedelta(days=days),
            owner=users.secretary.person,
            expected_version=version,
            reason="等部门联审",
            by=works.user,
        )
    assert (milestone.first_due_on, milestone.due_on) == (TODAY, TODAY + timedelta(days=20))
    assert Notice.objects.count() == 1
    with pytest.raises(ValidationError, match="原因"):
        services.drop_milestone(milestone=milestone, reason=" ", expected_version=3, by=works.user)
    with pytest.raises(ValidationError, match="不能晚于今天"):
        services.finish_milestone(
            milestone=milestone,
            done_on=TODAY + timedelta(days=1),
            result="",
            expected_version=3,
            by=works.user,
        )
    milestone = services.finish_milestone(
        milestone=milestone, done_on=TODAY, result="完成", expected_version=3, by=works.user
    )
    with pytest.raises(ValidationError, match="不能取消"):
        services.drop_milestone(
            milestone=milestone, reason="不做", expected_version=4, by=works.user
        )
    with pytest.raises(PermissionDenied):
        services.add_milestone(project=project, name="x", due_on=TODAY, by=users.secretary)
    put(project, Status.CONCLUDED)
    with pytest.raises(StepRefused, match="节点不能再改"):
        services.add_milestone(project=project, name="x", due_on=TODAY, by=works.user)


def test_late_milestones_are_those_past_their_day_of_projects_under_way(users, works):
    project, yesterday = works.project, TODAY - timedelta(days=1)
    late = make_milestone(project, "逾期", due_on=yesterday, owner=users.secretary.person)
    make_milestone(project, "今天", due_on=TODAY)
    make_milestone(project, "办完", due_on=yesterday, done_on=TODAY)
    make_milestone(project, "取消", due_on=yesterday, dropped_on=TODAY, drop_reason="不做")
    assert not Milestone.objects.late(TODAY).exists()
    put(project, Status.IN_PROGRESS)
    assert list(Milestone.objects.late(TODAY)) == [late]
    found = SecretaryProject.objects.late(TODAY).with_late_count(TODAY).get()
    assert found.late_count == 1
    for user in (users.secretary, works.user, users.subtree_secretary):
        assert list(Milestone.objects.owed_by(user).late(TODAY)) == [late]
    assert not Milestone.objects.owed_by(users.stranger).exists()


def test_outcomes_keep_their_hedge_and_their_evidence_is_the_units_own(city, users, works):
    project = put(works.project, Status.IN_PROGRESS)
    kind = OutcomeKind.objects.create(name="协商议事", unit="场")
    outcome = services.record_outcome(
        project=project,
        kind=kind,
        by=works.user,
        value=Decimal(3800),
        value_hedge=Qualifier.MORE,
        starts_on=date(YEAR - 5, 1, 1),
        ends_on=TODAY,
    )
    assert outcome.words == "3800多场"
    first = make_outcome(project, value=1, is_ordinal=True, reach="全省", ends_on=date(YEAR, 1, 1))
    assert first.words == "全省第1个"
    own = cast.make_meeting(city.branch, held_on=TODAY)
    foreign = cast.make_meeting(city.other_branch, held_on=TODAY)
    services.add_evidence(outcome=outcome, meeting=own, by=works.user)
    with pytest.raises(ValidationError, match="不是本单位的"):
        services.add_evidence(outcome=outcome, meeting=foreign, by=works.user)
    with pytest.raises(ValidationError, match="请写说明"):
        services.add_evidence(outcome=outcome, by=works.user)
    put(project, Status.EVALUATED)
    with pytest.raises(StepRefused, match="成果不能再改"):
        services.update_outcome(outcome=outcome, expected_version=1, by=works.user, value=1)


def test_event_shows_projects_that_its_holder_sees(city, users, works):
    foreign = make_project(city.other_committee, title="审计提质")
    event = services.hold_event(
        kind=EventKind.FIELD_SHOW,
        title="观摩会",
        organisation=city.root,
        starts_on=TODAY,
        shown=[(works.project, "做得实"), (foreign, "")],
        by=users.staff,
    )
    for user in (works.user, users.secretary, users.stranger):
        assert list(ProjectEvent.objects.visible_to(user)) == [event]
    services.update_event(event=event, expected_version=1, shown=[(foreign, "")], by=users.staff)
    assert not ProjectEvent.objects.visible_to(works.user).exists()
    with pytest.raises(PermissionDenied):
        services.hold_event(
            kind=EventKind.PROGRESS_MEETING,
            title="推进会",
            organisation=works.group,
            starts_on=TODAY,
            shown=[(foreign, "")],
            by=works.user,
        )


def test_projects_go_to_a_jury_in_one_go_and_are_settled_by_its_list(users, works):
    jury = make_jury(places=None)
    titles = {"绿": Light.GREEN, "黄": Light.YELLOW, "红": Light.RED}
    titles |= {"满": Light.GREEN, "无": None}
    projects = {
        name: make_project(
            works.group, title=name, status=Status.PRE_REVIEWED, secretary=works.secretary
        )
        for name in titles
    }
    draft = works.project
    with pytest.raises(StepRefused, match="不能送立项评审"):
        services.send_to_panel(projects=[projects["绿"], draft], jury=jury, by=users.staff)
    assert not ProjectCandidacy.objects.exists()
    other = make_jury(Subject.PROJECT_RESULT)
    with pytest.raises(ValidationError, match="请选择用于书记项目立项评审的评审会"):
        services.send_to_panel(projects=[projects["绿"]], jury=other, by=users.staff)
    sent = services.send_to_panel(projects=projects.values(), jury=jury, by=users.staff)
    assert len(sent) == 5
    lights = {projects[n]: light for n, light in titles.items() if light}
    freeze(jury, lights, without=(projects["满"],))
    settled = services.settle_panel(
        projects=SecretaryProject.objects.exclude(pk=draft.pk), by=users.staff
    )
    found = {p.title: (p.status, p.light) for p in SecretaryProject.objects.exclude(pk=draft.pk)}
    assert found == {
        "绿": (Status.APPROVED, Light.GREEN),
        "黄": (Status.RETURNED, Light.YELLOW),
        "红": (Status.REFUSED, Light.RED),
        "满": (Status.PANEL, ""),
        "无": (Status.PANEL, ""),
    }
    stayed = {project.title: why for project, why in settled.stayed}
    assert "名额已满" in stayed["满"]
    assert "还没有确定" in stayed["无"]
    note = history_of(projects["黄"]).first().note
    assert note == f"{jury}：黄灯，平均81.50分"
    # What came back and is sent once more stands before the new jury alone.
    again = advance(projects["黄"], "submit", by=works.user)
    again = advance(again, "pre_review", by=users.staff)
    services.send_to_panel(projects=[again], jury=make_jury(title="第二次"), by=users.staff)
    with pytest.raises(StepRefused, match="还没有结果"):
        advance(again, "approve", by=users.staff)
    services.leave_panel(project=again, reason="材料要改", by=users.staff)
    assert again.candidacies.get(candidate__jury__title="第二次").candidate.left_on == TODAY


def test_returned_by_hand_a_project_leaves_the_jury_that_has_not_decided(users, works):
    jury = make_jury()
    project = put(works.project, Status.PRE_REVIEWED)
    services.send_to_panel(projects=[project], jury=jury, by=users.staff)
    advance(project, "return", by=users.staff, note="单位要求修改")
    assert project.candidacies.get().candidate.left_on == TODAY


def test_evaluation_is_settled_by_its_jury_or_written_by_the_committee(users, works):
    project = put(works.project, Status.CONCLUDED)
    jury = make_jury(Subject.PROJECT_RESULT)
    services.send_to_evaluation(projects=[project], jury=jury, by=users.staff)
    with pytest.raises(StepRefused, match="不要重复送评"):
        services.send_to_evaluation(projects=[project], jury=jury, by=users.staff)
    freeze(jury, {project: Light.GREEN})
    done = services.settle_evaluation(projects=[project], by=users.staff).done
    assert [(p.status, p.evaluation) for p in done] == [
        (Status.EVALUATED, f"{jury}：绿灯，平均81.50分")
    ]
    Jury.objects.update(status=JuryStatus.CANCELLED)
    project = put(project, Status.CONCLUDED)
    evaluated = services.evaluate_project(
        project=project, evaluation="优秀", expected_version=project.version, by=users.staff
    )
    assert (evaluated.status, evaluated.evaluation) == (Status.EVALUATED, "优秀")


def test_title_needs_an_evaluated_project_and_a_place_of_the_year(users, works):
    kind = TitleKind.objects.create(name="十佳书记项目", places=1)
    given = {"kind": kind, "year": YEAR, "awarded_on": TODAY, "by": users.staff}
    with pytest.raises(
        StepRefused, match="还没有完成评价，不能授予“十佳书记项目”。请先完成结项评价"
    ):
        services.give_title(project=works.project, **given)
    first = put(works.project, Status.EVALUATED)
    title = services.give_title(project=first, **given)
    assert SecretaryProject.objects.get(pk=first.pk).status == Status.TITLED
    second = make_project(works.group, title="第二", status=Status.EVALUATED)
    with pytest.raises(ValidationError, match="每年 1 个名额，已授予 1 个"):
        services.give_title(project=second, **given)
    with pytest.raises(ValidationError, match="请填写年度"):
        services.give_title(project=second, **(given | {"year": None}))
    with pytest.raises(PermissionDenied):
        services.give_title(project=second, **(given | {"by": works.user}))
    with pytest.raises(ValidationError, match="原因"):
        services.withdraw_title(title=title, reason="", by=users.staff)
    services.withdraw_title(title=title, reason="材料不实", by=users.staff)
    assert SecretaryProject.objects.get(pk=first.pk).status == Status.EVALUATED
    assert Title.objects.get().withdrawal_reason == "材料不实"
    services.give_title(project=second, **given)
    with pytest.raises(ValidationError, match="不能再撤销"):
        services.withdraw_title(title=title, reason="再撤", by=users.staff)


def test_midterm_and_conclusion_are_written_with_their_step(users, works):
    project = put(works.project, Status.IN_PROGRESS)
    given = {"project": project, "expected_version": 1, "by": works.user}
    with pytest.raises(StepRefused, match="中期检查情况"):
        services.hold_midterm(held_on=TODAY, findings="", **given)
    with pytest.raises(ValidationError, match="不能晚于今天"):
        services.hold_midterm(held_on=TODAY + timedelta(days=1), findings="好", **given)
    moved = services.hold_midterm(held_on=TODAY, findings="好", **given)
    assert (moved.status, moved.midterm_findings) == (Status.MIDTERM, "好")
    make_outcome(project)
    with pytest.raises(PermissionDenied):
        services.conclude_project(
            project=project, conclusion="完成", expected_version=moved.version, by=users.secretary
        )
    done = services.conclude_project(
        project=project, conclusion="完成", expected_version=moved.version, by=works.user
    )
    assert (done.status, done.concluded_on) == (Status.CONCLUDED, TODAY)


def test_head_of_a_unit_is_no_body_below_another_one(city, works):
    below = cast.make_organisation("下属总支", Kind.GENERAL_BRANCH, parent=city.committee)
    heads = heads_of_units().filter(unit=city.unit)
    assert list(heads) == [city.committee]
    assert below not in heads
