"""Sitting in on the study of centre groups: planned, done, in time, and how far a cycle got.

Coverage is asked of a day: the units sat in on so far in the cycle that runs then, beside the
units that have a centre group.
"""

from django.db.models import F, Q

from apps.indicators.catalogue.definitions import Indicator, Ratio
from apps.indicators.measures import Distinct
from apps.indicators.sources import inspections, observations
from apps.inspections.choices import IssueSource, IssueStatus
from apps.observations.choices import WRITTEN

FOUND = Q(source=IssueSource.OBSERVATION)
OBSERVATIONS = (
    Indicator("study_groups", "理论学习中心组", "个", observations.GROUPS),
    Indicator(
        "units_with_study_group",
        "有理论学习中心组的单位",
        "家",
        observations.GROUPS,
        measure=Distinct("unit", thing="单位"),
    ),
    Indicator("observations_planned", "计划的列席旁听", "次", observations.PLANNED),
    Indicator("observations_done", "列席旁听", "次", observations.DONE),
    Indicator(
        "units_observed",
        "本周期已列席旁听的单位",
        "家",
        observations.COVERING,
        measure=Distinct("group__unit", thing="单位"),
    ),
    Indicator("observation_notices", "旁听通知", "次", observations.TOLD),
    Indicator(
        "observation_notices_in_time",
        "按时发出的旁听通知",
        "次",
        observations.TOLD,
        Q(notified_on__lte=F("notice_due_on")),
    ),
    Indicator("observation_forms_due", "应交的旁听反馈表", "份", observations.FORMS_DUE),
    Indicator(
        "observation_forms_in_time",
        "按时交的旁听反馈表",
        "份",
        observations.FORMS_DUE,
        Q(status__in=WRITTEN, returned_on__lte=F("form_due_on")),
    ),
    Indicator("observation_forms_late", "没有按时交的旁听反馈表", "份", observations.FORMS_LATE),
    # What the unit was told of: before the feedback a problem is the observers' alone.
    Indicator("observation_problems", "旁听发现的问题", "个", inspections.FOUND_ISSUES, FOUND),
    Indicator(
        "observation_problems_closed",
        "旁听发现、已销号的问题",
        "个",
        inspections.FOUND_ISSUES,
        FOUND & Q(status=IssueStatus.CLOSED),
    ),
)
OBSERVATION_RATIOS = (
    Ratio("observation_coverage", "列席旁听覆盖率", "units_observed", "units_with_study_group"),
    Ratio(
        "observation_notice_timeliness",
        "旁听通知按时率",
        "observation_notices_in_time",
        "observation_notices",
    ),
    Ratio(
        "observation_timeliness",
        "反馈表按时率",
        "observation_forms_in_time",
        "observation_forms_due",
    ),
    Ratio(
        "observation_rectification",
        "旁听问题整改率",
        "observation_problems_closed",
        "observation_problems",
    ),
)
