"""What waits at the committee's desk about organisations."""

from django.urls import reverse

from apps.branches.choices import HandoverStatus, RequestStatus
from apps.branches.models import Handover, MembershipRequest, Organisation, Person, Unit
from apps.core.command import OFFERED, Found, finder
from apps.core.desk import queue
from apps.core.models import ImportBatch, JobItem


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
