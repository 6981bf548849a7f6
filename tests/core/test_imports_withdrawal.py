"""A batch taken back: what it made goes, what it changed returns, and nothing else is touched."""

from datetime import date, timedelta

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pghistory import context

from apps.branches.models import Appointment, Membership, Organisation, Person, Placement, Unit
from apps.core.imports import batches, withdrawal
from apps.core.models import AuditEvent, ImportBatch
from apps.meetings.models import Attendance, Meeting, MeetingText
from tests import cast
from tests.core.workbooks import whole, workbook


@pytest.fixture
def staff(db):
    return cast.make_user("staff")


# A context of the history holds to the end of a transaction, and a test is one transaction: whatever
# is written after a batch says `context()`, as another request would.
def brought_in(contents: dict, staff, name: str = "名册.xlsx") -> ImportBatch:
    batch = batches.submit(content=workbook(contents), name=name, by=staff)
    batches.examine(batch)
    assert batches.bring_in_good_rows(batch, by=staff)
    batch.refresh_from_db()
    return batch


def test_everything_that_a_batch_made_goes(staff):
    batch = brought_in(whole(), staff)
    assert Meeting.objects.count() == 1
    withdrawn = withdrawal.withdraw(batch, by=staff)
    assert withdrawn.withdrawn_by == staff
    models = (
        Unit,
        Organisation,
        Placement,
        Person,
        Membership,
        Appointment,
        Meeting,
        Attendance,
        MeetingText,
    )
    assert {
        model.__name__: model.objects.count() for model in models if model.objects.exists()
    } == {}
    assert AuditEvent.objects.filter(kind=AuditEvent.Kind.WITHDRAWN, user=staff).count() == 1


def test_history_keeps_what_was_withdrawn(staff):
    batch = brought_in(whole(), staff)
    withdrawal.withdraw(batch, by=staff)
    labels = Person.pgh_event_model.objects.filter(code="P1").order_by("pgh_id")
    assert [event.pgh_label for event in labels] == ["insert", "delete"]


def test_changed_rows_return_to_what_they_were(staff):
    brought_in(whole(), staff)
    contents = whole()
    contents["人员"][0][2] = "13900000000"
    contents["党组织"][2][1] = "市财政局机关第一党支部"
    contents["党组织"][2][6] = date(2026, 1, 1)
    rows = {k: contents[k] for k in ("党组织", "人员")}
    rows["人员"] = [[*r[:3], "O3", *r[4:]] for r in rows["人员"]]
    rows["任职"] = [["P2", "李四", "O3", "书记", date(2026, 1, 1), None]]
    batch = brought_in(rows, staff)
    person = Person.objects.get(code="P1")
    assert (person.phone, person.version) == ("13900000000", 2)
    withdrawal.withdraw(batch, by=staff)
    person.refresh_from_db()
    assert (person.phone, person.version) == ("13800001234", 3)
    branch = Organisation.objects.get(code="O3")
    assert branch.name == "市财政局第一党支部"
    assert branch.pinyin.endswith(" sczjdydzb")
    assert Placement.objects.get(organisation__code="O3").valid_to is None
    assert Appointment.objects.get().valid_to is None


def refusal(batch: ImportBatch, staff) -> str:
    with pytest.raises(withdrawal.WithdrawalRefused) as refused:
        withdrawal.withdraw(batch, by=staff)
    batch.refresh_from_db()
    assert batch.withdrawn_at is None
    return str(refused.value)


def test_row_that_was_edited_since_stands_against_it(staff):
    batch = brought_in(whole(), staff)
    person = Person.objects.get(code="P2")
    person.phone = "13700000000"
    with context():
        person.save()
    assert refusal(batch, staff).startswith("导入后改过的人员：李四。")
    assert Person.objects.count() == 3


def test_row_that_others_use_stands_against_it(staff):
    batch = brought_in({k: whole()[k] for k in ("单位", "党组织", "人员")}, staff)
    with context():
        cast.appoint(Person.objects.get(code="P3"), Organisation.objects.get(code="O3"))
    told = refusal(batch, staff)
    assert "用到这一批人员的任职：市财政局第一党支部书记 王五" in told
    assert "用到这一批党组织的任职" in told


def test_rows_of_a_later_batch_stand_against_it(staff):
    first = brought_in({k: whole()[k] for k in ("单位", "党组织")}, staff)
    second = brought_in({"人员": [[*r[:4], None, *r[5:]] for r in whole()["人员"]]}, staff)
    assert "用到这一批党组织的组织关系" in refusal(first, staff)
    withdrawal.withdraw(second, by=staff)
    withdrawal.withdraw(first, by=staff)
    assert not Organisation.objects.exists()


def test_time_of_withdrawal_is_a_setting(staff, settings):
    batch = brought_in(whole(), staff)
    assert withdrawal.withdrawable_until(batch) == batch.saved_at + timedelta(hours=24)
    ImportBatch.objects.update(saved_at=timezone.now() - timedelta(hours=25))
    batch.refresh_from_db()
    assert withdrawal.withdrawable_until(batch) is None
    assert "24 小时内" in refusal(batch, staff)
    settings.IMPORT_WITHDRAWAL_HOURS = 48
    withdrawal.withdraw(batch, by=staff)


def test_batch_is_withdrawn_once(staff):
    batch = brought_in(whole(), staff)
    withdrawal.withdraw(batch, by=staff)
    with pytest.raises(withdrawal.WithdrawalRefused):
        withdrawal.withdraw(batch, by=staff)


def test_rows_that_were_loaded_past_the_history_are_not_guessed(staff):
    with pgtrigger.ignore("branches.Person:insert_insert"):
        Person.objects.create(code="P1", name="张三")
    rows = [["P1", "张三", "13900000000", None, None, None, None]]
    assert "没有留下原值的人员：张三" in refusal(brought_in({"人员": rows}, staff), staff)


def test_withdrawn_file_can_be_brought_in_again(staff):
    withdrawal.withdraw(brought_in(whole(), staff), by=staff)
    assert brought_in(whole(), staff).new_count == 10
    assert Person.objects.count() == 3


def test_number_of_statements_does_not_depend_on_the_rows(staff, django_assert_num_queries):
    brought_in({k: whole()[k] for k in ("单位", "党组织")}, staff)

    def people(count: int) -> ImportBatch:
        rows = [
            [f"N{n}", f"党员{n}", None, "O3", None, "正式党员", "2020-01-01"] for n in range(count)
        ]
        return brought_in({"人员": rows}, staff)

    few = people(1)
    with CaptureQueriesContext(connection) as asked:
        withdrawal.withdraw(few, by=staff)
    many = people(300)
    with django_assert_num_queries(len(asked)):
        withdrawal.withdraw(many, by=staff)
