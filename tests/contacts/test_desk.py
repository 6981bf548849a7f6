"""The committee's desk: queues, lists, verbs, what the clerk is told, and the workbook."""

from datetime import date

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from apps.branches.choices import OrganisationKind, Post
from apps.branches.services import transfer_membership
from apps.contacts.choices import PromiseOwner, PromiseStatus
from apps.contacts.models import (
    ContactPoint,
    ContactVisit,
    HolderRule,
    MonthlyCheck,
    Promise,
    ResearchPoint,
)
from apps.contacts.services import PromiseEntry, establish, note_check
from apps.core import desk
from apps.core.imports import bring_in
from apps.core.imports.engine import Source, look
from apps.core.models import PolicyNumber
from apps.zones.models import Zone
from tests import cast
from tests.contacts.conftest import SINCE, visit_on
from tests.core.workbooks import workbook

TODAY = date(2026, 11, 26)
NOW = "2026-11-26T10:00:00+08:00"
OURS = {"需要另选联系点", "应建未建联系点的领导", "今年到联系点调研未完成", "工委承诺的事到期未办"}


@pytest.fixture(autouse=True)
def _today(db):
    with time_machine.travel(NOW, tick=False):
        yield


def page(name: str, *args) -> str:
    return reverse(f"admin:contacts_{name}", args=args)


def told(answer) -> str:
    return "".join(str(m) for m in get_messages(answer.wsgi_request))


def waiting(user) -> dict[str, dict]:
    return {e["label"]: e for e in desk.waiting_for(user) if e["label"] in OURS}


def test_every_queue_leads_to_its_rows(city, group, head, point, users, as_user):
    """One row in each, and beside them rows that do not wait."""
    HolderRule.objects.create(
        name="党组成员",
        kinds=[OrganisationKind.PARTY_GROUP],
        posts=[Post.GROUP_MEMBER],
        valid_from=SINCE,
    )
    cast.appoint(cast.make_member(city.branch), group, Post.GROUP_MEMBER)
    visited = establish(
        person=cast.make_member(city.branch), organisation=city.sibling, since=SINCE
    )
    lines = [
        PromiseEntry("逾期", PromiseOwner.COMMITTEE, date(2026, 10, 1)),
        PromiseEntry("没到期", PromiseOwner.COMMITTEE, date(2026, 12, 31)),
        PromiseEntry("支部的", PromiseOwner.BRANCH, date(2026, 10, 1)),
    ]
    visit_on(visited, date(2026, 9, 1), promises=lines)
    transfer_membership(person=head, organisation=city.sibling, on=date(2026, 11, 1))
    found = waiting(users.staff)
    assert {label: entry["count"] for label, entry in found.items()} == dict.fromkeys(OURS, 1)
    client = as_user(users.staff)
    for entry in found.values():
        rows = client.get(entry["link"]).context["cl"].result_count
        assert rows == entry["count"], entry["label"]


def test_visits_are_not_asked_for_before_the_month_of_the_rule(point, users):
    PolicyNumber.objects.create(
        key="contact_visit_reminder_month",
        name="提醒月份",
        valid_from=SINCE,
        value=12,
        unit="月",
        source="新规定",
    )
    assert "今年到联系点调研未完成" not in waiting(users.staff)


def test_more_visits_are_asked_for_by_a_new_rule(point, users):
    visit_on(point, date(2026, 3, 1))
    assert "今年到联系点调研未完成" not in waiting(users.staff)
    PolicyNumber.objects.create(
        key="contact_visits_per_year",
        name="到联系点调研",
        valid_from=SINCE,
        value=2,
        unit="次",
        source="新办法",
    )
    assert waiting(users.staff)["今年到联系点调研未完成"]["count"] == 1


def test_months_are_fulfilled_or_not_in_a_filter(city, point, users, as_user):
    other = establish(person=cast.make_member(city.branch), organisation=city.sibling, since=SINCE)
    note_check(point=point, on=date(2026, 10, 5))
    client = as_user(users.staff)
    for state, found in (("done", point), ("open", other)):
        rows = client.get(page("contactpoint_changelist"), {"check": f"2026-10-{state}"})
        assert list(rows.context["cl"].queryset) == [found]
    assert MonthlyCheck.objects.count() == 1


def test_leader_without_a_point_is_shown_with_his_posts_and_gets_one(head, users, as_user):
    client = as_user(users.staff)
    holder = client.get(page("holder_change", head.pk)).content.decode()
    assert "市财政局党组" in holder
    assert page("holder_establish", head.pk) in holder
    answer = client.get(page("holder_establish", head.pk))
    assert answer.url == f"{page('contactpoint_add')}?person={head.pk}"


def test_picker_of_a_contact_branch_offers_branches_alone(city, users, as_user):
    asked = {"app_label": "contacts", "model_name": "contactpoint", "field_name": "organisation"}
    found = as_user(users.staff).get(reverse("admin:autocomplete"), {**asked, "term": "市财政局"})
    names = {row["text"] for row in found.json()["results"]}
    assert city.branch.name in names
    assert city.committee.name not in names


def test_desk_refuses_the_own_branch_at_its_field(city, head, users, as_user):
    answers = {"person": head.pk, "organisation": city.branch.pk, "valid_from": "2026-01-05"}
    answer = as_user(users.staff).post(page("contactpoint_add"), answers)
    assert "组织关系就在“市财政局第一党支部”" in answer.content.decode()
    assert not ContactPoint.objects.exists()


def test_second_point_is_told_as_more_than_the_rule(city, head, point, users, as_user):
    answers = {"person": head.pk, "organisation": city.other_branch.pk, "valid_from": "2026-02-01"}
    answer = as_user(users.staff).post(page("contactpoint_add"), answers)
    assert "现有 2 个联系点，规定每名领导1个" in told(answer)
    assert ContactPoint.objects.count() == 2


def test_another_point_is_chosen_at_the_desk(city, point, users, as_user):
    address = page("contactpoint_another", point.pk)
    client = as_user(users.staff)
    refused = client.post(address, {"on": "2026-11-20", "organisation": city.branch.pk})
    assert "请另选一个支部" in refused.content.decode()
    client.post(address, {"on": "2026-11-20", "organisation": city.other_branch.pk})
    assert ContactPoint.objects.get(valid_to=None).organisation == city.other_branch
    point.refresh_from_db()
    assert point.valid_to == date(2026, 11, 20)


def test_clerk_is_told_at_once_and_the_transfer_goes_through(city, head, point, users, as_user):
    membership = head.memberships.get()
    address = reverse("admin:branches_membership_transfer", args=[membership.pk])
    answer = as_user(users.staff).post(
        address, {"on": "2026-11-20", "organisation": city.sibling.pk}
    )
    assert "李领导联系市财政局第二党支部：本人组织关系也在这个支部，请另选联系点" in told(answer)
    assert head.memberships.get(valid_to=None).organisation == city.sibling


def test_transfer_elsewhere_says_nothing_of_contact_points(city, head, point, users, as_user):
    address = reverse("admin:branches_membership_transfer", args=[head.memberships.get().pk])
    answer = as_user(users.staff).post(
        address, {"on": "2026-11-20", "organisation": city.other_branch.pk}
    )
    assert "联系点" not in told(answer)


def test_clerk_is_told_of_a_dissolved_contact_branch(city, point, users, as_user):
    address = reverse("admin:branches_organisation_dissolve", args=[city.sibling.pk])
    answer = as_user(users.staff).post(address, {"on": "2026-11-20", "reason": "合并"})
    assert "联系的支部已经撤销，请另选联系点" in told(answer)


def visit_answers(point, **more) -> dict:
    return {
        "contact_point": point.pk,
        "starts_on": "2026-11-02",
        "ends_on": "2026-11-03",
        "helps": ["帮严制度"],
        "forms": ["lecture"],
        "findings": "补记",
        "promises-TOTAL_FORMS": "1",
        "promises-INITIAL_FORMS": "0",
        "promises-0-text": "送书",
        "promises-0-owner": "committee",
        "promises-0-due_on": "2026-12-01",
        **more,
    }


def test_desk_enters_a_visit_from_paper_with_its_promise(point, users, as_user):
    client = as_user(users.staff)
    client.post(page("contactvisit_add"), visit_answers(point))
    visit = ContactVisit.objects.get()
    assert (visit.helps, visit.created_by) == (["帮严制度"], users.staff)
    assert visit.promises.get().owner == PromiseOwner.COMMITTEE
    early = visit_answers(point, **{"promises-0-due_on": "2026-10-01"})
    answer = client.post(page("contactvisit_add"), early)
    assert "办结期限早于调研日期" in answer.content.decode()
    assert ContactVisit.objects.count() == 1


def test_desk_settles_a_promise_by_its_steps(point, users, as_user):
    line = PromiseEntry("送书", PromiseOwner.COMMITTEE, TODAY)
    promise = visit_on(point, date(2026, 11, 2), promises=[line]).promises.get()
    client = as_user(users.staff)
    client.post(page("promise_drop", promise.pk), {"note": ""})
    promise.refresh_from_db()
    assert promise.status == PromiseStatus.OPEN
    client.post(page("promise_keep", promise.pk), {"note": "已送"})
    assert Promise.objects.get().status == PromiseStatus.KEPT


def test_research_point_outside_the_number_is_told(city, users, as_user):
    zone = Zone.objects.get()
    client = as_user(users.staff)
    answers = {"zone": zone.pk, "unit": city.other_unit.pk, "valid_from": str(SINCE)}
    assert "在本片单位中选" in client.post(page("researchpoint_add"), answers).content.decode()
    answers["unit"] = city.unit.pk
    assert "现有" not in told(client.post(page("researchpoint_add"), answers))
    PolicyNumber.objects.create(
        key="research_points_per_zone_min",
        name="下限",
        valid_from=SINCE,
        value=2,
        unit="个",
        source="新规定",
    )
    point = ResearchPoint.objects.get()
    answer = client.post(
        page("researchpoint_change", point.pk), {"valid_to": "", "opened_version": 1}
    )
    assert "现有 1 个调研联系点，规定每片 2 个" in told(answer)


def sheet(*rows) -> bytes:
    return workbook({"领导联系点": [list(row) for row in rows]})


def test_workbook_brings_points_in_and_again_changes_nothing(city, head):
    row = (head.code, "李领导", "市财政局第二党支部", date(2026, 1, 5), None)
    assert bring_in(sheet(row), name="联系点.xlsx").is_saved
    point = ContactPoint.objects.get()
    assert (point.person, point.organisation) == (head, city.sibling)
    bring_in(sheet(row), name="联系点.xlsx")
    assert ContactPoint.objects.count() == 1
    bring_in(sheet((*row[:4], date(2026, 11, 1))), name="联系点.xlsx")
    point.refresh_from_db()
    assert (point.valid_to, point.version) == (date(2026, 11, 1), 2)


def test_workbook_names_the_cell_of_each_mistake(city, head, point):
    rows = [
        (head.code, "李领导", "市财政局第一党支部", "2026-01-05", None),
        (head.code, "王领导", "市审计局第一党支部", "2026-01-05", None),
        (head.code, None, "市财政局第二党支部", "2026-03-05", None),
        (head.code, None, "市审计局第一党支部", "2026-01-05", "2025-01-05"),
        (head.code, None, "市财政局机关党委", "2026-01-05", None),
    ]
    problems = look(Source(sheet(*rows), "联系点.xlsx")).check.problems
    words = "；".join(p.sentence for p in problems)
    for expected in (
        "组织关系就在“市财政局第一党支部”",
        "与姓名不符",
        "已联系“市财政局第二党支部”",
        "结束日期必须晚于建立日期",
        "联系点只能选党支部",
    ):
        assert expected in words
    assert ContactPoint.objects.count() == 1
