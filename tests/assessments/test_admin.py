import io
import zipfile
from urllib.parse import quote

import pytest
from django.urls import reverse

from apps.assessments import services
from apps.assessments.choices import RunStatus, SchemeStatus
from apps.assessments.models import BallotTotal, Criterion, ManualEntry, OfficeMark, Run, Scheme
from apps.core import jobs
from apps.core.models import JobItem
from apps.duties.models import DutyRule
from tests import cast
from tests.assessments.conftest import YEAR, work_off


@pytest.fixture
def desk(users, as_user):
    return as_user(users.staff)


def page(name: str, obj) -> str:
    return reverse(f"admin:assessments_{name}", args=[obj.pk])


def test_run_is_created_and_started_from_the_desk(scheme, city, desk):
    answers = {"year": YEAR, "scheme": scheme.pk, "dated_on": "2026-01-15"}
    desk.post(reverse("admin:assessments_run_add"), answers)
    run = Run.objects.get()
    response = desk.post(page("run_start", run), follow=True)
    run.refresh_from_db()
    assert run.status == RunStatus.COMPUTING
    assert run.job.requested_by.username == "staff"
    assert "任务已登记，稍后执行" in response.text
    assert response["Refresh"] == "3"


def test_progress_moves_and_comes_to_rest(run, desk):
    started = services.start_run(run=run, by=None)
    jobs.work(started.job.items.get().pk)
    text = desk.get(page("run_progress", started)).text
    assert f"1/{started.job.items.count()}" in text
    work_off(started.job)
    response = desk.get(page("run_progress", started))
    assert "全部完成" in response.text
    assert 'id="percent">100%' in response.text
    assert "Refresh" not in response


def test_failed_items_are_named_and_retried(printed, desk):
    failed = printed.job.items.last()
    JobItem.objects.filter(pk=failed.pk).update(status="failed", error="OSError: 磁盘已满")
    assert "磁盘已满" in desk.get(page("run_progress", printed)).text
    desk.post(page("run_progress", printed), {"do": "retry"})
    failed.refresh_from_db()
    assert failed.status == JobItem.Status.QUEUED


def test_job_is_stopped_and_goes_on(run, desk):
    started = services.start_run(run=run, by=None)
    jobs.work(started.job.items.get().pk)
    desk.post(page("run_progress", started), {"do": "stop"})
    assert jobs.progress(started.job).is_finished
    assert not started.results.exclude(document=None).exists()
    desk.post(page("run_progress", started), {"do": "retry"})
    work_off(started.job)
    assert not started.results.filter(document=None).exists()


def test_issue_from_the_desk(printed, desk):
    desk.post(page("run_issue", printed))
    printed.refresh_from_db()
    assert printed.status == RunStatus.ISSUED


def test_issue_without_sheets_is_refused_with_the_cure(computed, desk):
    response = desk.post(page("run_issue", computed))
    assert "请先重试失败的事项再发布" in response.text


def test_cancel_needs_a_reason(computed, desk):
    desk.post(page("run_cancel", computed), {"note": ""})
    computed.refresh_from_db()
    assert computed.status == RunStatus.COMPUTED
    desk.post(page("run_cancel", computed), {"note": "方案有误"})
    computed.refresh_from_db()
    assert computed.status == RunStatus.CANCELLED


def test_bundle_holds_every_sheet_under_its_name(printed, desk):
    response = desk.get(page("run_bundle", printed))
    content = b"".join(response)
    archive = zipfile.ZipFile(io.BytesIO(content))
    organisations = [r.organisation.name for r in printed.results.order_by("organisation__name")]
    assert archive.namelist() == [f"{n:03}_{o}.pdf" for n, o in enumerate(organisations, 1)]
    assert archive.testzip() is None
    assert quote(f"{YEAR}年度考核表.zip") in response["Content-Disposition"]
    assert b"".join(desk.get(page("run_bundle", printed))) == content


def test_comparison_shows_nothing_when_nothing_changed(printed, desk):
    assert "没有不同" in desk.get(page("run_compare", printed)).text


def test_secretary_has_no_desk(printed, users, as_user):
    client = as_user(users.secretary)
    assert client.get(page("run_progress", printed)).status_code in (302, 403)


def test_scheme_in_use_cannot_be_edited(run, scheme, desk):
    before = scheme.updated_at
    desk.post(page("scheme_change", scheme), {"name": "改名"})
    scheme.refresh_from_db()
    assert scheme.updated_at == before


def test_new_version_is_copied_and_activated(scheme, desk):
    desk.post(page("scheme_copy", scheme))
    draft = type(scheme).objects.get(number=scheme.number + 1)
    assert desk.get(page("scheme_change", draft)).status_code == 200
    desk.post(page("scheme_activate", draft))
    draft.refresh_from_db()
    assert draft.status == SchemeStatus.ACTIVE


def test_criteria_of_a_draft_are_edited_on_their_part(scheme, desk):
    draft = services.new_version(scheme=scheme)
    assert desk.get(page("part_change", draft.parts.first())).status_code == 200


def test_steps_and_offices_are_edited_on_the_page_of_their_line(scheme, desk):
    draft = services.new_version(scheme=scheme)
    part = draft.parts.get(source="special")
    line = part.criteria.first()
    answers = {
        **{name: getattr(line, name) for name in ("order", "label", "points", "least")},
        "measure": "steps",
        "duty_key": "",
        "indicator": line.indicator,
        "target": "",
        "item_key": "",
        "each": "",
        "at_most": "",
        "steps-TOTAL_FORMS": "2",
        "steps-INITIAL_FORMS": "0",
        "steps-0-at_least": "3",
        "steps-0-points": "4",
        "steps-1-at_least": "1",
        "steps-1-points": "2",
        "offices-TOTAL_FORMS": "0",
        "offices-INITIAL_FORMS": "0",
    }
    response = desk.post(page("criterion_change", line), answers)
    assert response.status_code == 302, response.context["errors"]
    assert list(line.steps.values_list("at_least", "points")) == [(3, 4), (1, 2)]


def test_conditions_and_classes_are_edited_on_the_page_of_the_scheme(scheme, desk):
    draft = services.new_version(scheme=scheme)
    answers = {
        **{name: getattr(draft, name) for name in ("name", "subject", "full_total", "kinds")},
        "note": "",
        "opened_version": draft.version,
        **{f"{rows}-TOTAL_FORMS": "0" for rows in ("parts", "thresholds")},
        **{f"{rows}-TOTAL_FORMS": "1" for rows in ("vetoes", "classes")},
        **{f"{rows}-INITIAL_FORMS": "0" for rows in ("parts", "thresholds", "vetoes", "classes")},
        "vetoes-0-order": "1",
        "vetoes-0-name": "发现严重问题",
        "vetoes-0-test": "at_least",
        "vetoes-0-indicator": "issues_grave",
        "vetoes-0-part": "",
        "vetoes-0-limit": "1",
        "vetoes-0-grade_cap": "较好",
        "classes-0-order": "1",
        "classes-0-name": "小型党支部",
        "classes-0-members_to": "9",
        "classes-0-kinds": ["branch", "joint_branch"],
    }
    response = desk.post(page("scheme_change", draft), answers)
    assert response.status_code == 302, response.context["errors"]
    assert draft.vetoes.get().indicator == "issues_grave"
    found = draft.classes.get()
    assert (found.kinds, found.unit_kinds, found.members_to) == (["branch", "joint_branch"], [], 9)
    assert draft.parts.count() == scheme.parts.count()


def test_draft_says_what_keeps_it_from_being_used(scheme, desk):
    draft = services.new_version(scheme=scheme)
    draft.parts.filter(order=1).update(weight=50)
    text = desk.get(page("scheme_change", draft)).text
    assert "还不能启用：各部分权重之和是 90，应为 100" in text
    assert "还不能启用" not in desk.get(page("scheme_change", scheme)).text


def test_ballot_with_more_votes_than_electors_is_refused(city, desk):
    answers = {
        "year": YEAR,
        "organisation": city.branch.pk,
        "electors": 10,
        "good": 8,
        "fairly_good": 2,
        "average": 1,
        "poor": 0,
    }
    address = reverse("admin:assessments_ballottotal_add")
    text = desk.post(address, answers).text
    assert "票数合计 11 张，超过应参加测评人数 10 人" in text
    assert not BallotTotal.objects.exists()
    desk.post(address, answers | {"average": 0})
    assert BallotTotal.objects.get().ballots == 10


def test_office_gives_points_once_within_its_limit(city, scheme, users, desk, as_user):
    draft = services.new_version(scheme=scheme)
    line = draft.parts.get(source="special").criteria.first()
    line.offices.create(office="组织部", most=5)
    type(line).objects.filter(pk=line.pk).update(
        measure="given", indicator="", target=None, item_key="style"
    )
    answers = {
        "year": YEAR,
        "organisation": city.branch.pk,
        "item": "style/组织部",
        "points": "6",
        "reason": "全年走访",
    }
    address = reverse("admin:assessments_officemark_add")
    assert "最多 5 分" in desk.post(address, answers).text
    desk.post(address, answers | {"points": "4.5"})
    mark = OfficeMark.objects.get()
    assert (mark.item_key, mark.office, mark.author) == ("style", "组织部", users.staff)
    assert "已给它评过这一项" in desk.post(address, answers | {"points": "4"}).text
    other = cast.make_user("staff2")
    cast.grant(other, "committee_staff")
    as_user(other).post(page("officemark_approve", mark))
    shown = desk.get(page("officemark_change", mark)).text
    assert f"{other} 已批准" in shown
    assert line.label in shown


def test_whoever_changed_an_entry_does_not_approve_it(city, users, desk, as_user):
    entry = ManualEntry.objects.create(
        year=YEAR, organisation=city.branch, kind="bonus", points=2, reason="抗洪先进"
    )
    other = cast.make_user("staff2")
    cast.grant(other, "committee_staff")
    answers = {
        "year": YEAR,
        "organisation": city.branch.pk,
        "kind": "bonus",
        "points": "3",
        "grade_cap": "",
        "reason": "抗洪先进",
        "opened_version": entry.version,
    }
    as_user(other).post(page("manualentry_change", entry), answers)
    assert "另一位同志" in as_user(other).post(page("manualentry_approve", entry)).text
    as_user(users.staff).post(page("manualentry_approve", entry))
    entry.refresh_from_db()
    assert (entry.points, entry.author, entry.approved_by) == (3, other, users.staff)


def test_entry_carries_its_author_and_is_approved_by_another(city, users, desk, as_user):
    answers = {
        "year": YEAR,
        "organisation": city.branch.pk,
        "kind": "bonus",
        "points": "2",
        "grade_cap": "",
        "reason": "抗洪先进",
    }
    desk.post(reverse("admin:assessments_manualentry_add"), answers)
    entry = ManualEntry.objects.get()
    assert entry.author == users.staff
    assert "另一位同志" in desk.post(page("manualentry_approve", entry)).text
    other = cast.make_user("staff2")
    cast.grant(other, "committee_staff")
    as_user(other).post(page("manualentry_approve", entry))
    entry.refresh_from_db()
    assert entry.approved_by == other


@pytest.mark.parametrize(
    "model",
    [
        *("scheme", "part", "criterion", "run"),
        *("manualentry", "officemark", "panelscore", "ballottotal"),
    ],
)
def test_lists_open(model, printed, desk):
    assert desk.get(reverse(f"admin:assessments_{model}_changelist")).status_code == 200


def test_list_of_runs_asks_no_more_for_more_runs(
    run, scheme, desk, django_assert_num_queries, django_assert_max_num_queries
):
    services.start_run(run=run, by=None)
    address = reverse("admin:assessments_run_changelist")
    with django_assert_max_num_queries(12) as one:
        assert "0/1" in desk.get(address).text
    for year in (YEAR - 1, YEAR - 2):
        services.start_run(run=services.create_run(year=year, scheme=scheme), by=None)
    with django_assert_num_queries(len(one)):
        desk.get(address)


def test_closed_scheme_names_what_it_is_fed_by(run, scheme, desk):
    """Keys are for choosing; whoever reads sees what they are called."""
    Scheme.objects.filter(pk=scheme.pk).update(status=SchemeStatus.FROZEN)
    line = Criterion.objects.filter(part__scheme=scheme).exclude(duty_key="").first()
    rule = DutyRule.objects.get(key=line.duty_key, valid_to=None)
    for model, pk in (("part", line.part_id), ("criterion", line.pk)):
        page = desk.get(reverse(f"admin:assessments_{model}_change", args=[pk])).text
        assert rule.name in page
        assert f">{rule.key}<" not in page
