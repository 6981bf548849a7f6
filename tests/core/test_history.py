"""Every business table leaves a history by triggers, whatever path a change takes."""

import pghistory.models
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from pgtrigger import registered

from apps.branches.models import Unit
from apps.branches.services import rename_organisation
from tests import cast

# Reviewed: rows that are never changed after they are written, or that carry no business facts.
UNTRACKED = {
    "core.StatusChange": "append-only, it is a history itself",
    "core.Submission": "the key of a form",
    "core.FormDraft": "what is being typed; not a record yet",
    "core.Document": "append-only",
    "core.Job": "bookkeeping of the work in the background",
    "core.JobItem": "bookkeeping of the work in the background",
    "core.SavedView": "a setting of its owner, deleted for good",
    "core.Export": "bookkeeping of a file that is kept for a day",
    "core.AuditEvent": "append-only, it is a history itself",
    "meetings.MeetingText": "follows from the record by triggers",
    "indicators.Cell": "follows from the rows that it counts",
    "indicators.Mark": "follows from the changes by triggers",
    "notices.Notice": "written once; a history of what is new would be a read receipt",
    "notices.Delivery": "ledger of what leaves the portal",
    "duties.Outcome": "follows from rules and rows",
    "duties.OutcomeMark": "follows from the changes by triggers",
    "duties.Reminder": "ledger of what was said, written once and told once",
    "indicators.Closing": "append-only",
    "indicators.Reading": "append-only",
    "assessments.ScoreLine": "written once with its frozen result",
    "assessments.BallotCode": "times of changes would join a code to a vote",
    "assessments.BallotCount": "times of changes would join a code to a vote",
}


def own_models() -> list:
    return [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("apps.")
        for model in config.get_models()
        if not (model._meta.proxy or issubclass(model, pghistory.models.Event))
    ]


def event_operations(model) -> set[str]:
    """The operations on the table of `model` after which the database writes an event."""
    wanted = ("insert", "update", "delete")
    names = [trigger.name for owner, trigger in registered() if owner is model]
    return {operation for operation in wanted if f"{operation}_{operation}" in names}


def test_every_table_of_ours_is_tracked_or_reviewed():
    untracked = {m._meta.label for m in own_models() if not event_operations(m)}
    assert untracked - set(UNTRACKED) == set()
    assert set(UNTRACKED) <= {m._meta.label for m in own_models()}, "the list names a gone table"


def test_tracked_tables_write_every_operation():
    for model in own_models():
        if model._meta.label not in UNTRACKED:
            assert event_operations(model) == {"insert", "update", "delete"}, model


def test_triggers_stand_in_the_database(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
        installed = {name for (name,) in cursor.fetchall()}
    expected = {
        trigger.get_pgid(model)
        for model in own_models()
        for owner, trigger in registered()
        if owner is model
    }
    assert expected
    assert expected <= installed


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE branches_unit SET name = '改名'",
        "WITH x AS (SELECT 1) UPDATE branches_unit SET name = '改名'",
    ],
)
def test_change_past_the_models_leaves_history(db, sql):
    unit = cast.make_unit("市财政局")
    with connection.cursor() as cursor:
        cursor.execute(sql)
    events = apps.get_model("branches.UnitEvent").objects.filter(pgh_obj_id=unit.pk)
    assert list(events.order_by("pgh_id").values_list("name", flat=True)) == ["市财政局", "改名"]


def test_bulk_update_leaves_one_event_for_each_row(db):
    for number in range(5):
        cast.make_unit(f"单位{number}")
    Unit.objects.update(version=7)
    events = apps.get_model("branches.UnitEvent").objects.filter(pgh_label="update")
    assert events.count() == 5


def test_history_itself_cannot_be_changed(db):
    cast.make_unit("市财政局")
    events = apps.get_model("branches.UnitEvent").objects
    for change in (lambda: events.update(name="x"), lambda: events.all().delete()):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            change()


def test_service_leaves_a_readable_history(city):
    rename_organisation(
        organisation=city.branch, name="新名", on=city.branch.founded_on.replace(year=2020)
    )
    events = apps.get_model("branches.OrganisationEvent").objects.filter(pgh_obj_id=city.branch.pk)
    assert events.order_by("-pgh_id").first().name == "新名"
