"""Pages of projects: board, list, application, milestones, outcomes, reports."""

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.branches.choices import OrganisationKind
from apps.core.jobs import NewItem, enqueue
from apps.core.lifecycle import advance
from apps.core.models import FormDraft
from apps.juries.choices import Light
from apps.projects.board import FEW
from apps.projects.choices import EventKind, PaperKind, ProjectStatus
from apps.projects.models import (
    Milestone,
    Outcome,
    OutcomeEvidence,
    OutcomeKind,
    ProjectKind,
    SecretaryProject,
    YearPaper,
)
from apps.projects.services import hold_event
from tests import cast
from tests.core.upload_corpus import picture
from tests.projects.conftest import (
    YEAR,
    freeze,
    make_jury,
    make_milestone,
    make_outcome,
    make_project,
)

BOARD, LIST, NEW = "/projects/", "/projects/list/", "/projects/new/"


def to(name: str, row) -> str:
    return reverse(f"projects:{name}", args=[row.uuid])


def text_of(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def sentences(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def application(**more) -> dict:
    kind, _ = ProjectKind.objects.get_or_create(name="党建引领发展")
    return {
        "form_key": str(uuid.uuid4()),
        "save": "submit",
        "year": str(YEAR),
        "title": "“五办”服务机制",
        "kind": str(kind.uuid),
        "contact": "",
        "background": "群众办事跑动多",
        "problem": "窗口之间不通",
        "measures": "建立五办机制",
        "schedule": "三季度完成",
        "expected_effect": "跑动减半",
        "starts_on": f"{YEAR}-03-01",
        "ends_on": f"{YEAR}-12-20",
        "named-TOTAL_FORMS": "2",
        "named-INITIAL_FORMS": "0",
        "named-0-name": "全程办",
        "named-0-text": "一窗受理",
        "named-1-name": "",
        "named-1-text": "",
        **more,
    }


@pytest.fixture
def client(works, as_user):
    return as_user(works.user)


def test_unit_applies_once_and_its_secretary_of_the_day_is_kept(client, works):
    page = text_of(client, NEW)
    assert "data-draft" in page
    assert f'value="{works.secretary.uuid}" selected' in page
    given = application(secretary=str(works.secretary.uuid))
    for _ in range(2):
        answer = client.post(NEW, given)
    project = SecretaryProject.objects.get(title="“五办”服务机制")
    assert answer["Location"] == project.get_absolute_url()
    assert (project.status, project.secretary) == (ProjectStatus.SUBMITTED, works.secretary)
    assert [m.name for m in project.named_measures.all()] == ["全程办"]
    page = text_of(client, project.get_absolute_url())
    assert "等工委预审" in page
    assert "撤回申报" in page


WRONG_APPLICATIONS = (
    ({"title": ""}, "请填写项目名称"),
    ({"problem": ""}, "请填写要解决的问题，再提交申报"),
    ({"kind": "", "secretary": ""}, "请填写领题书记，再提交申报"),
    ({"ends_on": f"{YEAR}-01-01"}, "完成日期不能早于开始日期，请改正其中一个"),
    ({"starts_on": "昨天"}, "日期写成 2026-11-20"),
    ({"title": "把支部建在项目上"}, "这个党组织当年已有同名的书记项目，请打开那一个"),
    ({"named-1-name": "全程办"}, "举措“全程办”写了两次，请只留一条"),
    ({"named-1-text": "没有名称"}, "具体举措第 2 项，举措名称：请填写举措名称"),
)


def test_wrong_application_is_told_in_sentences(client, works):
    for given, words in WRONG_APPLICATIONS:
        answer = client.post(NEW, application(secretary=str(works.secretary.uuid)) | given)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert SecretaryProject.objects.get() == works.project


def test_application_may_be_saved_unfinished(client, works):
    client.post(NEW, application(save="draft", title="只有题目", problem="", kind="", secretary=""))
    project = SecretaryProject.objects.get(title="只有题目")
    assert project.status == ProjectStatus.DRAFT
    page = text_of(client, to("project_update", project))
    assert "只有题目" in page
    assert "全程办" in page


def test_stale_save_is_told_and_the_next_one_holds(client, works):
    project = works.project
    address = to("project_update", project)
    given = application(save="draft", title="甲", version="1", secretary="")
    client.post(address, given)
    late = application(save="draft", title="乙", version="1", secretary="")
    answer = client.post(address, late)
    assert answer.status_code == 422
    assert "已被别人改过" in answer.content.decode()
    key = re.search(r'name="form_key" value="([^"]+)"', answer.content.decode())[1]
    client.post(address, late | {"version": "2", "form_key": key})
    project.refresh_from_db()
    assert project.title == "乙"


def test_returned_application_shows_the_advice_of_the_panel_beside_the_form(client, works):
    jury = make_jury()
    SecretaryProject.objects.update(status=ProjectStatus.PANEL)
    freeze(jury, {works.project: Light.YELLOW})
    advance(works.project, "return", by=None, note="切口再小一些")
    page = text_of(client, to("project_update", works.project))
    assert page.index("切口再小一些") < page.index("data-draft=")
    assert "黄灯" in page
    assert "81.50" in page
    assert "按评审意见修改" in text_of(client, works.project.get_absolute_url())


def test_who_reads_and_who_writes(works, users, city, as_user):
    make_project(
        cast.make_organisation(
            "市审计局党组", OrganisationKind.PARTY_GROUP, parent=city.root, unit=city.other_unit
        )
    )
    project = works.project
    for name, status in (("secretary", 403), ("leader", 403), ("subtree_secretary", 200)):
        reader = as_user(getattr(users, name))
        assert "选题" in text_of(reader, project.get_absolute_url())
        assert reader.get(to("project_update", project)).status_code == status
        told = text_of(reader, project.get_absolute_url())
        assert ("单位还在写" in told) is (status == 403), "advice is for who carries it on"
    stranger = as_user(users.stranger)
    assert stranger.get(project.get_absolute_url()).status_code == 404
    assert "市财政局" not in text_of(stranger, BOARD)
    works.group.dissolved_on = timezone.localdate()
    works.group.save()
    reader = as_user(users.leader)
    for address in (BOARD, LIST):
        assert str(project.uuid) not in text_of(reader, address), "of the bodies of today"
    assert project.title in text_of(reader, project.get_absolute_url())


def test_unit_without_right_to_apply_is_told_why(users, works, as_user):
    reader = as_user(users.secretary)
    assert "您现在不办理这一项" in text_of(reader, NEW)
    assert "申报项目" not in text_of(reader, BOARD), "no button leads to a refusal"


def test_board_shows_few_of_each_stage_and_every_number_is_its_list(client, works):
    for number in range(FEW + 2):
        make_project(works.group, title=f"项目{number:02}", status=ProjectStatus.IN_PROGRESS)
    make_project(works.group, title="不行的项目", status=ProjectStatus.REFUSED)
    late = make_project(works.group, title="迟了的项目", status=ProjectStatus.MIDTERM)
    make_milestone(late, due_on=timezone.localdate() - timedelta(days=1))
    page = text_of(client, BOARD)
    assert "还有 3 项" in page
    assert page.index("迟了的项目") < page.index(f"项目{FEW + 1:02}")
    for query, number in (
        (f"?year={YEAR}", FEW + 5),
        (f"?year={YEAR}&amp;stage=progress", FEW + 3),
        (f"?year={YEAR}&amp;stage=refused", 1),
        (f"?year={YEAR}&amp;late=1", 1),
    ):
        assert f"{LIST}{query}" in page
        assert f"共 {number} 项" in text_of(client, LIST + query.replace("&amp;", "&"))


def test_list_is_narrowed_and_bad_questions_are_left_out(client, works):
    make_project(works.group, title="去年的", year=YEAR - 1, status=ProjectStatus.TITLED)
    kind = works.project.kind
    for query, number in (
        ("", 2),
        (f"year={YEAR - 1}", 1),
        ("status=titled", 1),
        ("q=去年", 1),
        (f"kind={kind.uuid}", 2),
        ("kind=x&unit=1&year=每年&stage=no&status=no&page=9", 2),
    ):
        assert f"共 {number} 项" in text_of(client, f"{LIST}?{query}")


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_projects(
    client, works, users, as_user, django_assert_num_queries, count
):
    project = works.project
    SecretaryProject.objects.update(status=ProjectStatus.MIDTERM)
    for number in range(count - 1):
        make_project(works.group, title=f"又一个{number}", status=ProjectStatus.MIDTERM)
    for number in range(count):
        make_milestone(project, f"节点{number}")
        outcome = make_outcome(project, ends_on=timezone.localdate() - timedelta(days=number))
        outcome.evidence.create(text="会议纪要")
        hold_event(
            kind=EventKind.PROGRESS_MEETING,
            title="推进会",
            organisation=works.group,
            starts_on=timezone.localdate(),
            shown=[(project, "")],
            by=None,
        )
        unit = cast.make_unit(f"第{number}局")
        body = cast.make_organisation(f"第{number}局机关党委", parent=works.group, unit=unit)
        make_project(body, status=ProjectStatus.MIDTERM)
        job = enqueue(kind="projects.paper", title="项目表", items=[NewItem("book")])
        YearPaper.objects.create(year=YEAR, kind=PaperKind.BOOK, job=job)
    show = hold_event(
        kind=EventKind.FIELD_SHOW,
        title="观摩会",
        organisation=works.group,
        starts_on=timezone.localdate(),
        shown=[(one, "好") for one in SecretaryProject.objects.all()],
        by=None,
    )
    staff = as_user(users.staff)
    for reader, address, queries in (
        (staff, BOARD, 9),
        (staff, LIST, 10),
        (staff, show.get_absolute_url(), 5),
        (staff, reverse("projects:paper_list"), 5),
        (client, project.get_absolute_url(), 16),
        (client, to("project_history", project), 14),
        (client, to("milestone_create", project), 6),
    ):
        reader.get(address)
        with django_assert_num_queries(queries):
            reader.get(address)


def test_milestones_are_planned_done_moved_and_dropped(client, works):
    project = works.project
    SecretaryProject.objects.update(status=ProjectStatus.APPROVED)
    assert "登记节点，每个节点写明责任人" in text_of(client, project.get_absolute_url())
    due = timezone.localdate() + timedelta(days=30)
    rows = {"form_key": str(uuid.uuid4()), "steps-TOTAL_FORMS": "3", "steps-INITIAL_FORMS": "0"}
    for number, name in enumerate(("摸底", "试点", "总结")):
        rows[f"steps-{number}-name"] = name
        rows[f"steps-{number}-owner"] = str(works.secretary.uuid)
        rows[f"steps-{number}-due_on"] = due.isoformat()
    for _ in range(2):
        client.post(to("milestone_create", project), rows)
    first, second, third = project.milestones.order_by("order")
    advance(project, "start", by=None)
    tell_of(client, first, "done", done_on=timezone.localdate(), result="全部摸清")
    tell_of(client, third, "drop", reason="并入试点")
    answer = tell_of(client, second, "move", name="试点", due_on=due + timedelta(days=5))
    assert "请写明改期的原因" in answer.content.decode()
    moved = {"name": "试点", "due_on": due + timedelta(days=5), "reason": "汛期", "owner": ""}
    tell_of(client, second, "move", **moved)
    page = text_of(client, project.get_absolute_url())
    for words in ("全部摸清", "并入试点", "汛期", "原定"):
        assert words in page
    assert Milestone.objects.get(pk=second.pk).first_due_on == due
    first.refresh_from_db()
    client.post(to("milestone_update", first), {"what": "reopen", "version": first.version})
    first.refresh_from_db()
    assert first.is_open


def tell_of(client, milestone: Milestone, what: str, **given):
    milestone.refresh_from_db()
    common = {"what": what, "form_key": str(uuid.uuid4()), "version": milestone.version}
    return client.post(to("milestone_update", milestone), common | given)


WRONG_WORDS = (
    ("done", {"done_on": "2099-01-01", "result": "好"}, "完成日期不能晚于今天"),
    ("done", {"done_on": f"{YEAR}-01-05", "result": ""}, "请写明完成情况"),
    ("drop", {"reason": ""}, "请写明取消这个节点的原因"),
    ("move", {"name": "", "due_on": ""}, "请填写完成期限"),
)


def test_wrong_words_on_a_milestone_are_told(client, works):
    SecretaryProject.objects.update(status=ProjectStatus.IN_PROGRESS)
    milestone = make_milestone(works.project)
    for what, given, words in WRONG_WORDS:
        answer = tell_of(client, milestone, what, **given)
        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_milestone_without_owner_or_at_all_is_told(client, works):
    SecretaryProject.objects.update(status=ProjectStatus.APPROVED)
    rows = {"form_key": str(uuid.uuid4()), "steps-TOTAL_FORMS": "1", "steps-INITIAL_FORMS": "0"}
    address = to("milestone_create", works.project)
    assert "请至少填写一个节点" in client.post(address, rows).content.decode()
    rows |= {"steps-0-name": "摸底", "steps-0-due_on": f"{YEAR}-12-01"}
    assert "请选择责任人：到期的时候提醒他" in client.post(address, rows).content.decode()


def outcome_of(**more) -> dict:
    kind, _ = OutcomeKind.objects.get_or_create(name="协商议事活动", unit="场")
    return {
        "form_key": str(uuid.uuid4()),
        "kind": str(kind.uuid),
        "value": "3800",
        "value_hedge": "more",
        "starts_on": "",
        "ends_on": str(timezone.localdate()),
        **more,
    }


def test_outcome_with_its_evidence_is_written_changed_and_read(works, users, as_user, city):
    client = as_user(users.subtree_secretary)
    SecretaryProject.objects.update(status=ProjectStatus.IN_PROGRESS)
    meeting = cast.make_meeting(city.branch, held_on=timezone.localdate())
    file = SimpleUploadedFile("现场.png", picture("PNG"), "image/png")
    given = outcome_of(words="台账", meeting=str(meeting.uuid), file=file)
    client.post(to("outcome_create", works.project), given)
    outcome, evidence = Outcome.objects.get(), OutcomeEvidence.objects.get()
    assert (outcome.words, evidence.meeting) == ("3800多场", meeting)
    page = text_of(client, works.project.get_absolute_url())
    for words in ("3800多场", "台账", "现场.jpg", meeting.title):
        assert words in page
    assert b"".join(client.get(to("evidence_file", evidence))).startswith(b"\xff\xd8")
    assert as_user(users.stranger).get(to("evidence_file", evidence)).status_code == 404
    changed = outcome_of(value="3900", version="1", gone=[str(evidence.uuid)])
    client.post(to("outcome_update", outcome), changed)
    outcome.refresh_from_db()
    assert (outcome.words, outcome.evidence.count()) == ("3900多场", 0)


WRONG_OUTCOMES = (
    ({"kind": ""}, "请选择成果类别"),
    ({"value": "很多"}, "数值写成数字，如 1063"),
    ({"ends_on": ""}, "请填写到哪一天止"),
    ({"starts_on": "2099-01-01"}, "截止日期不能早于起始日期"),
    ({"is_target": "on", "is_ordinal": "on"}, "“是目标”和“是名次”只能选一样"),
    ({"file": SimpleUploadedFile("坏.exe", b"MZ")}, "只接受照片"),
)


def test_wrong_outcome_is_told_in_sentences(client, works):
    SecretaryProject.objects.update(status=ProjectStatus.IN_PROGRESS)
    for given, words in WRONG_OUTCOMES:
        answer = client.post(to("outcome_create", works.project), outcome_of(**given))
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not Outcome.objects.exists()


def test_reports_are_saved_with_their_step(client, works):
    project = works.project
    SecretaryProject.objects.update(status=ProjectStatus.IN_PROGRESS)
    milestone = make_milestone(project)
    midterm = {"form_key": str(uuid.uuid4()), "version": "1", "midterm_findings": "过半"}
    day = {"midterm_on": str(timezone.localdate())}
    address = to("project_hold_midterm", project)
    assert "请填写中期检查日期" in client.post(address, midterm).content.decode()
    client.post(address, midterm | day)
    project.refresh_from_db()
    assert project.status == ProjectStatus.MIDTERM
    closing = {"form_key": str(uuid.uuid4()), "version": project.version, "conclusion": "都办了"}
    address = to("project_conclude", project)
    assert "还有 1 个节点没有完成" in text_of(client, address)
    answer = client.post(address, closing)
    assert answer.status_code == 422
    assert f"节点“{milestone}”还没有完成" in answer.content.decode()
    Milestone.objects.update(done_on=timezone.localdate())
    make_outcome(project)
    client.post(address, closing)
    project.refresh_from_db()
    assert (project.status, project.conclusion) == (ProjectStatus.CONCLUDED, "都办了")


def test_event_shows_projects_that_its_reader_sees(works, users, city, as_user):
    others = cast.make_organisation(
        "市审计局党组", OrganisationKind.PARTY_GROUP, parent=city.root, unit=city.other_unit
    )
    foreign = make_project(others, title="别家的项目")
    event = hold_event(
        kind=EventKind.FIELD_SHOW,
        title="观摩会",
        organisation=city.root,
        starts_on=timezone.localdate(),
        place="政务服务中心",
        shown=[(works.project, "做得细"), (foreign, "")],
        by=None,
    )
    page = text_of(as_user(users.subtree_secretary), event.get_absolute_url())
    assert "做得细" in page
    assert "别家的项目" not in page


def test_draft_of_an_application_is_offered_on_the_board(client, works):
    name = f"projects.application:{works.group.uuid}:new"
    FormDraft.objects.create(
        user=works.user, form=name, key=uuid.uuid4(), content={"title": "半截"}
    )
    assert f"{NEW}?organisation={works.group.uuid}" in text_of(client, BOARD)
    other = f"projects.report:conclude:{works.project.uuid}"
    FormDraft.objects.create(user=works.user, form=other, key=uuid.uuid4(), content={})
    assert to("project_conclude", works.project) in text_of(client, BOARD)


def test_history_tells_changes_in_words(client, works):
    client.post(
        to("project_update", works.project),
        application(save="draft", title="改过的题目", version="1", secretary=""),
    )
    page = text_of(client, to("project_history", works.project))
    assert "由“把支部建在项目上”改为“改过的题目”" in page
