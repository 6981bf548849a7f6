"""Meetings, talks and the leaders who sat in them."""

from django.db.models import F, Func, IntegerField, Q
from django.db.models.functions import TruncDate

from apps.branches.choices import OrganisationKind
from apps.indicators.catalogue.definitions import Indicator, Ratio
from apps.indicators.measures import Distinct, Total
from apps.indicators.sources import meetings
from apps.meetings.choices import AttendanceStatus, MeetingKind, TalkKind

IN_A_SUBGROUP = Q(meeting__organisation__kind=OrganisationKind.SUBGROUP)
PRESENT = Q(status=AttendanceStatus.PRESENT)
SUBGROUP_MEETING = Q(kind=MeetingKind.SUBGROUP_MEETING)
# A difference of two days; PostgreSQL answers it as a whole number.
FILING_LAG = Func(
    TruncDate("filed_at"),
    F("held_on"),
    template="(%(expressions)s)",
    arg_joiner=" - ",
    output_field=IntegerField(),
)


def sittings_of(kind: MeetingKind, where: Q) -> Indicator:
    """Sittings with an item of the kind, whatever else they discharged (trap 10)."""
    return Indicator(
        kind.value, kind.label, "次", meetings.AGENDA, where & Q(kind=kind), records=kind
    )


def talks_of(key: str, kind: TalkKind) -> Indicator:
    return Indicator(
        key, f"谈心谈话（{kind.label}）", "次", meetings.TALKS, Q(kind=kind), talk=kind
    )


MEETINGS = (
    sittings_of(MeetingKind.MEMBERS_MEETING, ~IN_A_SUBGROUP),
    sittings_of(MeetingKind.COMMITTEE_MEETING, ~IN_A_SUBGROUP),
    sittings_of(MeetingKind.SUBGROUP_MEETING, IN_A_SUBGROUP),
    # R-MTG-03 asks every group: two meetings of one do not stand for another.
    Indicator(
        "subgroups_met",
        "开会的党小组",
        "个",
        meetings.AGENDA,
        IN_A_SUBGROUP & SUBGROUP_MEETING,
        Distinct("meeting__organisation", thing="党组织"),
        MeetingKind.SUBGROUP_MEETING,
    ),
    sittings_of(MeetingKind.PARTY_LECTURE, ~IN_A_SUBGROUP),
    # One lecture counts for the Party group and for the committee if one person leads both.
    Indicator(
        "secretary_lecture",
        "书记讲党课",
        "次",
        meetings.SECRETARY_LECTURES,
        Q(kind=MeetingKind.PARTY_LECTURE),
        Distinct("pk"),
        MeetingKind.PARTY_LECTURE,
    ),
    sittings_of(MeetingKind.THEME_DAY, ~IN_A_SUBGROUP),
    # R-MTG-07: as members' meeting, committee or group.
    sittings_of(MeetingKind.LIFE_MEETING, Q()),
    sittings_of(MeetingKind.MEMBER_REVIEW, ~IN_A_SUBGROUP),
    sittings_of(MeetingKind.CENTRE_GROUP_STUDY, ~IN_A_SUBGROUP),
    sittings_of(MeetingKind.DEMOCRATIC_LIFE_MEETING, ~IN_A_SUBGROUP),
    sittings_of(MeetingKind.TRAINING, ~IN_A_SUBGROUP),
    Indicator(
        "training_hours",
        "集中培训学时",
        "小时",
        meetings.AGENDA,
        Q(kind=MeetingKind.TRAINING) & ~IN_A_SUBGROUP,
        Total("hours"),
        MeetingKind.TRAINING,
    ),
    # R-MTG-13; at most one item of a sitting is its first.
    Indicator("first_topics", "有第一议题的会议", "次", meetings.AGENDA, Q(is_first_topic=True)),
    Indicator("sittings", "组织生活会议", "次", meetings.SITTINGS),
    Indicator("expected", "应到人次", "人次", meetings.SITTINGS, measure=Total("expected_count")),
    Indicator("present", "实到人次", "人次", meetings.SITTINGS, measure=Total("present_count")),
    # Shown, never punished (handbook 3.3, field 18).
    Indicator(
        "filing_lag",
        "提交用时合计",
        "天",
        meetings.SITTINGS,
        Q(filed_at__isnull=False),
        Total(FILING_LAG),
    ),
)
TALKS = (
    talks_of("talk_cc", TalkKind.COMMITTEE_COMMITTEE),
    talks_of("talk_cm", TalkKind.COMMITTEE_MEMBER),
    talks_of("talk_mm", TalkKind.MEMBER_MEMBER),
)
LEADERS = (
    Indicator(
        "leaders_present",
        "参加所在支部组织生活的领导干部",
        "人",
        meetings.LEADERS,
        PRESENT,
        Distinct("person", thing="人"),
    ),
    Indicator(
        "leaders_expected",
        "应参加所在支部组织生活的领导干部",
        "人",
        meetings.LEADERS,
        measure=Distinct("person", thing="人"),
    ),
    Indicator(
        "leaders_on_roll",
        "在册领导干部党员",
        "人",
        meetings.LEADERS_ON_ROLL,
        measure=Distinct("person", thing="人"),
    ),
)
RATIOS = (
    Ratio("attendance", "到会率", "present", "expected"),
    Ratio("first_topic_rate", "第一议题落实率", "first_topics", "sittings"),
    Ratio("dual_life_rate", "领导干部参加双重组织生活", "leaders_present", "leaders_expected"),
    Ratio("filing_days", "平均提交用时", "filing_lag", "sittings"),
)
