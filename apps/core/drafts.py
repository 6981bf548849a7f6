"""What is typed and not yet saved: kept for its writer alone, on the server beside the device.

A draft is no record: nobody else reads it, it has no history, and it counts for nothing.
"""

import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from apps.core.idempotency import sent_before
from apps.core.models import FormDraft, Submission
from apps.core.text import clean_text

FORM = re.compile(r"[a-z]+\.[a-z_]+(:[\w-]{1,40}){0,3}", re.ASCII)
FIELD = re.compile(r"[\w.=-]{1,120}", re.ASCII)


class Standing(NamedTuple):
    """How the record that a form changes stands now."""

    version: int
    changed_at: datetime


class AlreadySent(Exception):
    """The form has been saved as a record; `address` is that record's page, if it has one."""

    def __init__(self, submission: Submission) -> None:
        model: Any = apps.get_model(submission.target_label)
        page = getattr(model.objects.get(pk=submission.target_pk), "get_absolute_url", str)
        self.at, self.address = submission.at, page()
        super().__init__("这份内容已经保存过")


# By the `app.model` of the form: (user, rest of the form's name) → how its record stands.
_standings: dict[str, Callable[[Any, str], Standing | None]] = {}


def register_standing(model: str, find: Callable[[Any, str], Standing | None]) -> None:
    _standings[model] = find


def standing_of(*, user, form: str) -> Standing | None:
    """None for a new record, and for one that the user does not see."""
    model, _, rest = form.partition(":")
    find = _standings.get(model)
    return find(user, rest) if find else None


@transaction.atomic
def keep(
    *, user, form: str, key: uuid.UUID, content: dict, version: int | None = None
) -> FormDraft:
    """Keep what stands in the form now. ValidationError in words, AlreadySent if it was saved."""
    if not FORM.fullmatch(form):
        raise ValidationError("这个表单不能存草稿", code="form")
    if (sent := sent_before(user=user, key=key)) is not None:
        raise AlreadySent(sent)
    kept = {name: _checked(name, value) for name, value in content.items()}
    draft = FormDraft(user=user, form=form, key=key, version=version, content=kept)
    # One statement: between two of them the form may be saved and its draft be gone.
    FormDraft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["user", "form"],
        update_fields=["key", "version", "content", "saved_at"],
    )
    if unfinished_of(user).count() > settings.DRAFT_LIMIT:
        raise ValidationError(
            f"没有写完的表单已有 {settings.DRAFT_LIMIT} 份，请先写完几份。这一份只存在本机",
            code="limit",
        )
    return draft


def _checked(name: str, value: Any) -> str | bool:
    """Texts come in by the same door as in a form; a box is on or off."""
    if not FIELD.fullmatch(name) or not isinstance(value, str | bool):
        raise ValidationError("草稿的格式不对，没有存到服务器。内容在本机", code="format")
    return value if isinstance(value, bool) else clean_text(value)


def drop(*, user, form: str) -> None:
    """Throw away what the user does not want to go on with."""
    FormDraft.objects.filter(user=user, form=form).delete()


def unfinished_of(user) -> QuerySet[FormDraft]:
    """What the user may go on with, the latest first.

    A copy that arrived while the form itself was being saved is left out.
    """
    return FormDraft.objects.filter(~_was_sent(), user=user).order_by("-saved_at")


def _was_sent() -> Exists:
    return Exists(Submission.objects.filter(user=OuterRef("user"), key=OuterRef("key")))


def page_of(user, form: str, *, record=None) -> dict:
    """What the page of a form with `data-draft` needs; `record` is the row that it changes."""
    draft = unfinished_of(user).filter(form=form).first()
    state = {
        "url": reverse("core:form_draft"),
        "owner": str(user.uuid),
        "seconds": settings.DRAFT_SECONDS,
        "days": settings.DRAFT_KEEP_DAYS,
        "now": _milliseconds(timezone.now()),
        "draft": draft and stated(draft),
        "version": record and record.version,
        "changed": record and clock(record.updated_at),
    }
    return {"draft_form": form, "draft_state": state}


def stated(draft: FormDraft) -> dict:
    """The draft as the script of the page reads it."""
    return {
        "key": str(draft.key),
        "version": draft.version,
        "content": draft.content,
        "at": _milliseconds(draft.saved_at),
        "time": clock(draft.saved_at),
    }


def clock(moment: datetime) -> str:
    """14:32, with the day before it when it was not today."""
    local = timezone.localtime(moment)
    is_today = local.date() == timezone.localdate()
    return f"{local:%H:%M}" if is_today else f"{local.month}月{local.day}日 {local:%H:%M}"


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def sweep() -> int:
    """Throw away what nobody has gone on with for long, and what was saved meanwhile."""
    old = timezone.now() - timedelta(days=settings.DRAFT_KEEP_DAYS)
    return FormDraft.objects.filter(Q(saved_at__lt=old) | _was_sent()).delete()[0]
