"""Every number of the portal, defined once: the rows that it counts and their unit."""

from dataclasses import dataclass

from django.db.models import F, Func, IntegerField, Q
from django.db.models.functions import TruncDate

from apps.branches.choices import (
    BRANCH_KINDS,
    GRASSROOTS_KINDS,
    MembershipKind,
    OrganisationKind,
)
from apps.brands.models import BrandLayer
from apps.indicators import sources
from apps.indicators.measures import Distinct, Measure, Rows, Total
from apps.indicators.sources import Source
from apps.meetings.choices import AttendanceStatus, MeetingKind, TalkKind
from apps.sixlights.models import HonourLevel


@dataclass(frozen=True, eq=False)
class Indicator:
    """`records` is the kind of meeting whose record adds to the number, `talk` the kind of talk."""

    key: str
    label: str
    unit: str
    source: Source
    condition: Q = Q()
    measure: Measure = Rows()
    records: MeetingKind | None = None
    talk: TalkKind | None = None


@dataclass(frozen=True, eq=False)
class Ratio:
    """Part and whole stay apart to the end: rates are never averaged."""

    key: str
    label: str
    part: str
    whole: str


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
        kind.value, kind.label, "次", sources.AGENDA, where & Q(kind=kind), records=kind
    )


def organisations_of(key: str, label: str, *kinds: OrganisationKind) -> Indicator:
    return Indicator(key, label, "个", sources.ORGANISATIONS, Q(kind__in=kinds))


def talks_of(key: str, kind: TalkKind) -> Indicator:
    return Indicator(key, f"谈心谈话（{kind.label}）", "次", sources.TALKS, Q(kind=kind), talk=kind)


def brands_of(layer: BrandLayer) -> Indicator:
    """Layers are never mixed in one count (trap 6)."""
    return Indicator(f"brands_{layer}", f"{layer.label}品牌", "个", sources.BRANDS, Q(layer=layer))


def honours_of(level: HonourLevel) -> Indicator:
    return Indicator(
        f"honours_{level}", f"{level.label}荣誉", "项", sources.HONOURS, Q(level=level)
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
        sources.AGENDA,
        IN_A_SUBGROUP & SUBGROUP_MEETING,
        Distinct("meeting__organisation"),
        MeetingKind.SUBGROUP_MEETING,
    ),
    sittings_of(MeetingKind.PARTY_LECTURE, ~IN_A_SUBGROUP),
    # One lecture counts for the Party group and for the committee if one person leads both.
    Indicator(
        "secretary_lecture",
        "书记讲党课",
        "次",
        sources.SECRETARY_LECTURES,
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
        sources.AGENDA,
        Q(kind=MeetingKind.TRAINING) & ~IN_A_SUBGROUP,
        Total("hours"),
        MeetingKind.TRAINING,
    ),
    # R-MTG-13; at most one item of a sitting is its first.
    Indicator("first_topics", "有第一议题的会议", "次", sources.AGENDA, Q(is_first_topic=True)),
    Indicator("sittings", "组织生活会议", "次", sources.SITTINGS),
    Indicator("expected", "应到人次", "人次", sources.SITTINGS, measure=Total("expected_count")),
    Indicator("present", "实到人次", "人次", sources.SITTINGS, measure=Total("present_count")),
    # Shown, never punished (handbook 3.3, field 18).
    Indicator(
        "filing_lag",
        "提交用时合计",
        "天",
        sources.SITTINGS,
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
        sources.LEADERS,
        PRESENT,
        Distinct("person"),
    ),
    Indicator(
        "leaders_expected",
        "应参加所在支部组织生活的领导干部",
        "人",
        sources.LEADERS,
        measure=Distinct("person"),
    ),
    Indicator(
        "leaders_on_roll",
        "在册领导干部党员",
        "人",
        sources.LEADERS_ON_ROLL,
        measure=Distinct("person"),
    ),
)
STOCK = (
    # 783 is this number and never the number of branches (trap 1).
    organisations_of("grassroots", "基层党组织", *GRASSROOTS_KINDS),
    organisations_of("organ_committees", "机关党委", OrganisationKind.ORGAN_COMMITTEE),
    organisations_of("general_branches", "党总支", OrganisationKind.GENERAL_BRANCH),
    organisations_of("branches", "党支部", *BRANCH_KINDS),
    organisations_of("subgroups", "党小组", OrganisationKind.SUBGROUP),
    organisations_of("party_groups", "党组（党委）", OrganisationKind.PARTY_GROUP),
    # A unit is not a Party organisation (trap 2): it is counted once however many it has.
    Indicator(
        "units",
        "单位",
        "个",
        sources.ORGANISATIONS,
        Q(unit__isnull=False),
        Distinct("unit"),
    ),
    # The database holds everybody in one branch at a time, so rows are people.
    Indicator("members", "党员", "人", sources.MEMBERS),
    Indicator("full_members", "正式党员", "人", sources.MEMBERS, Q(kind=MembershipKind.FULL)),
    Indicator(
        "probationary_members",
        "预备党员",
        "人",
        sources.MEMBERS,
        Q(kind=MembershipKind.PROBATIONARY),
    ),
    Indicator(
        "secretaries",
        "在任书记",
        "人",
        sources.SECRETARIES,
        Q(organisation__kind__in=GRASSROOTS_KINDS),
        Distinct("person"),
    ),
    Indicator("terms_overdue", "逾期未换届", "个", sources.OVERDUE_TERMS),
)
WORK = (
    Indicator("contact_points", "领导联系点", "个", sources.CONTACT_POINTS),
    *(brands_of(layer) for layer in BrandLayer),
    Indicator("projects", "申报书记项目", "个", sources.PROJECTS),
    Indicator("campaign_activities", "主题行动活动", "次", sources.ACTIVITIES),
    *(honours_of(level) for level in HonourLevel),
    Indicator("issues_open", "未销号问题", "个", sources.OPEN_ISSUES),
    Indicator("issues_overdue", "逾期未整改问题", "个", sources.OVERDUE_ISSUES),
)
ALL: dict[str, Indicator] = {i.key: i for i in (*MEETINGS, *TALKS, *LEADERS, *STOCK, *WORK)}
RATIOS: dict[str, Ratio] = {
    r.key: r
    for r in (
        Ratio("attendance", "到会率", "present", "expected"),
        Ratio("first_topic_rate", "第一议题落实率", "first_topics", "sittings"),
        Ratio("dual_life_rate", "领导干部参加双重组织生活", "leaders_present", "leaders_expected"),
        Ratio("filing_days", "平均提交用时", "filing_lag", "sittings"),
    )
}


def get(key: str) -> Indicator:
    """The indicator of that key; LookupError with a Chinese sentence for an unknown one."""
    try:
        return ALL[key]
    except KeyError:
        raise LookupError(f"指标目录中没有“{key}”") from None
