"""批示 of the demonstration city: one that was answered, one about the whole city that waits."""

from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from apps.accounts.models import User
from apps.branches.choices import Role
from apps.core.periods import Cycle, Period
from apps.duties.remarks import answer_remark, make_remark
from apps.portal.city.accounts import GRANTED
from apps.zones.models import Zone

ABOUT_ZONE = (
    "几个支部把一个季度的组织生活集中到季度末补，请逐个了解原因，帮助他们排好下季度的计划。"
)
ANSWER = (
    "已到过期未办最多的三个支部了解：两个因人员抽调没有按时开会，一个没有及时登记。"
    "已帮助排定下季度计划，漏登的已补登。"
)
ABOUT_CITY = "届满没有换届的支部要一个一个过，请列出原因和完成时间，下月工委会议上报告。"


def make_remarks(until: date) -> None:
    """About the last whole quarter; `until` is the last day that has any rows."""
    leader, staff = (_account(role) for role in (Role.LEADER, Role.COMMITTEE_STAFF))
    running = Period.containing(until, Cycle.QUARTER)
    period = running if running.last_day <= until else running.previous
    zone = Zone.objects.of_year(period.start.year).order_by("number").first()
    asked = {"period": period.key} | ({"zone": str(zone.uuid)} if zone else {})
    answered = make_remark(
        zone=zone,
        about=f"{period.label}总览",
        link=f"{reverse('portal:lead')}?{urlencode(asked)}",
        text=ABOUT_ZONE,
        by=leader,
    )
    answer_remark(remark=answered, answer=ANSWER, by=staff)
    make_remark(
        zone=None,
        about="问题清单",
        link=reverse("portal:lead_problems"),
        text=ABOUT_CITY,
        by=leader,
    )


def _account(role: Role) -> User:
    name = next(account.username for account in GRANTED if account.role == role)
    return User.objects.get(username=name)
