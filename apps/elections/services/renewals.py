"""From the reminder to the approval of the request."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.branches.models import Term
from apps.core.lifecycle import advance
from apps.core.models.spans import day_in_words
from apps.elections import rules
from apps.elections.choices import ElectionBody, PaperKind, RenewalStatus
from apps.elections.models import Renewal
from apps.elections.services.papers import (
    DECIDE,
    PREPARE,
    PaperEntry,
    last_day_of,
    locked,
    write_paper,
)


@transaction.atomic
def open_due_renewals(*, today: date) -> list[Renewal]:
    """待提醒: every open term that ends within the longest lead time, once."""
    until = today + timedelta(days=max(rules.limits(today).leads))
    known = Renewal.objects.exclude(status=RenewalStatus.CANCELLED).values("term")
    terms = Term.objects.filter(closed_on=None, ends_on__lte=until).exclude(pk__in=known)
    living = Q(organisation__dissolved_on=None) | Q(organisation__dissolved_on__gt=today)
    new = [Renewal(term=term) for term in terms.filter(living).select_related("organisation")]
    Renewal.objects.bulk_create(new, ignore_conflicts=True)
    return new


@transaction.atomic
def open_renewal(*, term: Term, by) -> Renewal:
    """By hand, where an election is to come earlier."""
    if by is not None and not by.has_perm("elections.add_renewal", term):
        raise PermissionDenied("您没有登记换届的权限")
    if term.closed_on:
        raise ValidationError(
            {"term": f"{term}已于{day_in_words(term.closed_on)}换届，请选现在的一届"}
        )
    renewal = Renewal(term=term)
    renewal.full_clean()
    renewal.save(force_insert=True)
    return renewal


@transaction.atomic
def notify_body(
    *, renewal: Renewal, doc_no: str = "", by, expected_version: int | None = None
) -> Renewal:
    """发提醒函: the letter is a paper of the renewal."""
    stored = locked(renewal, by, "elections.guide_renewal", expected_version)
    entry = PaperEntry(
        dated_on=timezone.localdate(), title="关于做好换届工作的提醒函", doc_no=doc_no
    )
    noticed = advance(stored, "notify", by=by)
    write_paper(stored, PaperKind.NOTICE, entry, by)
    return noticed


@transaction.atomic
def ask_renewal(
    *,
    renewal: Renewal,
    planned_on: date,
    body: ElectionBody,
    seats: int,
    paper: PaperEntry,
    by,
    expected_version: int | None = None,
) -> Renewal:
    """报送请示: when, in which form, how many seats, and the paper itself."""
    stored = locked(renewal, by, PREPARE, expected_version)
    _check_plan(stored, planned_on, seats)
    stored.planned_on, stored.body, stored.seats = planned_on, body, seats
    stored.save(update_fields=["planned_on", "body", "seats", "updated_at"])
    write_paper(stored, PaperKind.REQUEST, paper, by)
    return advance(stored, "ask", by=by)


@transaction.atomic
def approve_renewal(
    *, renewal: Renewal, paper: PaperEntry, by, expected_version: int | None = None
) -> Renewal:
    """批复: the higher body's own paper comes with the step."""
    stored = locked(renewal, by, DECIDE, expected_version)
    if not paper.doc_no:
        raise ValidationError({"doc_no": "请填写批复文号"})
    asked_on = last_day_of(stored, PaperKind.REQUEST)
    if asked_on and paper.dated_on < asked_on:
        raise ValidationError(
            {
                "dated_on": f"换届请示{day_in_words(asked_on)}成文，批复日期不能更早（R-TERM-03），请核对日期"
            }
        )
    write_paper(stored, PaperKind.APPROVAL, paper, by)
    return advance(stored, "approve", by=by)


def _check_plan(renewal: Renewal, planned_on: date, seats: int) -> None:
    problems: dict[str, str] = {}
    term, months = renewal.term, rules.limits().extension_months
    if planned_on <= term.starts_on:
        problems["planned_on"] = (
            f"拟召开日期须晚于本届当选日期（{day_in_words(term.starts_on)}），否则两届任期重叠"
        )
    elif rules.months_after(planned_on, months) < term.ends_on:
        problems["planned_on"] = (
            f"提前换届一般不超过 {months} 个月：本届{day_in_words(term.ends_on)}届满，"
            f"拟于{day_in_words(planned_on)}召开过早，请改日期"
        )
    elif timezone.localdate() <= term.ends_on < planned_on:
        problems["planned_on"] = (
            f"拟召开日期{day_in_words(planned_on)}晚于届满日期{day_in_words(term.ends_on)}。延期须经上级批准，请先申请延期"
        )
    if seats < 1:
        problems["seats"] = "委员名额至少 1 名"
    if problems:
        raise ValidationError(problems)
