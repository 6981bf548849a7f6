"""A secretary project from the application on a phone to its title, with everybody who has a hand in it."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.branches.models import Person
from apps.core.lifecycle import advance
from apps.juries.choices import Averaging
from apps.juries.models import Juror, JuryCriterion
from apps.projects.models import OutcomeKind, ProjectKind, SecretaryProject, TitleKind
from tests.browser.conftest import DESKTOP, PHONE
from tests.projects.conftest import make_jury, make_project, works

__all__ = ["works"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOLDER = os.environ.get("SCREENSHOTS", "")
YEAR = timezone.localdate().year
TEXTS = {
    "项目背景": "群众办事来回跑，企业反映窗口之间不通气。",
    "要解决的问题": "一件事要跑几个窗口，材料重复交。",
    "主要措施": "建立“五办”服务机制，党员带头包事项。",
    "进度安排": "一季度摸底，二季度试点，三季度推开，年底总结。",
    "预期成效": "办事跑动减少一半，重复材料清零。",
}


@pytest.fixture
def jury(users, works):
    """One juror, of another unit; what he advises is the result."""
    jury = make_jury()
    scheme = jury.scheme
    scheme.averaging, scheme.trimmed, scheme.least_sheets = Averaging.PLAIN, 0, 1
    scheme.save()
    for order, name in enumerate(("切口小", "有难度", "示范性", "牵引性"), start=1):
        JuryCriterion.objects.create(scheme=scheme, order=order, name=name, most=25)
    Juror.objects.create(jury=jury, person=users.stranger.person, is_chair=True, name="评委")
    return jury


def checked(visitor, name: str) -> None:
    if FOLDER:
        Path(FOLDER).mkdir(parents=True, exist_ok=True)
        width = visitor.page.viewport_size["width"]
        visitor.page.screenshot(path=f"{FOLDER}/{name}-{width}.png", full_page=True)
    assert visitor.faults() == []


def test_project_lives_from_application_to_title(visit, users, works, jury):
    ProjectKind.objects.update(name="机关党建提升")
    OutcomeKind.objects.create(name="协商议事活动", unit="场")
    TitleKind.objects.create(name="十佳")
    User.objects.update(name="张三")
    Person.objects.update(name="李四")
    unit, desk = visit(users.subtree_secretary, PHONE), visit(users.staff, DESKTOP)
    project = apply_for_one(unit)
    pre_review(desk, project, jury)
    advance(jury, "open", by=users.staff)
    judge(visit(users.stranger, PHONE))
    for step in ("close", "freeze"):
        jury = advance(jury, step, by=users.staff)
    settle(desk)
    carry_forward(unit, project)
    conclude(unit, project)
    give_title(desk, project)
    project.refresh_from_db()
    assert (project.status, project.light) == ("titled", "green")
    read(visit(users.subtree_secretary, DESKTOP), works, project)
    assert [v.problems for v in (unit, desk)] == [[], []]


def apply_for_one(visitor) -> SecretaryProject:
    page = visitor.open(reverse("projects:board"))
    page.get_by_role("link", name="申报项目").click()
    page.get_by_label("项目名称").fill("“五办”服务机制")
    page.get_by_label("项目类别").select_option(label="机关党建提升")
    page.get_by_label("开始日期").fill(f"{YEAR}-01-10")
    page.get_by_label("完成日期").fill(f"{YEAR}-12-20")
    for label, text in TEXTS.items():
        page.get_by_label(label).fill(text)
    page.locator("#named > summary").click()
    page.locator("#id_named-0-name").fill("全程办")
    checked(visitor, "apply")
    page.get_by_role("button", name="提交申报").click()
    page.get_by_text("已提交申报，由工委预审").wait_for()
    checked(visitor, "submitted")
    return SecretaryProject.objects.get(title="“五办”服务机制")


def pre_review(visitor, project: SecretaryProject, jury) -> None:
    page = visitor.open(reverse("admin:projects_secretaryproject_change", args=[project.pk]))
    page.get_by_role("link", name="预审通过").click()
    page.locator(".verb form button[type=submit]").click()
    visitor.open(reverse("admin:projects_secretaryproject_changelist"))
    page.get_by_role("link", name="送评审").click()
    page.get_by_label("评审会").select_option(label=str(jury))
    page.locator(".verb form button[type=submit]").click()
    page.get_by_text("1 个项目已送").wait_for()


def judge(visitor) -> None:
    page = visitor.open(reverse("juries:jury_list"))
    page.locator("main a").first.click()
    page.get_by_role("link", name="“五办”服务机制").click()
    page.get_by_text(TEXTS["项目背景"]).wait_for()
    for field in page.locator("[data-points] input").all():
        field.fill("22")
    page.locator("label", has_text="绿灯").click()
    page.get_by_label("评审意见").fill("切口小，可以推开。")
    checked(visitor, "juror")
    page.get_by_role("button", name="交评分表").click()
    page.get_by_role("status").filter(has_text="评分表").first.wait_for()
    assert visitor.problems == []


def settle(visitor) -> None:
    page = visitor.open(reverse("admin:projects_secretaryproject_changelist"))
    page.get_by_role("link", name="按评审结果办理").click()
    page.locator(".verb form button[type=submit]").click()
    page.get_by_text("已按评审结果办理 1 个项目").wait_for()


def carry_forward(visitor, project: SecretaryProject) -> None:
    page = visitor.open(project.get_absolute_url())
    page.get_by_text("切口小，可以推开。").first.wait_for()
    page.get_by_role("link", name="登记节点", exact=True).click()
    page.locator("#id_steps-0-name").fill("摸清底数")
    page.locator("#id_steps-0-owner").select_option(index=1)
    page.locator("#id_steps-0-due_on").fill(f"{YEAR}-03-31")
    checked(visitor, "plan")
    page.get_by_role("button", name="保存节点").click()
    page.get_by_role("button", name="启动推进").click()
    page.get_by_text("按节点推进").or_(page.get_by_text("过了期限")).first.wait_for()
    page.get_by_role("link", name="登记节点：摸清底数").click()
    page.get_by_label("完成情况").fill("全部窗口走了一遍。")
    checked(visitor, "milestone")
    page.get_by_role("button", name="登记完成").click()
    page.get_by_role("link", name="登记成果").click()
    page.get_by_label("成果类别").select_option(index=1)
    page.get_by_label("数值", exact=True).fill("3800")
    page.locator("#id_value_hedge").select_option(label="多")
    page.get_by_label("依据说明").fill("议事台账")
    checked(visitor, "outcome")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("3800多场").wait_for()


def conclude(visitor, project: SecretaryProject) -> None:
    page = visitor.page
    page.get_by_role("link", name="完成中期检查").click()
    page.get_by_label("检查情况").fill("试点顺利，三季度推开。")
    checked(visitor, "midterm")
    page.get_by_role("button", name="完成中期检查").click()
    page.get_by_role("link", name="提交结项").click()
    page.get_by_label("结项报告").fill("五办机制全面推开。")
    page.get_by_role("button", name="提交结项").click()
    page.get_by_text("已提交结项，等工委评价").wait_for()
    checked(visitor, "concluded")


def give_title(visitor, project: SecretaryProject) -> None:
    change = reverse("admin:projects_secretaryproject_change", args=[project.pk])
    SecretaryProject.objects.filter(pk=project.pk).update(evaluation="成效明显，可以推广。")
    page = visitor.open(change)
    page.get_by_role("link", name="完成评价").click()
    page.locator(".verb form button[type=submit]").click()
    kind = TitleKind.objects.get()
    query = f"?project={project.pk}&kind={kind.pk}&year={YEAR}&awarded_on={date.today()}"
    visitor.open(reverse("admin:projects_title_add") + query)
    page.locator("button[name=_save], input[name=_save]").first.click()
    page.wait_for_url(f"**{reverse('admin:projects_title_changelist')}**")


def read(visitor, works, project: SecretaryProject) -> None:
    """At a desk: the page of the project, the board and the list, one late project among them."""
    page = visitor.open(project.get_absolute_url())
    page.get_by_text("已获得称号").wait_for()
    checked(visitor, "titled")
    late = make_project(works.group, title="老旧小区党群共治", status="in_progress")
    late.milestones.create(name="摸底", due_on=date(YEAR, 1, 5), owner=works.secretary)
    for name in ("board", "project_list"):
        visitor.open(reverse(f"projects:{name}"))
        checked(visitor, name)
    page.set_viewport_size(PHONE)
    for name in ("board", "project_list"):
        visitor.open(reverse(f"projects:{name}"))
        checked(visitor, name)
    assert (visitor.problems, visitor.foreign) == ([], [])
