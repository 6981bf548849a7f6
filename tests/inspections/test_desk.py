"""The desk: the ledger and its verbs, plans, checklists, common issues, and what waits."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from apps.core import desk as first_page
from apps.core.lifecycle import advance
from apps.inspections import services
from apps.inspections.choices import InspectionStatus, IssueStatus
from apps.inspections.models import Checklist, CommonIssue, Inspection, Issue
from apps.zones.models import Zone, ZoneMembership
from tests.inspections.conftest import TODAY, YEAR, days, find_issue, hand_in, make_inspector, put

PREFIX = "admin:inspections_"
MANAGED = {"-TOTAL_FORMS": 0, "-INITIAL_FORMS": 0}


@pytest.fixture
def desk(users, as_user):
    return as_user(users.staff)


def managed(*names: str) -> dict:
    return {f"{name}{end}": value for name in names for end, value in MANAGED.items()}


PARTS = managed("measures", "evidence", "rechecks", "extensions")


def change(row) -> str:
    return reverse(f"{PREFIX}{row._meta.model_name}_change", args=[row.pk])


def verb(row, name: str) -> str:
    return reverse(f"{PREFIX}{row._meta.model_name}_{name}", args=[row.pk])


@pytest.fixture
def issue(city, round_) -> Issue:
    return find_issue(round_, city.branch)


def test_issue_of_a_higher_body_is_raised_at_the_desk(city, desk, round_):
    given = {
        "organisation": city.branch.pk,
        "text": "巡视反馈：记录不全",
        "source": "higher",
        "source_text": "省委巡视",
        "item": "",
        "meeting_kind": "",
        "level": "serious",
        "kind": "individual",
        "found_on": TODAY,
        "due_on": "",
        "relapse_of": "",
    }
    answered = desk.post(reverse(f"{PREFIX}issue_add"), given | PARTS)
    assert answered.status_code == 302, answered.context["adminform"].form.errors
    found = Issue.objects.get()
    assert (found.unit, found.status) == (city.unit, IssueStatus.OPEN)
    assert found.due_on >= days(60)


def test_deadline_and_state_are_not_typed_over(desk, issue):
    given = {
        "text": "记录不全，缺签字",
        "level": "serious",
        "kind": "individual",
        "source_text": "",
        "opened_version": issue.version,
        "due_on": days(300),
        "status": "closed",
    }
    assert desk.post(change(issue), given | PARTS).status_code == 302
    before = issue.due_on
    issue.refresh_from_db()
    assert (issue.text, issue.due_on, issue.status) == ("记录不全，缺签字", before, "open")


def test_recheck_at_the_desk_closes(users, desk, issue):
    hand_in(issue, users.secretary)
    given = {"outcome": "pass", "held_on": TODAY, "findings": "已改", "closes": "on"}
    assert desk.post(verb(issue, "recheck"), given).status_code == 302
    issue.refresh_from_db()
    assert issue.status == IssueStatus.CLOSED


def test_own_submission_is_not_rechecked_at_the_desk(users, desk, issue):
    hand_in(issue, users.staff)
    given = {"outcome": "pass", "held_on": TODAY, "findings": "已改", "closes": "on"}
    page = desk.post(verb(issue, "recheck"), given)
    assert "R-INS-01" in page.text
    assert "已改" in page.text


def test_visit_is_read_at_the_desk(city, round_, desk, issue):
    page = desk.get(change(round_.visit)).text
    assert str(issue) in page
    assert "年度督查" in page


def test_verbs_of_the_state_are_offered(users, desk, issue):
    offered = desk.get(change(issue)).text
    assert verb(issue, "void") in offered
    assert verb(issue, "recheck") not in offered
    assert verb(issue, "close") not in offered
    hand_in(issue, users.secretary)
    assert verb(issue, "recheck") in desk.get(change(issue)).text


def test_extension_is_decided_at_the_desk(users, desk, issue):
    issue = advance(issue, "acknowledge", by=users.secretary)
    asked = services.ask_extension(
        issue=issue, asked_until=days(90), reason="等采购", by=users.secretary
    )
    page = desk.get(f"{reverse(f'{PREFIX}extension_changelist')}?status__exact=asked")
    assert page.context["cl"].result_count == 1
    assert desk.post(verb(asked, "approve"), {"note": "同意"}).status_code == 302
    issue.refresh_from_db()
    assert issue.due_on == days(90)


def test_list_begins_with_what_is_open(city, desk, round_, issue):
    closed = put(find_issue(round_, city.branch, "已办"), IssueStatus.CLOSED)
    Issue.objects.filter(pk=closed.pk).update(due_on=days(-9))
    shown = desk.get(reverse(f"{PREFIX}issue_changelist"))
    assert list(shown.context["cl"].result_list) == [issue, closed]


def test_issues_are_joined_to_a_common_one(city, users, desk, issue):
    other = services.raise_issue(
        organisation=city.other_branch, text="记录", source="higher", found_on=TODAY, by=users.staff
    )
    page = reverse(f"{PREFIX}issue_group")
    one = desk.post(page, {"text": "记录普遍不全", "common": "", "issues": [issue.pk]})
    assert "至少要在两个单位发现" in one.text
    both = {"text": "记录普遍不全", "common": "", "issues": [issue.pk, other.pk]}
    assert desk.post(page, both).status_code == 302
    common = CommonIssue.objects.get()
    assert common.children.count() == 2
    assert desk.get(change(common)).status_code == 200
    assert desk.get(common.get_absolute_url()).status_code == 200


def test_open_issues_are_reconciled(users, as_user, issue):
    page = reverse(f"{PREFIX}issue_reconcile")
    Issue.objects.update(reconciled_on=date(YEAR, 12, 24))
    with time_machine.travel(date(YEAR, 11, 20), tick=False):
        assert "到时候还要再对一次" in as_user(users.staff).get(page).text
    with time_machine.travel(date(YEAR, 12, 28), tick=False):
        desk = as_user(users.staff)
        assert str(issue) in desk.get(page).text
        assert desk.post(page, {"issues": [issue.pk]}).status_code == 302
        assert "没有等待对账的问题" in desk.get(page).text
    issue.refresh_from_db()
    assert issue.reconciled_on == date(YEAR, 12, 28)


def test_inspection_is_planned_and_opened_at_the_desk(city, desk, round_):
    inspector = make_inspector("新组员").person
    inlines = {
        **managed("chosen_foci", "inspected", "inspectors", "visits"),
        "inspected-TOTAL_FORMS": 1,
        "inspected-0-unit": city.other_unit.pk,
        "inspectors-TOTAL_FORMS": 1,
        "inspectors-0-person": inspector.pk,
        "inspectors-0-is_head": "on",
    }
    answered = desk.post(reverse(f"{PREFIX}inspection_add"), plan(round_) | inlines)
    assert answered.status_code == 302, answered.context["errors"]
    planned = Inspection.objects.get(title="专项督查")
    assert desk.post(verb(planned, "open")).status_code == 302
    planned.refresh_from_db()
    assert planned.status == InspectionStatus.OPEN


def plan(round_) -> dict:
    return {
        "title": "专项督查",
        "year": YEAR,
        "purpose": "special",
        "starts_on": TODAY,
        "ends_on": days(30),
        "checklist": round_.checklist.pk,
        "zone": "",
        "text": "",
    }


def test_zone_without_units_brings_all_of_its_units(city, desk, round_):
    zone = Zone.objects.get()
    ZoneMembership.objects.create(zone=zone, unit=city.other_unit, valid_from=date(YEAR, 1, 1))
    inlines = managed("chosen_foci", "inspected", "inspectors", "visits")
    page = reverse(f"{PREFIX}inspection_add")
    answered = desk.post(page, plan(round_) | inlines | {"zone": zone.pk}, follow=True)
    assert "的全部 2 个单位" in answered.text
    planned = Inspection.objects.get(title="专项督查")
    assert {row.unit for row in planned.inspected.all()} == {city.unit, city.other_unit}


def test_checklist_in_use_is_copied_not_changed(desk, round_):
    checklist = Checklist.objects.get()
    assert 'name="_save"' not in desk.get(change(checklist)).text
    copied = desk.post(verb(checklist, "copy"))
    newer = Checklist.objects.get(number=2)
    assert copied.url == change(newer)
    assert set(newer.items.values_list("key", flat=True)) == set(
        checklist.items.values_list("key", flat=True)
    )
    assert 'name="_save"' in desk.get(change(newer)).text


LABELS = {
    "待复核的整改问题": "recheck",
    "待销号的整改问题": "closing",
    "逾期未签收的整改问题": "unacknowledged",
    "逾期未销号的整改问题": "overdue",
    "本季度待对账的整改问题": "reconciling",
}


def numbers(user) -> dict[str, int]:
    return {entry["label"]: entry["count"] for entry in first_page.waiting_for(user)}


def test_first_page_of_the_desk_counts_what_waits(city, users, round_, desk, issue):
    put(find_issue(round_, city.branch, "待复核"), IssueStatus.SUBMITTED)
    put(find_issue(round_, city.branch, "待销号"), IssueStatus.RECHECKED)
    late = find_issue(round_, city.branch, "逾期")
    Issue.objects.filter(pk=late.pk).update(due_on=days(-1))
    waits = find_issue(round_, city.branch, "未签收")
    Issue.objects.filter(pk=waits.pk).update(acknowledge_due_on=days(-1))
    issue = advance(issue, "acknowledge", by=users.secretary)
    services.ask_extension(issue=issue, asked_until=days(90), reason="等", by=users.secretary)
    quarter_end = date(YEAR, 12, 28)
    with time_machine.travel(quarter_end, tick=False):
        waiting = {e["label"]: e for e in first_page.waiting_for(users.staff)}
        assert waiting["待复核的整改问题"]["count"] == 1
        assert waiting["待销号的整改问题"]["count"] == 1
        assert waiting["待批复的延期申请"]["count"] == 1
        assert waiting["本季度待对账的整改问题"]["count"] == 5
    with time_machine.travel(date(YEAR, TODAY.month, 2), tick=False):
        assert "本季度待对账的整改问题" not in numbers(users.staff)
    for entry in first_page.waiting_for(users.staff):
        if entry["label"] in LABELS:
            rows = desk.get(entry["link"]).context["cl"].result_count
            assert rows == entry["count"], entry["label"]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_lists(number, city, users, round_, desk, django_assert_num_queries):
    for one in range(number):
        issue = put(find_issue(round_, city.branch, f"问题{one}"), IssueStatus.ACKNOWLEDGED)
        services.ask_extension(issue=issue, asked_until=days(90), reason="等", by=users.staff)
    names = {"issue": 10, "inspection": 8, "visit": 10, "extension": 7, "checklist": 6}
    for name, queries in names.items():
        page = reverse(f"{PREFIX}{name}_changelist")
        desk.get(page)
        with django_assert_num_queries(queries):
            assert desk.get(page).status_code == 200, name


def test_relapse_is_picked_among_closed_issues_named_with_their_body(city, desk, round_, issue):
    closed = put(find_issue(round_, city.branch), IssueStatus.CLOSED)
    asked = {"app_label": "inspections", "model_name": "issue", "field_name": "relapse_of"}
    found = desk.get(reverse("admin:autocomplete"), asked | {"term": ""}).json()["results"]
    assert [one["id"] for one in found] == [str(closed.pk)]
    assert found[0]["text"].startswith(f"{city.branch}：{closed.text}")
