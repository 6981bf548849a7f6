"""The desk: the register with its steps, the pages of the juries, titles, and what waits."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from apps.juries.choices import Light
from apps.projects.choices import ProjectStatus as Status
from apps.projects.models import EventProject, ProjectEvent, SecretaryProject, Title, TitleKind
from tests.projects.conftest import (
    TODAY,
    YEAR,
    freeze,
    make_jury,
    make_milestone,
    make_outcome,
    make_project,
)

LIST = "admin:projects_secretaryproject_changelist"


@pytest.fixture
def desk(users, as_user):
    return as_user(users.staff)


def change_page(project: SecretaryProject) -> str:
    return reverse("admin:projects_secretaryproject_change", args=[project.pk])


def put(project: SecretaryProject, status: Status) -> SecretaryProject:
    SecretaryProject.objects.filter(pk=project.pk).update(status=status)
    return project


def furnish(project: SecretaryProject) -> None:
    for number in range(2):
        make_milestone(project, f"节点{number}", due_on=TODAY - timedelta(days=1))
    make_outcome(project)
    event = ProjectEvent.objects.create(
        kind="field_show", title="观摩会", organisation=project.organisation, starts_on=TODAY
    )
    EventProject.objects.create(event=event, project=project)
    kind, _ = TitleKind.objects.get_or_create(name="优质书记项目")
    Title.objects.create(project=project, kind=kind, year=YEAR, awarded_on=TODAY)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_lists(number, works, desk, django_assert_num_queries):
    SecretaryProject.objects.all().delete()
    for one in range(number):
        furnish(
            make_project(
                works.group, title=f"项目{one}", status=Status.TITLED, secretary=works.secretary
            )
        )
    for name, queries in (("secretaryproject", 11), ("projectevent", 8), ("title", 8)):
        page = reverse(f"admin:projects_{name}_changelist")
        desk.get(page)
        with django_assert_num_queries(queries):
            assert desk.get(page).status_code == 200


def test_list_is_narrowed_by_state_light_unit_and_late_milestones(city, works, desk):
    late = put(works.project, Status.IN_PROGRESS)
    make_milestone(late, due_on=TODAY - timedelta(days=1))
    make_project(city.other_committee, title="审计提质", light=Light.RED, status=Status.REFUSED)
    for query, title, other in (
        ("late=yes", "把支部建在项目上", "审计提质"),
        ("late=no", "审计提质", "把支部建在项目上"),
        (f"light__exact={Light.RED}", "审计提质", "把支部建在项目上"),
        (f"status__exact={Status.IN_PROGRESS}", "把支部建在项目上", "审计提质"),
        (f"organisation__unit__id__exact={city.other_unit.pk}", "审计提质", "把支部建在项目上"),
    ):
        rows = desk.get(f"{reverse(LIST)}?{query}").context["cl"].result_list
        assert [p.title for p in rows] == [title], query
        assert other not in [p.title for p in rows]


def test_search_of_the_desk_finds_a_project_by_its_name(works, desk):
    found = desk.get(reverse("admin:search"), {"s": "建在项目", "extended": "1"}).context["results"]
    assert [one.title for one in found] == ["把支部建在项目上"]


def test_buttons_of_a_project_are_its_open_steps(works, desk):
    put(works.project, Status.SUBMITTED)
    page = desk.get(change_page(works.project)).text
    steps = re.findall(r"step/\?step=(\w+)", page)
    assert steps == ["take_back", "pre_review", "return", "refuse", "stop"]
    address = reverse("admin:projects_secretaryproject_step", args=[works.project.pk])
    refused = desk.post(f"{address}?step=return", {"note": ""})
    assert "请写明原因" in refused.text
    desk.post(f"{address}?step=return", {"note": "太粗"})
    assert SecretaryProject.objects.get().status == Status.RETURNED
    assert "要从“已申报”办起" in desk.post(f"{address}?step=pre_review", {"note": ""}).text
    assert desk.get(f"{address}?step=send_to_panel").status_code == 404


def test_projects_are_sent_to_a_jury_and_settled_by_its_result(works, desk):
    project, jury = put(works.project, Status.PRE_REVIEWED), make_jury()
    send, settle = (
        reverse(f"admin:projects_secretaryproject_{name}") for name in ("send", "settle")
    )
    assert "请选择评审会" in desk.post(send, {"projects": [project.pk]}).text
    assert "请至少选一个书记项目" in desk.post(send, {"jury": jury.pk}).text
    desk.post(send, {"jury": jury.pk, "projects": [project.pk]})
    assert SecretaryProject.objects.get().status == Status.PANEL
    assert "没有已确定结果" in desk.get(settle).text
    address = reverse("admin:projects_secretaryproject_step", args=[project.pk])
    desk.post(f"{address}?step=leave_panel", {"note": "材料要改"})
    assert SecretaryProject.objects.get().status == Status.PRE_REVIEWED
    desk.post(send, {"jury": jury.pk, "projects": [project.pk]})
    SecretaryProject.objects.update(status=Status.PANEL)
    freeze(jury, {project: Light.GREEN})
    assert "绿灯 81.50分，同意立项" in desk.get(settle).text
    answer = desk.post(settle, {"projects": [project.pk]}, follow=True)
    assert "已按评审结果办理 1 个项目" in answer.text
    assert SecretaryProject.objects.get().status == Status.APPROVED
    assert "没有等待评价的项目" in desk.get(f"{send}?for=result").text


def test_title_is_given_and_withdrawn_at_the_desk(works, desk):
    kind = TitleKind.objects.create(name="十佳书记项目", places=10)
    add = reverse("admin:projects_title_add")
    given = {"project": works.project.pk, "kind": kind.pk, "year": YEAR, "awarded_on": TODAY}
    assert "还没有完成评价，不能授予“十佳书记项目”" in desk.post(add, given).text
    assert not Title.objects.exists()
    put(works.project, Status.EVALUATED)
    assert desk.post(add, given).status_code == 302
    title = Title.objects.get()
    desk.post(reverse("admin:projects_title_withdraw", args=[title.pk]), {"reason": "不实"})
    assert Title.objects.get().withdrawal_reason == "不实"
    assert "不实" in desk.get(reverse("admin:projects_title_change", args=[title.pk])).text


def test_milestone_moved_on_the_form_keeps_its_first_day(works, desk):
    put(works.project, Status.IN_PROGRESS)
    milestone = make_milestone(works.project)
    page = desk.get(change_page(works.project))
    form = {}
    for one in [
        page.context["adminform"].form,
        *(f.formset for f in page.context["inline_admin_formsets"]),
    ]:
        rows = [one] if not hasattr(one, "forms") else [one.management_form, *one.forms]
        for row in rows:
            for field in row:
                value = field.value()
                form[field.html_name] = "" if value is None or value is False else value
    moved = TODAY + timedelta(days=60)
    form["milestones-0-due_on"] = moved
    answer = desk.post(change_page(works.project), form)
    assert answer.status_code == 302, answer.context["errors"]
    milestone.refresh_from_db()
    assert (milestone.due_on, milestone.first_due_on) == (moved, TODAY + timedelta(days=30))


def test_queues_of_the_desk_lead_to_exactly_their_rows(works, desk):
    late = make_project(works.group, title="逾期", status=Status.IN_PROGRESS)
    make_milestone(late, due_on=TODAY - timedelta(days=1))
    for title, status in (
        ("预审", Status.SUBMITTED),
        ("送审", Status.PRE_REVIEWED),
        ("评审", Status.PANEL),
        ("办理", Status.PANEL),
        ("评价", Status.CONCLUDED),
    ):
        made = make_project(works.group, title=title, status=status)
        if title == "办理":
            freeze(make_jury(), {made: Light.GREEN})
    queues = {q["label"]: q for q in desk.get(reverse("admin:index")).context["queues"]}
    for label, title in {
        "待预审的书记项目": "预审",
        "待送立项评审的书记项目": "送审",
        "评审结果待办理的书记项目": "办理",
        "待评价的书记项目": "评价",
        "节点逾期的书记项目": "逾期",
    }.items():
        rows = desk.get(queues[label]["link"]).context["cl"].result_list
        assert ([p.title for p in rows], queues[label]["count"]) == ([title], 1)
