"""Pages of the portal: the ledger, the correction, the recheck, the visits, and who sees them."""

import io
import uuid

import openpyxl
import pytest
from django.urls import reverse

from apps.core.lifecycle import advance
from apps.core.models.spans import day_in_words
from apps.inspections import services
from apps.inspections.choices import IssueStatus
from apps.inspections.models import Evidence, Inspection, Issue, Measure, Visit
from apps.inspections.next_steps import next_step
from apps.meetings.choices import MeetingKind, MeetingStatus
from tests import cast
from tests.inspections.conftest import (
    TODAY,
    YEAR,
    days,
    find_issue,
    hand_in,
    make_inspector,
    owner_in,
    put,
)

LEDGER = "inspections:issue_list"


def at(name: str, row) -> str:
    return reverse(f"inspections:{name}", args=[row.uuid])


def key() -> dict:
    return {"form_key": str(uuid.uuid4())}


@pytest.fixture
def issue(city, round_) -> Issue:
    return find_issue(round_, city.branch)


@pytest.fixture
def secretary(users, as_user):
    return as_user(users.secretary)


@pytest.fixture
def team(round_, as_user):
    return as_user(round_.head)


def test_body_corrects_on_its_pages(city, users, round_, issue, secretary, team):
    page = secretary.get(issue.get_absolute_url()).text
    assert "签收" in page
    secretary.post(
        reverse("core:lifecycle_step", args=["inspections.issue", issue.uuid, "acknowledge"])
    )
    owner = owner_in(city.branch)
    cast.appoint(owner, city.branch, "publicity_member")
    answered = secretary.post(
        at("measure_create", issue),
        {**key(), "text": "补齐记录", "owner": str(owner.uuid), "due_on": issue.due_on},
    )
    assert answered.status_code == 302, answered.text
    secretary.post(reverse("core:lifecycle_step", args=["inspections.issue", issue.uuid, "begin"]))
    measure = Measure.objects.get()
    done = {**key(), "what": "done", "version": 1, "done_on": TODAY, "result": "已补齐"}
    assert secretary.post(at("measure_update", measure), done).status_code == 302
    meeting = cast.make_meeting(city.branch, held_on=days(-1))
    evidence = {**key(), "meeting": str(meeting.uuid), "activity": "", "text": ""}
    assert secretary.post(at("evidence_create", issue), evidence).status_code == 302
    secretary.post(reverse("core:lifecycle_step", args=["inspections.issue", issue.uuid, "submit"]))
    assert "登记复核" in team.get(issue.get_absolute_url()).text
    given = {**key(), "outcome": "pass", "held_on": TODAY, "findings": "已改", "closes": "on"}
    assert team.post(at("issue_recheck", issue), given).status_code == 302
    issue.refresh_from_db()
    assert (issue.status, issue.closed_on) == (IssueStatus.CLOSED, TODAY)


def test_result_is_offered_once_it_can_be_handed_in(city, users, issue, secretary):
    issue = advance(issue, "acknowledge", by=users.secretary)
    measure = services.plan_measure(
        issue=issue, text="补", owner=owner_in(city.branch), due_on=issue.due_on, by=users.secretary
    )
    page, submit = issue.get_absolute_url(), "/submit/"
    advance(issue, "begin", by=users.secretary)
    assert submit not in secretary.get(page).text
    services.finish_measure(measure=measure, done_on=TODAY, expected_version=1, by=users.secretary)
    shown = secretary.get(page).text
    assert submit not in shown
    assert "btn-primary" in shown.partition("下一步")[2].partition("添加佐证材料")[0]
    services.add_evidence(issue=issue, text="照片", by=users.secretary)
    assert submit in secretary.get(page).text


def test_refused_recheck_keeps_what_was_typed(users, round_, issue, as_user):
    hand_in(issue, users.secretary, owner=round_.inspector.person)
    given = {**key(), "outcome": "pass", "held_on": TODAY, "findings": "我看可以"}
    page = as_user(round_.inspector).post(at("issue_recheck", issue), given)
    assert page.status_code == 422
    assert "R-INS-01" in page.text
    assert "我看可以" in page.text


def test_passed_issue_is_closed_by_its_team(users, round_, issue, team):
    hand_in(issue, users.secretary)
    given = {**key(), "outcome": "pass", "held_on": TODAY, "findings": ""}
    team.post(at("issue_recheck", issue), given)
    issue.refresh_from_db()
    assert issue.status == IssueStatus.RECHECKED
    team.post(at("issue_close", issue))
    issue.refresh_from_db()
    assert issue.status == IssueStatus.CLOSED


def test_missing_meeting_is_answered_with_one_tick(city, users, round_, secretary):
    issue = find_issue(round_, city.branch, item=round_.item("支委会"))
    advance(issue, "acknowledge", by=users.secretary)
    meeting = cast.make_meeting(city.branch, held_on=days(-1))
    assert "选后来开的会议" in secretary.get(issue.get_absolute_url()).text
    page = at("issue_answer", issue)
    assert secretary.post(page, {**key(), "meetings": []}).status_code == 422
    given = {**key(), "meetings": [str(meeting.uuid)]}
    assert secretary.post(page, given).status_code == 302
    assert secretary.post(page, given).status_code == 302  # a double click
    assert Evidence.objects.get().meeting == meeting
    issue.refresh_from_db()
    assert issue.status == IssueStatus.SUBMITTED


def test_issue_in_correction_without_measures_asks_for_them():
    issue = Issue(status=IssueStatus.IN_CORRECTION)
    said = next_step(issue, [], corrects=True, rechecks=False)
    assert "还没有整改措施" in said


def test_extension_is_asked_and_taken_back(users, issue, secretary):
    advance(issue, "acknowledge", by=users.secretary)
    page = at("extension_create", issue)
    early = {**key(), "asked_until": days(-5), "reason": "等采购"}
    refused = secretary.post(page, early)
    assert refused.status_code == 422
    assert "延期要晚于现在的整改时限" in refused.text
    assert secretary.post(page, {**early, **key(), "asked_until": days(90)}).status_code == 302
    extension = issue.extensions.get()
    step = reverse(
        "core:lifecycle_step", args=["inspections.extension", extension.uuid, "withdraw"]
    )
    secretary.post(step)
    extension.refresh_from_db()
    assert extension.status == "withdrawn"


def test_evidence_is_removed_while_it_is_corrected(users, issue, secretary):
    advance(issue, "acknowledge", by=users.secretary)
    evidence = services.add_evidence(issue=issue, text="照片", by=users.secretary)
    secretary.post(at("evidence_remove", evidence))
    assert not issue.evidence.exists()


def visit_page(round_, unit) -> str:
    return reverse("inspections:visit_create", args=[round_.inspection.uuid, unit.uuid])


def visit_form(round_, city, **fields) -> dict:
    given = {
        **key(),
        "held_on": TODAY,
        "place": "会议室",
        "organisation": "",
        "grade": "",
        "inspectors": [str(seat.uuid) for seat in round_.seats],
        "talked_with": "书记",
        "papers": "党费台账\n\n学习笔记",
        "summary": "总体较好",
        "findings-TOTAL_FORMS": 1,
        "findings-INITIAL_FORMS": 0,
        "findings-0-item": str(round_.item("支委会").uuid),
        "findings-0-organisation": str(city.branch.uuid),
        "findings-0-text": "三月没有开支委会",
        "findings-0-level": "",
        "findings-0-due_on": "",
    }
    return given | fields


def test_visit_is_written_down_once_with_its_findings(city, round_, team):
    meeting = cast.make_meeting(city.branch, held_on=days(-9))
    given = visit_form(round_, city, records=[str(meeting.uuid)])
    before = Visit.objects.count()
    for _ in range(2):  # a double click, or a retry on a weak line
        assert team.post(visit_page(round_, city.unit), given).status_code == 302
    visit = Visit.objects.exclude(pk=round_.visit.pk).get()
    assert Visit.objects.count() == before + 1
    found = visit.issues.get()
    assert (found.meeting_kind, found.level) == ("committee_meeting", "ordinary")
    assert [str(seen) for seen in visit.records_seen.all()] == [
        str(meeting),
        "党费台账",
        "学习笔记",
    ]
    page = team.get(visit.get_absolute_url()).text
    for said in ("三月没有开支委会", "党费台账", "总体较好"):
        assert said in page


def test_visit_in_the_future_is_refused_and_nothing_is_lost(city, round_, team):
    page = team.post(visit_page(round_, city.unit), visit_form(round_, city, held_on=days(2)))
    assert page.status_code == 422
    assert "督查日期不能晚于今天" in page.text
    assert "三月没有开支委会" in page.text
    assert Issue.objects.count() == 0


def test_issue_is_of_the_body_that_was_visited_unless_it_says_otherwise(city, round_, team):
    given = visit_form(round_, city) | {"findings-0-organisation": ""}
    page = team.post(visit_page(round_, city.unit), given)
    assert page.status_code == 422
    assert "问题第 1 项，党组织：督查全单位的，请选择是哪个党组织的问题" in page.text
    given["organisation"] = str(city.branch.uuid)
    assert team.post(visit_page(round_, city.unit), given).status_code == 302
    assert Issue.objects.get().organisation == city.branch


def test_records_are_offered_by_their_day(city, users, round_, issue, secretary, team):
    meeting = cast.make_meeting(city.branch, held_on=days(-9))
    advance(issue, "acknowledge", by=users.secretary)
    said = f"{day_in_words(meeting.held_on)} {meeting}（{city.branch}）"
    assert said in secretary.get(at("evidence_create", issue)).text
    assert said in team.get(visit_page(round_, city.unit)).text


def test_visit_is_changed_with_its_version(city, round_, team):
    page = at("visit_update", round_.visit)
    given = {**visit_form(round_, city), "held_on": days(-20), "summary": "补记", "version": 1}
    assert team.post(page, given).status_code == 302
    round_.visit.refresh_from_db()
    assert (round_.visit.summary, round_.visit.version) == ("补记", 2)
    stale = team.post(page, {**given, **key(), "summary": "别的"})
    assert stale.status_code == 422
    assert "已被别人改过" in stale.text


def test_finding_is_added_later(city, round_, team):
    given = {
        **key(),
        "item": "",
        "organisation": str(city.sibling.uuid),
        "text": "缺席党员没有补课",
        "level": "serious",
        "due_on": "",
    }
    assert team.post(at("finding_create", round_.visit), given).status_code == 302
    assert Issue.objects.get().level == "serious"


def test_inspector_sees_the_assignment_alone(city, users, round_, issue, as_user):
    other = services.plan_inspection(
        title="别的督查",
        year=YEAR,
        starts_on=TODAY,
        ends_on=days(9),
        units=[city.other_unit],
        team=[make_inspector("别组").person],
        by=users.staff,
    )
    advance(other, "open", by=users.staff)
    foreign = services.raise_issue(
        organisation=city.branch, text="别处发现", source="higher", found_on=TODAY, by=users.staff
    )
    client = as_user(round_.inspector)
    assert "我参加的督查（1）" in client.get(reverse("accounts:profile")).text
    page = client.get(reverse(LEDGER)).text
    assert "年度督查" in page
    assert "别的督查" not in page
    assert "记录不全" in page
    assert "别处发现" not in page
    for row, status in ((issue, 200), (foreign, 404), (round_.inspection, 200), (other, 404)):
        assert client.get(row.get_absolute_url()).status_code == status, row
    assert client.get(reverse("meetings:meeting_list")).status_code == 403
    Inspection.objects.filter(pk=round_.inspection.pk).update(status="closed")
    assert client.get(issue.get_absolute_url()).status_code == 404
    assert client.get(round_.visit.get_absolute_url()).status_code == 404


def test_unit_reads_and_loads_its_notice_alone(city, users, round_, issue, as_user):
    head = as_user(users.subtree_secretary)
    page = head.get(reverse(LEDGER)).text
    assert at("notice_detail", round_.visit) in page
    notice = head.get(at("notice_detail", round_.visit)).text
    assert "关于市财政局督查情况的整改通知" in notice
    assert issue.text in notice
    written = head.get(at("letter_word", round_.visit))
    assert b"".join(written).startswith(b"PK")
    assert head.post(at("letter_pdf", round_.visit)).status_code == 302
    assert at("notice_detail", round_.visit) in head.get(issue.get_absolute_url()).text
    for name in ("secretary", "stranger"):
        other = as_user(getattr(users, name))
        assert other.get(at("notice_detail", round_.visit)).status_code == 404
        assert other.post(at("letter_pdf", round_.visit)).status_code == 404
        assert "给本单位的整改通知" not in other.get(reverse(LEDGER)).text


def life_meeting(city, **fields):
    return cast.make_meeting(city.branch, MeetingKind.LIFE_MEETING, held_on=days(-9), **fields)


def test_life_meeting_leads_to_its_issues(city, users, secretary):
    """Handbook 3.4; whoever answers for the body is not asked to acknowledge his own words."""
    meeting = life_meeting(city)
    page = at("meeting_finding", meeting)
    assert page in secretary.get(meeting.get_absolute_url()).text
    other = cast.make_meeting(city.branch, held_on=days(-2))
    assert at("meeting_finding", other) not in secretary.get(other.get_absolute_url()).text
    given = {**key(), "text": "联系群众不够经常", "level": "ordinary", "due_on": ""}
    assert secretary.post(page, {**given, "text": ""}).status_code == 422
    for _ in range(2):  # a double click
        assert secretary.post(page, given).status_code == 302
    found = Issue.objects.get()
    assert (found.source, found.meeting, found.organisation) == (
        "life_meeting",
        meeting,
        city.branch,
    )
    assert (found.status, found.due_on >= days(30)) == (IssueStatus.ACKNOWLEDGED, True)
    assert "联系群众不够经常" in secretary.get(page).text
    assert meeting.get_absolute_url() in secretary.get(found.get_absolute_url()).text


def test_issue_of_a_life_meeting_raised_from_above_is_acknowledged_below(
    city, users, as_user, secretary
):
    meeting = life_meeting(city)
    given = {**key(), "text": "批评不够直接", "level": "serious", "due_on": ""}
    assert as_user(users.staff).post(at("meeting_finding", meeting), given).status_code == 302
    assert Issue.objects.get().status == IssueStatus.OPEN
    assert as_user(users.stranger).post(at("meeting_finding", meeting), given).status_code == 404
    draft = life_meeting(city, status=MeetingStatus.DRAFT)
    assert secretary.get(at("meeting_finding", draft)).url == draft.get_absolute_url()


def test_inspector_goes_from_home_to_his_units(users, round_, as_user):
    for user in (round_.inspector, users.subtree_secretary):
        home = as_user(user).get(reverse("portal:home")).text
        is_his = user == round_.inspector
        assert (round_.inspection.get_absolute_url() in home) is is_his
    assert "没有要办的事" not in as_user(round_.inspector).get(reverse("portal:home")).text


def test_home_says_what_is_asked_next_and_until_when(users, issue, secretary):
    home = reverse("portal:home")
    until = issue.acknowledge_due_on
    assert f"{until.month}月{until.day}日前签收" in secretary.get(home).text
    issue = advance(issue, "acknowledge", by=users.secretary)
    until = issue.due_on
    assert f"{until.month}月{until.day}日前整改" in secretary.get(home).text


def test_late_acknowledgement_is_marked(issue, secretary):
    Issue.objects.filter(pk=issue.pk).update(acknowledge_due_on=days(-1))
    assert "签收逾期" in secretary.get(issue.get_absolute_url()).text
    assert "签收逾期" in secretary.get(f"{reverse(LEDGER)}?state=unacknowledged").text
    assert "已逾期" in secretary.get(reverse("portal:home")).text


def test_typed_words_are_kept_as_drafts(city, users, round_, issue, secretary, team):
    """Decision 0011: every form of the loop in which one types on a phone."""
    issue = advance(issue, "acknowledge", by=users.secretary)
    measure = services.plan_measure(
        issue=issue, text="补", owner=owner_in(city.branch), due_on=issue.due_on, by=None
    )
    of_body = {
        "measure": at("measure_create", issue),
        "evidence": at("evidence_create", issue),
        "extension": at("extension_create", issue),
        "done": at("measure_update", measure),
        "life": at("meeting_finding", life_meeting(city)),
    }
    for what, page in of_body.items():
        assert f'data-draft="inspections.{what}:' in secretary.get(page).text
    put(issue, IssueStatus.SUBMITTED)
    for what, page in (
        ("finding", at("finding_create", round_.visit)),
        ("recheck", at("issue_recheck", issue)),
    ):
        assert f'data-draft="inspections.{what}:' in team.get(page).text


def test_body_does_not_see_the_visit(round_, issue, secretary):
    assert secretary.get(issue.get_absolute_url()).status_code == 200
    assert secretary.get(round_.visit.get_absolute_url()).status_code == 404
    assert secretary.get(round_.inspection.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=overdue", ["逾期的"]),
        ("state=waiting", ["逾期的", "新的"]),
        ("state=closed", ["销号的"]),
        ("level=grave", ["新的"]),
        ("q=销号", ["销号的"]),
        ("state=nonsense&year=x", ["逾期的", "新的", "销号的"]),
    ],
)
def test_ledger_is_narrowed_and_begins_with_what_is_open(city, round_, secretary, query, shown):
    put(find_issue(round_, city.branch, "销号的"), IssueStatus.CLOSED)
    find_issue(round_, city.branch, "新的", level="grave")
    late = find_issue(round_, city.branch, "逾期的")
    Issue.objects.filter(pk=late.pk).update(due_on=days(-1))
    rows = secretary.get(f"{reverse(LEDGER)}?{query}").context["page"].object_list
    assert [issue.text for issue in rows] == shown


def test_ledger_is_taken_along_as_on_the_screen(city, users, round_, secretary):
    issue = hand_in(find_issue(round_, city.branch), users.secretary)
    find_issue(round_, city.sibling, "别的支部的")
    answered = secretary.post(
        reverse("core:list_export"),
        {"listing": "inspections:issue_list", "query": "state=recheck"},
    )
    content = b"".join(answered) if answered.streaming else answered.content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    _, headings, row, *others = list(sheet.iter_rows(values_only=True))
    assert [line[0] for line in others if line[0] == "别的支部的"] == []
    assert headings[:2] == ("问题", "党组织")
    assert row[0] == issue.text
    assert row[headings.index("责任人")] == "责任人"


def furnish(city, users, round_, number: int) -> Issue:
    for one in range(number):
        issue = find_issue(round_, city.branch, f"问题{one}")
        put(issue, IssueStatus.IN_CORRECTION)
        for each in range(number):
            services.plan_measure(
                issue=issue,
                text=f"措施{each}",
                owner=owner_in(city.branch),
                due_on=issue.due_on,
                by=None,
            )
            meeting = cast.make_meeting(city.branch, held_on=days(-each))
            services.add_evidence(issue=issue, meeting=meeting, by=None)
    return issue


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_pages_of_the_body(
    city, users, round_, secretary, number, django_assert_num_queries
):
    issue = furnish(city, users, round_, number)
    meeting = life_meeting(city)
    for one in range(number):
        services.raise_of_meeting(meeting=meeting, text=f"查摆{one}", by=users.staff)
    pages = {
        reverse(LEDGER): 8,
        issue.get_absolute_url(): 13,
        at("meeting_finding", meeting): 7,
        at("evidence_create", issue): 7,
        at("measure_create", issue): 6,
    }
    for page, queries in pages.items():
        secretary.get(page)
        with django_assert_num_queries(queries):
            assert secretary.get(page).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_pages_of_the_team(
    city, users, round_, team, number, django_assert_num_queries
):
    issue = put(furnish(city, users, round_, number), IssueStatus.SUBMITTED)
    pages = {
        reverse(LEDGER): 7,
        round_.inspection.get_absolute_url(): 10,
        round_.visit.get_absolute_url(): 8,
        visit_page(round_, city.unit): 12,
        at("issue_recheck", issue): 8,
        at("notice_detail", round_.visit): 10,
        at("finding_create", round_.visit): 11,
    }
    for page, queries in pages.items():
        team.get(page)
        with django_assert_num_queries(queries):
            assert team.get(page).status_code == 200
