"""Visits of inspections, and issues on their way through the loop."""

from django.db.models import F, Q

from apps.indicators.catalogue.definitions import Indicator, Ratio
from apps.indicators.measures import Distinct
from apps.indicators.sources import inspections
from apps.inspections.choices import IssueKind, IssueLevel, IssueSource, IssueStatus

INSPECTIONS = (
    Indicator("inspection_visits", "现场督查", "次", inspections.VISITS),
    Indicator(
        "units_inspected",
        "接受现场督查的单位",
        "家",
        inspections.VISITS,
        measure=Distinct("unit", thing="单位"),
    ),
    Indicator("issues_open", "未销号问题", "个", inspections.OPEN_ISSUES),
    Indicator("issues_overdue", "逾期未整改问题", "个", inspections.OVERDUE_ISSUES),
    Indicator(
        "issues_acknowledged_late", "没有按时签收的问题", "个", inspections.ACKNOWLEDGED_LATE
    ),
    Indicator("issues_due", "整改到期的问题", "个", inspections.DUE_ISSUES),
    Indicator(
        "issues_closed_in_time",
        "按期销号的问题",
        "个",
        inspections.DUE_ISSUES,
        Q(closed_on__lte=F("due_on")),
        handled_at="inspections:issue_list",
    ),
    Indicator("issues_found", "发现的问题", "个", inspections.FOUND_ISSUES),
    Indicator(
        "issues_found_by_inspections",
        "督查发现的问题",
        "个",
        inspections.FOUND_ISSUES,
        Q(source=IssueSource.INSPECTION),
    ),
    Indicator(
        "issues_grave",
        "发现的严重问题",
        "个",
        inspections.FOUND_ISSUES,
        Q(level=IssueLevel.GRAVE),
    ),
    Indicator(
        "issues_common",
        "发现的共性问题",
        "个",
        inspections.FOUND_ISSUES,
        Q(kind=IssueKind.COMMON),
    ),
    # Of those found in the period, whenever they were closed: the part of the closing rate.
    Indicator(
        "issues_found_closed",
        "发现的问题中已销号",
        "个",
        inspections.FOUND_ISSUES,
        Q(status=IssueStatus.CLOSED),
    ),
    Indicator(
        "issues_reopened",
        "反弹的问题",
        "个",
        inspections.FOUND_ISSUES,
        Q(relapse_of__isnull=False),
    ),
    Indicator("issues_closed", "销号的问题", "个", inspections.CLOSED_ISSUES),
)
INSPECTION_RATIOS = (
    Ratio("issues_closing_rate", "问题销号率", "issues_found_closed", "issues_found"),
    Ratio("issues_in_time_rate", "问题按期销号率", "issues_closed_in_time", "issues_due"),
)
