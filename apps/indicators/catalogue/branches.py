"""What there is on a day: organisations, units, members, secretaries."""

from django.db.models import Q

from apps.branches.choices import (
    BRANCH_KINDS,
    GRASSROOTS_KINDS,
    MembershipKind,
    OrganisationKind,
    Post,
)
from apps.indicators.catalogue.definitions import Indicator
from apps.indicators.measures import Distinct
from apps.indicators.sources import branches


def organisations_of(key: str, label: str, *kinds: OrganisationKind) -> Indicator:
    return Indicator(key, label, "个", branches.ORGANISATIONS, Q(kind__in=kinds))


STOCK = (
    # 783 is this number and never the number of branches (trap 1).
    organisations_of("grassroots", "基层党组织", *GRASSROOTS_KINDS),
    organisations_of("organ_committees", "机关党委", OrganisationKind.ORGAN_COMMITTEE),
    organisations_of("general_branches", "党总支", OrganisationKind.GENERAL_BRANCH),
    organisations_of("branches", "党支部", *BRANCH_KINDS),
    organisations_of("retired_branches", "离退休干部党支部", OrganisationKind.RETIRED_BRANCH),
    organisations_of("subgroups", "党小组", OrganisationKind.SUBGROUP),
    organisations_of("party_groups", "党组（党委）", OrganisationKind.PARTY_GROUP),
    # A unit is not a Party organisation (trap 2): it is counted once however many it has.
    Indicator(
        "units",
        "单位",
        "个",
        branches.ORGANISATIONS,
        Q(unit__isnull=False),
        Distinct("unit", thing="单位"),
    ),
    Indicator("offices", "科室（中心）", "个", branches.OFFICES),
    # The database holds everybody in one branch at a time, so rows are people.
    Indicator("members", "党员", "人", branches.MEMBERS),
    Indicator("full_members", "正式党员", "人", branches.MEMBERS, Q(kind=MembershipKind.FULL)),
    Indicator(
        "probationary_members",
        "预备党员",
        "人",
        branches.MEMBERS,
        Q(kind=MembershipKind.PROBATIONARY),
    ),
    Indicator(
        "secretaries",
        "在任书记",
        "人",
        branches.SECRETARIES,
        Q(organisation__kind__in=GRASSROOTS_KINDS),
        Distinct("person", thing="人"),
    ),
    Indicator(
        "group_members",
        "党组成员",
        "人",
        branches.POSTS,
        Q(organisation__kind=OrganisationKind.PARTY_GROUP),
        Distinct("person", thing="人"),
    ),
    Indicator(
        "standing_members",
        "机关党委常委",
        "人",
        branches.POSTS,
        Q(organisation__kind=OrganisationKind.ORGAN_COMMITTEE, post=Post.STANDING_MEMBER),
        Distinct("person", thing="人"),
    ),
    Indicator("terms_overdue", "逾期未换届", "个", branches.OVERDUE_TERMS),
    # S1: a unit that adjusted several of its bodies is one unit.
    Indicator(
        "units_adjusted",
        "调整党组织设置的单位",
        "个",
        branches.ADJUSTMENTS,
        Q(unit__isnull=False),
        Distinct("unit", thing="单位"),
    ),
    Indicator(
        "fulltime_deputies_appointed",
        "选任的专职副书记",
        "名",
        branches.APPOINTED,
        Q(post=Post.FULLTIME_DEPUTY),
        Distinct("person", thing="人"),
    ),
)
