"""Who is told that a report is there, or is no more: those whom it is about, as far as they read it."""

from collections.abc import Iterable

from django.utils import timezone

from apps.accounts.models import User
from apps.branches.choices import Role
from apps.branches.models import RoleGrant
from apps.core.lifecycle import history_of
from apps.notices.choices import NoticeKind
from apps.notices.telling import tell
from apps.reports.choices import ReportStatus
from apps.reports.models import QuarterlyReport
from apps.zones.models import Zone
from apps.zones.telling import secretaries_of_units

VIEW = "reports.view_quarterlyreport"


def tell_of_issue(report: QuarterlyReport, by) -> None:
    instead = "，替代以前印发的一份" if report.corrects_id else ""
    _tell(report, by, f"{report}已印发{instead}")


def tell_of_withdrawal(report: QuarterlyReport, by) -> None:
    """A draft was never anywhere."""
    step = history_of(report).first()
    if step and step.source == ReportStatus.ISSUED:
        _tell(report, by, f"{report}已撤回，不再有效。原因：{step.note}")


def _tell(report: QuarterlyReport, by, text: str) -> None:
    tell(
        users=[user for user in concerned(report) if user != by],
        kind=NoticeKind.OTHER,
        text=text,
        link=report.get_absolute_url(),
    )


def concerned(report: QuarterlyReport) -> Iterable[User]:
    """The secretaries of the unit; the leader and the officers of the zone; the city's leaders."""
    if report.unit:
        found = secretaries_of_units([report.unit.pk]).get(report.unit.pk, [])
        return [user for user in found if user.has_perm(VIEW, report)]
    return _of_zone(report.zone) if report.zone else _leaders()


def _of_zone(zone: Zone) -> list[User]:
    """Its leader, while it is his, and its officers; the convenor plans and reads no report."""
    leads = zone.leader if zone.year == timezone.localdate().year else None
    leader = leads.user if leads else None
    officers = [one.user for one in zone.officers.select_related("user")]
    return [user for user in (leader, *officers) if user]


def _leaders() -> list[User]:
    grants = RoleGrant.objects.valid_on(timezone.localdate())
    of_city = grants.filter(role=Role.LEADER, organisation=None)
    return list(User.objects.filter(is_active=True, pk__in=of_city.values("user")).order_by("pk"))
