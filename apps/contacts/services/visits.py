"""A visit is recorded once, with what was promised and what became of earlier promises."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from apps.branches.choices import OrganisationKind
from apps.contacts.choices import PromiseOwner, VisitForm
from apps.contacts.models import ContactPoint, ContactVisit, Promise
from apps.core import policy
from apps.core.lifecycle import advance
from apps.core.versions import claim_version
from apps.meetings.models import Meeting

HELPS = "four_helps"


@dataclass(frozen=True)
class PromiseEntry:
    text: str
    owner: PromiseOwner
    due_on: date


@dataclass(frozen=True)
class FollowEntry:
    """`step` of the promise's lifecycle, with words where it was dropped."""

    promise: Promise
    step: str
    words: str = ""


@dataclass(frozen=True)
class VisitEntry:
    starts_on: date
    ends_on: date
    helps: Sequence[str] = ()
    forms: Sequence[str] = ()
    meeting: Meeting | None = None
    findings: str = ""


@transaction.atomic
def record_visit(
    *,
    point: ContactPoint,
    entry: VisitEntry,
    by,
    promises: Iterable[PromiseEntry] = (),
    followed: Iterable[FollowEntry] = (),
) -> ContactVisit:
    """Keep one visit (R-CP-04); what became of earlier promises goes with it."""
    visit = _described(ContactVisit(contact_point=point, created_by=by), entry)
    visit.save()
    promise_more(visit=visit, promises=promises)
    for line in followed:
        follow_promise(entry=line, by=by, visit=visit)
    return visit


@transaction.atomic
def change_visit(
    *,
    visit: ContactVisit,
    entry: VisitEntry,
    expected_version: int,
    promises: Iterable[PromiseEntry] = (),
) -> ContactVisit:
    claim_version(visit, expected=expected_version)
    describe_visit(visit=visit, entry=entry)
    promise_more(visit=visit, promises=promises)
    return visit


def describe_visit(*, visit: ContactVisit, entry: VisitEntry) -> ContactVisit:
    """Save what the entry says; the caller has claimed the version."""
    _described(visit, entry).save()
    return visit


@transaction.atomic
def promise_more(*, visit: ContactVisit, promises: Iterable[PromiseEntry]) -> list[Promise]:
    made = [Promise(visit=visit, **vars(line)) for line in promises]
    for promise in made:
        if promise.due_on < visit.starts_on:
            raise ValidationError(
                f"“{promise}”的办结期限早于调研日期（{visit.starts_on}），请核对期限"
            )
        promise.full_clean()
        promise.save()
    return made


@transaction.atomic
def follow_promise(*, entry: FollowEntry, by, visit: ContactVisit | None = None) -> Promise:
    """Say how a promise stands, on a visit or in between."""
    moved = advance(entry.promise, entry.step, by=by, note=entry.words)
    if visit:
        moved.followed_at = visit
        moved.save(update_fields=["followed_at", "updated_at"])
    return moved


def _described(visit: ContactVisit, entry: VisitEntry) -> ContactVisit:
    for name, value in vars(entry).items():
        setattr(visit, name, list(value) if isinstance(value, tuple) else value)
    if visit.meeting and VisitForm.ORGANISATIONAL_LIFE not in visit.forms:
        # Whoever sat in a meeting of the branch joined its organisational life.
        visit.forms = [*visit.forms, VisitForm.ORGANISATIONAL_LIFE.value]
    _check_days(visit)
    _check_meeting(visit)
    visit.full_clean()
    return visit


def _check_days(visit: ContactVisit) -> None:
    today = timezone.localdate()
    point = visit.contact_point
    for name in ("starts_on", "ends_on"):
        if getattr(visit, name) > today:
            day = date_format(today, "n月j日")
            raise ValidationError(
                {name: f"调研日期不能晚于今天（{day}）。还没有去的，请去过以后再记"}
            )
    if visit.ends_on < visit.starts_on:
        raise ValidationError({"ends_on": "结束日期不能早于开始日期，请核对两个日期"})
    if visit.ends_on < point.valid_from or (point.valid_to and visit.starts_on >= point.valid_to):
        until = f"到 {point.valid_to} 为止" if point.valid_to else "起"
        raise ValidationError(
            {"starts_on": f"这几天还不是联系点：{point}自 {point.valid_from} {until}，请核对日期"}
        )
    known = policy.names(HELPS, visit.starts_on)
    unknown = [name for name in visit.helps if name not in known]
    if unknown:
        raise ValidationError(
            {"helps": f"帮扶内容里没有“{'、'.join(unknown)}”，请从{'、'.join(known)}中选"}
        )


def _check_meeting(visit: ContactVisit) -> None:
    meeting = visit.meeting
    if meeting is None:
        return
    holder = meeting.organisation
    if holder.kind == OrganisationKind.SUBGROUP and holder.parent:
        holder = holder.parent
    if holder != visit.contact_point.organisation:
        raise ValidationError(
            {"meeting": f"“{meeting}”不是{visit.contact_point.organisation}的会议，请另选"}
        )
    if not visit.starts_on <= meeting.held_on <= visit.ends_on:
        raise ValidationError(
            {"meeting": f"“{meeting}”在 {meeting.held_on} 召开，不在调研的日子里，请核对日期"}
        )
