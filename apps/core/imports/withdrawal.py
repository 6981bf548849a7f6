"""A whole batch taken back: the history tells what it wrote, and that is undone (decision 0016)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.utils import IntegrityError, OperationalError
from django.utils import timezone
from pghistory import context

from apps.core import audit
from apps.core.imports.saving import update_rows
from apps.core.models import AuditEvent, ImportBatch
from apps.core.pinyin import derived

NAMED = 5
# Others are writing: better told than waited for.
LOCK_TIMEOUT = "5s"
INSERT = "insert"
# Neither goes back with the rest: a version only grows, a key never changes.
OWN = {"id", "uuid", "version", "updated_at", "created_at"}


class WithdrawalRefused(Exception):
    """The batch cannot be taken back; the message names the rows that stand against it."""


def withdrawable_until(batch: ImportBatch) -> datetime | None:
    """The end of the time in which a batch may be withdrawn; None where it is over or undone."""
    if batch.saved_at is None or batch.withdrawn_at:
        return None
    until = batch.saved_at + timedelta(hours=settings.IMPORT_WITHDRAWAL_HOURS)
    return until if timezone.now() < until else None


def withdraw(batch: ImportBatch, *, by, request=None) -> ImportBatch:
    """Remove the rows that the batch made, give those that it changed their former values."""
    try:
        with transaction.atomic(), context(withdrawn_batch=str(batch.uuid)):
            return _withdraw(batch, by, request)
    except IntegrityError as error:
        raise WithdrawalRefused(
            "这一批的内容已被别处使用，不能整批撤销。请在各自的页面更正"
        ) from error
    except OperationalError as error:
        raise WithdrawalRefused("有人正在登记，没有撤销。请过一分钟再试") from error


def _withdraw(batch: ImportBatch, by, request) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if not withdrawable_until(batch):
        hours = settings.IMPORT_WITHDRAWAL_HOURS
        raise WithdrawalRefused(f"只有导入后 {hours} 小时内、尚未撤销的批次可以撤销")
    traces = [trace for trace in _traces(batch) if trace.exists()]
    _lock([trace.model for trace in traces])
    against = [sentence for trace in traces for sentence in trace.against(traces)]
    if against:
        raise WithdrawalRefused("；".join(against) + "。请先改回这些内容，或在各自的页面更正")
    # Deletions first: a former value may be held by a row that the batch made.
    for trace in traces:
        trace.remove()
    for trace in traces:
        trace.remove_shadows()
        trace.restore()
    with connection.cursor() as cursor:
        # Asked here, where a refusal can still be told, and not at the commit.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    batch.withdrawn_at, batch.withdrawn_by = timezone.now(), by
    batch.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record(AuditEvent.Kind.WITHDRAWN, request=request, user=by, subject=batch.name)
    return batch


def _traces(batch: ImportBatch) -> Iterator["Trace"]:
    for model in apps.get_models():
        is_kept = hasattr(model, "pgh_event_model") and not model._meta.proxy
        if is_kept and model is not ImportBatch:
            yield Trace(model, batch)


def _lock(tables: list[type[models.Model]]) -> None:
    """Nobody writes to these tables until the end; readers are not disturbed."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(model._meta.db_table) for model in tables)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
        if names:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


class Trace:
    """What a batch wrote into one table, as the history knows it."""

    def __init__(self, model: Any, batch: ImportBatch) -> None:
        self.model = model
        self.history = batch.history
        self.events: models.QuerySet = model.pgh_event_model.objects.filter(
            pgh_context=batch.history
        )

    def exists(self) -> bool:
        return self.events.exists()

    @property
    def touched(self) -> models.QuerySet:
        return self.events.values("pgh_obj_id")

    @property
    def made(self) -> models.QuerySet:
        return self.events.filter(pgh_label=INSERT).values("pgh_obj_id")

    def against(self, traces: list["Trace"]) -> Iterator[str]:
        """Why the batch cannot be taken back: rows edited since, or used by rows outside it."""
        noun = self.model._meta.verbose_name
        yield from _told(f"导入后改过的{noun}", self._edited())
        yield from _told(f"没有留下原值的{noun}", self._without_past())
        own = {trace.model: trace.touched for trace in traces}
        own |= {r.related_model: t.made for t in traces for r in t.shadows()}
        for relation in _relations_to(self.model):
            user = relation.related_model
            rows = user._base_manager.filter(**{f"{relation.field.name}__in": self.made})
            if user in own:
                rows = rows.exclude(pk__in=own[user])
            yield from _told(f"用到这一批{noun}的{user._meta.verbose_name}", rows)

    def shadows(self) -> list[Any]:
        """Relations to tables that the database keeps beside this one, row by row, such as words
        to be searched: they go with their rows."""
        return [
            r
            for r in _relations_to(self.model)
            if r.field.primary_key and r.on_delete is models.CASCADE
        ]

    def _edited(self) -> models.QuerySet:
        """Rows whose latest event is not the batch's."""
        events = self.model.pgh_event_model.objects.filter(pgh_obj=models.OuterRef("pk"))
        latest = models.Subquery(events.order_by("-pgh_id").values("pgh_context")[:1])
        rows = self.model._base_manager.filter(pk__in=self.touched).annotate(latest=latest)
        return rows.filter(~models.Q(latest=self.history) | models.Q(latest=None))

    def _without_past(self) -> models.QuerySet:
        """Rows that were loaded past the history, so that nobody knows what they were."""
        events = self.model.pgh_event_model.objects.filter(pgh_obj=models.OuterRef("pk"))
        others = events.exclude(pgh_context=self.history) | events.filter(pgh_context=None)
        rows = self.model._base_manager.filter(pk__in=self.touched).exclude(pk__in=self.made)
        return rows.filter(~models.Exists(others))

    def remove(self) -> None:
        self._execute(
            "DELETE FROM {table} WHERE {pk} IN"
            " (SELECT pgh_obj_id FROM {events} WHERE pgh_context_id = %s AND pgh_label = %s)",
            [self.history, INSERT],
        )

    def remove_shadows(self) -> None:
        """After all removals, as the database may write them anew until their rows are gone."""
        for relation in self.shadows():
            rows = relation.related_model._base_manager.filter(pk__in=self.made)
            rows._raw_delete(connection.alias)

    def restore(self) -> None:
        """The last values before the batch; the version moves on, as after any edit."""
        self._execute(
            "WITH first AS (SELECT pgh_obj_id, min(pgh_id) AS pgh_id FROM {events}"
            " WHERE pgh_context_id = %s GROUP BY pgh_obj_id),"
            " past AS (SELECT DISTINCT ON (e.pgh_obj_id) e.* FROM {events} e"
            " JOIN first f ON f.pgh_obj_id = e.pgh_obj_id AND e.pgh_id < f.pgh_id"
            " ORDER BY e.pgh_obj_id, e.pgh_id DESC)"
            " UPDATE {table} t SET {assignments} FROM past p WHERE t.{pk} = p.pgh_obj_id",
            [self.history],
        )
        self._restore_pinyin()

    def _restore_pinyin(self) -> None:
        """The history does not keep what follows from a name."""
        names = [f.name for f in self.model._meta.concrete_fields]
        for field in derived(self.model, names):
            rows = self.model._base_manager.filter(pk__in=self.touched)
            stale = [r for r in rows if getattr(r, field.name) != field.keys(getattr(r, field.of))]
            update_rows(stale, [field.of])

    def _execute(self, statement: str, values: list) -> None:
        """Names come from the model alone, values are parameters."""
        meta, quote = self.model._meta, connection.ops.quote_name
        with connection.cursor() as cursor:
            cursor.execute(
                statement.format(
                    table=quote(meta.db_table),
                    events=quote(self.model.pgh_event_model._meta.db_table),
                    pk=quote(meta.pk.column),
                    assignments=self._assignments(),
                ),
                values,
            )

    def _assignments(self) -> str:
        quote = connection.ops.quote_name
        own = {field.name for field in self.model._meta.concrete_fields}
        kept = [f for f in self.model.pgh_event_model._meta.concrete_fields if f.name in own - OWN]
        parts = [f"{quote(f.column)} = p.{quote(f.column)}" for f in kept]
        if "version" in own:
            parts += ["version = t.version + 1", "updated_at = now()"]
        return ", ".join(parts)


def _relations_to(model: type[models.Model]) -> Iterator[Any]:
    """All relations that lead to the table, hidden ones too, that the database holds: those of the
    history and of sums that are kept beside the rows may outlive their row."""
    for relation in model._meta.get_fields(include_hidden=True):
        is_reverse = relation.is_relation and relation.auto_created and not relation.concrete
        if is_reverse and _is_held(relation):
            yield relation


def _is_held(relation: Any) -> bool:
    return getattr(relation.field, "db_constraint", True)


def _told(what: str, rows: models.QuerySet) -> Iterator[str]:
    """The first few rows by name, and how many there are."""
    named = [str(row) for row in rows[:NAMED]]
    if named:
        count = rows.count()
        more = f"等 {count} 个" if count > len(named) else ""
        yield f"{what}：{'、'.join(named)}{more}"
