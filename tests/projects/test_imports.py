"""Projects, their milestones and their outcomes by workbook."""

from datetime import date, timedelta

from apps.core.imports import bring_in, withdrawal
from apps.core.lifecycle import history_of
from apps.projects.choices import ProjectStatus as Status
from apps.projects.models import Milestone, Outcome, OutcomeKind, ProjectKind, SecretaryProject
from tests.core.test_imports_withdrawal import brought_in
from tests.core.workbooks import rows_of, workbook

DRAFT = {"承担党组织": "市财政局党组", "年度": 2026, "项目名称": "窗口提速"}


def bring(**tables: list[dict]):
    content = workbook({name: rows_of(name, rows) for name, rows in tables.items()})
    return bring_in(content, name="项目.xlsx").check


def said(check) -> str:
    return " ".join(problem.sentence for problem in check.problems)


def test_projects_come_in_as_drafts_or_submitted_with_what_belongs_to_them(works):
    ProjectKind.objects.get_or_create(name="党建引领发展")
    OutcomeKind.objects.create(name="开展活动", unit="场")
    full = DRAFT | {
        "项目名称": "把支部建在链上",
        "类别": "党建引领发展",
        "领题书记编号": works.secretary.code,
        "项目背景": "背景",
        "要解决的问题": "问题",
        "主要措施": "措施",
        "进度安排": "安排",
        "预期成效": "成效",
        "开始日期": date(2026, 1, 1),
        "完成日期": date(2026, 11, 30),
        "申报日期": date(2026, 1, 10),
    }
    late = full | {"项目名称": "缺项", "主要措施": "", "类别": ""}
    assert "还缺类别、主要措施" in said(bring(书记项目=[full, late]))
    of_project = {key: full[key] for key in DRAFT}
    milestone = of_project | {
        "节点任务": "调研",
        "责任人编号": works.secretary.code,
        "完成期限": date(2026, 5, 1),
    }
    outcome = of_project | {
        "成果类别": "开展活动",
        "数值": 3800,
        "确切程度": "多",
        "到哪一天止": date(2026, 9, 30),
    }
    sheets = {
        "书记项目": [full, full | DRAFT | {"申报日期": ""}],
        "项目节点": [milestone],
        "项目成果": [outcome],
    }
    assert bring(**sheets).is_right
    project = SecretaryProject.objects.get(title="把支部建在链上")
    assert (project.status, str(project.reported_on)) == (Status.SUBMITTED, "2026-01-10")
    assert history_of(project).get().step == "submit"
    assert SecretaryProject.objects.get(title="窗口提速").status == Status.DRAFT
    assert str(Outcome.objects.get().quantity) == "3800多场"
    assert Milestone.objects.get().owner == works.secretary
    again = bring(**sheets)
    assert {name: (t.new, t.changed) for name, t in again.tallies.items()} == dict.fromkeys(
        sheets, (0, 0)
    )
    moved = milestone | {"完成期限": date(2026, 6, 1)}
    assert bring(项目节点=[moved]).tallies["项目节点"].changed == 1
    assert str(Milestone.objects.get().due_on) == "2026-06-01"
    assert str(Milestone.objects.get().first_due_on) == "2026-05-01"


def test_rows_that_name_nothing_are_told(works):
    foreign = {**DRAFT, "节点任务": "调研", "完成期限": date(2026, 5, 1)}
    assert "没有“窗口提速”这个书记项目，请先导入项目" in said(bring(项目节点=[foreign]))
    tomorrow = date.today() + timedelta(days=2)
    assert "不能晚于今天" in said(bring(书记项目=[DRAFT | {"申报日期": tomorrow}]))


def test_batch_of_projects_is_taken_back_whole(users, works):
    milestone = DRAFT | {"节点任务": "调研", "完成期限": date(2026, 5, 1)}
    tables = {
        "书记项目": rows_of("书记项目", [DRAFT]),
        "项目节点": rows_of("项目节点", [milestone]),
    }
    batch = brought_in(tables, users.staff)
    assert SecretaryProject.objects.count() == 2
    withdrawal.withdraw(batch, by=users.staff)
    assert SecretaryProject.objects.get() == works.project
    assert not Milestone.objects.exists()
