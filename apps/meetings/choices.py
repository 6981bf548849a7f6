from django.db import models

from apps.branches.choices import BRANCH_KINDS, OrganisationKind


class MeetingKind(models.TextChoices):
    """What a sitting, or one item of it, discharges (handbook 3.1)."""

    MEMBERS_MEETING = "members_meeting", "支部党员大会"
    COMMITTEE_MEETING = "committee_meeting", "支委会"
    SUBGROUP_MEETING = "subgroup_meeting", "党小组会"
    PARTY_LECTURE = "party_lecture", "党课"
    THEME_DAY = "theme_day", "主题党日"
    LIFE_MEETING = "life_meeting", "组织生活会"
    MEMBER_REVIEW = "member_review", "民主评议党员"
    CENTRE_GROUP_STUDY = "centre_group_study", "中心组学习"
    DEMOCRATIC_LIFE_MEETING = "democratic_life_meeting", "民主生活会"
    TRAINING = "training", "集中培训"


# R-MTG-14: 党员活动日 is an older or local name of the theme day; short forms are what people type.
KIND_ALIASES = {
    "党员活动日": MeetingKind.THEME_DAY,
    "党员大会": MeetingKind.MEMBERS_MEETING,
    "支部委员会会议": MeetingKind.COMMITTEE_MEETING,
    "支部委员会": MeetingKind.COMMITTEE_MEETING,
    "小组会": MeetingKind.SUBGROUP_MEETING,
}


OF_A_BRANCH = (
    MeetingKind.COMMITTEE_MEETING,
    MeetingKind.MEMBERS_MEETING,
    MeetingKind.THEME_DAY,
    MeetingKind.PARTY_LECTURE,
    MeetingKind.LIFE_MEETING,
    MeetingKind.MEMBER_REVIEW,
    MeetingKind.TRAINING,
)
# R-MTG-10 and R-MTG-16 belong to the leaders of the unit, whichever body they sit in.
OF_LEADERS = (MeetingKind.CENTRE_GROUP_STUDY, MeetingKind.DEMOCRATIC_LIFE_MEETING)
KINDS_OF: dict[str, tuple[MeetingKind, ...]] = {
    **dict.fromkeys(BRANCH_KINDS, OF_A_BRANCH),
    OrganisationKind.SUBGROUP: (
        MeetingKind.SUBGROUP_MEETING,
        MeetingKind.PARTY_LECTURE,
        MeetingKind.THEME_DAY,
        MeetingKind.LIFE_MEETING,
    ),
    OrganisationKind.GENERAL_BRANCH: OF_A_BRANCH,
    OrganisationKind.ORGAN_COMMITTEE: (*OF_A_BRANCH, *OF_LEADERS),
    OrganisationKind.PARTY_GROUP: OF_LEADERS,
}
# The roll of these is the committee (R-VOTE-03), not the members.
OF_THE_COMMITTEE = (MeetingKind.COMMITTEE_MEETING, *OF_LEADERS)
# Meetings that decide, and so come back to what was decided before (3.3, field 15).
DELIBERATING = (
    MeetingKind.MEMBERS_MEETING,
    MeetingKind.COMMITTEE_MEETING,
    MeetingKind.SUBGROUP_MEETING,
    MeetingKind.LIFE_MEETING,
    MeetingKind.DEMOCRATIC_LIFE_MEETING,
)
# R-MTG-04, R-MTG-12: who lectured and for how many hours.
WITH_LECTURER = (MeetingKind.PARTY_LECTURE, MeetingKind.TRAINING)
# 3.4: the review of members may be joined with the life meeting.
WITH_REVIEW = (MeetingKind.MEMBER_REVIEW, MeetingKind.LIFE_MEETING)


class MeetingStatus(models.TextChoices):
    DRAFT = "draft", "草稿"
    FILED = "filed", "待审核"
    RETURNED = "returned", "退回"
    REVIEWED = "reviewed", "已审核"
    ARCHIVED = "archived", "已归档"
    SUPERSEDED = "superseded", "已更正"
    VOID = "void", "作废"


# A sitting discharges a duty from the moment it is filed; a returned one waits for its correction.
EFFECTIVE = (MeetingStatus.FILED, MeetingStatus.REVIEWED, MeetingStatus.ARCHIVED)
EDITABLE = (MeetingStatus.DRAFT, MeetingStatus.RETURNED)


class AttendanceStatus(models.TextChoices):
    PRESENT = "present", "出席"
    SICK = "sick", "病假"
    PERSONAL = "personal", "事假"
    DUTY_TRIP = "duty_trip", "公出"
    OTHER = "other", "其他"
    # R-VOTE-06: a status with a reason, never a smaller roll.
    NOT_COUNTED = "not_counted", "不计入应到"


ABSENT = (
    AttendanceStatus.SICK,
    AttendanceStatus.PERSONAL,
    AttendanceStatus.DUTY_TRIP,
    AttendanceStatus.OTHER,
    AttendanceStatus.NOT_COUNTED,
)
# 病假, 事假 and 公出 are the reason themselves.
NEEDS_WORDS = (AttendanceStatus.OTHER, AttendanceStatus.NOT_COUNTED)


class FollowUpOutcome(models.TextChoices):
    """How a resolution stands at a later meeting (handbook 3.3, field 15)."""

    DONE = "done", "已落实"
    ONGOING = "ongoing", "正在办"
    DROPPED = "dropped", "不再办"


# Whoever drops a resolution says why; after either of these it is not asked for again.
CLOSING = (FollowUpOutcome.DONE, FollowUpOutcome.DROPPED)


class TopicStatus(models.TextChoices):
    DRAFT = "draft", "起草"
    PUBLISHED = "published", "已下发"
    WITHDRAWN = "withdrawn", "已撤回"


class TalkKind(models.TextChoices):
    """R-MTG-09 asks for each of the three once a year."""

    COMMITTEE_COMMITTEE = "committee_committee", "支委之间"
    COMMITTEE_MEMBER = "committee_member", "支委与党员"
    MEMBER_MEMBER = "member_member", "党员之间"


class MinutesStyle(models.TextChoices):
    SUMMARY = "summary", "摘要记录"
    FULL = "full", "详细记录"
