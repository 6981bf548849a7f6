import pytest
from django.db import DatabaseError, connection, transaction

from apps.core import audit
from apps.core.models import AuditEvent, Document, StatusChange
from tests import cast


@pytest.fixture
def event(db):
    return audit.record(AuditEvent.Kind.EXPORTED, user=cast.make_user("one"), subject="名册")


def refused(sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only|Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_event_keeps_who_what_and_when(event):
    event.refresh_from_db()
    assert (event.account, event.subject, event.succeeded) == ("one", "名册", True)
    assert event.at is not None


@pytest.mark.parametrize(
    "sql",
    ["UPDATE core_auditevent SET subject = 'x'", "DELETE FROM core_auditevent"],
)
def test_database_refuses_to_change_an_event(event, sql):
    refused(sql)
    assert AuditEvent.objects.get().subject == "名册"


def test_database_refuses_to_empty_the_audit(db):
    refused("TRUNCATE core_auditevent")


def test_database_refuses_to_change_a_document_or_a_step(db):
    Document.objects.create(
        kind="k",
        title="t",
        template_version="1",
        data_hash="h",
        sha256="s",
        size=1,
        path="p",
        code="c",
    )
    StatusChange.objects.create(model_label="x", object_pk=1, step="s", source="a", target="b")
    for table in ("core_document", "core_statuschange"):
        refused(f"DELETE FROM {table}")
    refused("UPDATE core_document SET title = 'x'")
    refused("UPDATE core_statuschange SET target = 'x'")


def test_overlong_values_are_cut_not_refused(db):
    event = audit.record(AuditEvent.Kind.SIGN_IN_FAILED, account="a" * 500, subject="b" * 500)
    assert (len(event.account), len(event.subject)) == (150, 200)
