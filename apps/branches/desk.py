"""What waits at the committee's desk about organisations."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from apps.branches.choices import HandoverStatus, RequestStatus
from apps.branches.models import Handover, MembershipRequest, Organisation, Person, Term, Unit
from apps.core.command import OFFERED, Found, finder
from apps.core.desk import queue
from apps.core.models import ImportBatch, JobItem

VIEW = "branches.view_term"


def _terms(state: str) -> str:
    return f"{reverse('admin:branches_term_changelist')}?state={state}"


@queue("届满未换届", permission=VIEW, order=60, is_late=True, link=lambda: _terms("overdue"))
def overdue_terms(user):
    return Term.objects.visible_to(user).overdue(timezone.localdate())


@queue("换届将到期", permission=VIEW, order=70, link=lambda: _terms("soon"))
def ending_terms(user):
    today = timezone.localdate()
    until = today + timedelta(days=settings.DESK_TERM_DAYS)
    return Term.objects.visible_to(user).ending_between(today, until)


def _waiting_handovers() -> str:
    status = HandoverStatus.REQUESTED
    return f"{reverse('admin:branches_handover_changelist')}?status__exact={status}"


@queue(
    "待确认的书记交接", permission="branches.confirm_handover", order=25, link=_waiting_handovers
)
def waiting_handovers(user):
    return Handover.objects.visible_to(user, "confirm").awaiting()


@queue(
    "导入失败",
    permission="branches.import_workbook",
    order=65,
    link=lambda: reverse("branches:import_upload"),
)
def failed_imports(user):
    """Files that the workers could not finish; a job that is tried again leaves this list."""
    failed = JobItem.objects.filter(status=JobItem.Status.FAILED).values("job")
    return ImportBatch.objects.filter(job__in=failed, saved_at=None)


def _waiting_requests() -> str:
    status = RequestStatus.REQUESTED
    return f"{reverse('admin:branches_membershiprequest_changelist')}?status__exact={status}"


@queue(
    "待办理的党员调整申请",
    permission="branches.settle_membershiprequest",
    order=27,
    link=_waiting_requests,
)
def waiting_requests(user):
    return MembershipRequest.objects.visible_to(user).waiting()


@finder
def registers(user, typed):
    """Organisations, units and people, by name or pinyin."""
    for model, icon in ((Organisation, "account_tree"), (Unit, "apartment"), (Person, "person")):
        label, name = str(model._meta.verbose_name), model._meta.model_name
        rows = model.objects.visible_to(user).named(typed).best_first(typed)
        for row in rows[:OFFERED]:
            link = reverse(f"admin:branches_{name}_change", args=[row.pk])
            yield Found(row.name, f"{label} {row.code}", link, icon)
