"""Bases and visits, venues by star, volunteer teams by level, honours by level and holder."""

from django.db.models import Q

from apps.indicators.catalogue.definitions import Indicator
from apps.indicators.measures import Distinct, Total
from apps.indicators.sources import registers, sixlights
from apps.sixlights.choices import TeamLevel
from apps.sixlights.models import CITY_AND_ABOVE, HonourLevel
from apps.sixlights.models.venues import MOST_STARS

AT_CITY_LEVEL = Q(level__in=CITY_AND_ABOVE)


def honours_of(level: HonourLevel) -> Indicator:
    return Indicator(
        f"honours_{level}", f"{level.label}荣誉", "项", registers.HONOURS, Q(level=level)
    )


def teams_of(level: TeamLevel) -> Indicator:
    return Indicator(
        f"volunteer_{level}", f"志愿服务{level.label}", "支", registers.TEAMS, Q(level=level)
    )


def venues_of(stars: int) -> Indicator:
    return Indicator(
        f"venues_star_{stars}",
        f"{stars} 星党员活动阵地",
        "个",
        registers.VENUE_REVIEWS,
        Q(stars=stars),
    )


BASES = (
    Indicator("theme_day_bases", "主题党日活动基地", "个", registers.BASES),
    Indicator("base_bookings", "预约主题党日活动基地", "次", registers.BOOKINGS),
    Indicator("base_visits", "参观主题党日活动基地", "次", registers.VISITS),
    Indicator(
        "base_visitors",
        "参观主题党日活动基地人次",
        "人次",
        registers.VISITS,
        measure=Total("persons"),
    ),
    Indicator("base_visits_received", "基地接待参观", "次", registers.VISITS_RECEIVED),
)
VENUES = (
    Indicator("venues", "党员活动阵地", "个", registers.VENUES),
    Indicator("venues_starred", "星级党员活动阵地", "个", registers.VENUE_REVIEWS, ~Q(stars=0)),
    *(venues_of(stars) for stars in range(1, MOST_STARS + 1)),
    Indicator(
        "venues_to_standard",
        "规范化党员活动阵地",
        "个",
        registers.VENUE_REVIEWS,
        Q(is_up_to_standard=True),
    ),
    # Whoever has two of them is one organisation.
    Indicator(
        "organisations_with_standard_venue",
        "建成规范化活动室的党组织",
        "个",
        registers.VENUE_REVIEWS,
        Q(is_up_to_standard=True),
        Distinct("venue__organisation", thing="党组织"),
    ),
)
HONOURS = (
    *(honours_of(level) for level in HonourLevel),
    # 集体 and 个人 are never added up: one is counted in bodies, the other in people.
    Indicator(
        "collectives_commended",
        "市级以上表彰的集体",
        "个",
        registers.HONOURS,
        AT_CITY_LEVEL & Q(person=None),
    ),
    Indicator(
        "persons_commended",
        "市级以上表彰的个人",
        "名",
        registers.HONOURS,
        AT_CITY_LEVEL & Q(person__isnull=False),
    ),
)
REGISTERS = (
    *BASES,
    *VENUES,
    *(teams_of(level) for level in TeamLevel),
    Indicator(
        "volunteer_levels",
        "志愿服务队伍的层级",
        "级",
        registers.TEAMS,
        measure=Distinct("level", thing="层级"),
    ),
    Indicator(
        "volunteer_activities",
        "志愿服务队伍开展的活动",
        "次",
        sixlights.ACTIVITIES,
        Q(team__isnull=False),
        Total("sessions", hedge="sessions_hedge"),
    ),
    *HONOURS,
    Indicator("set_up_advice", "组织设置有提醒的党组织", "个", registers.OPEN_SET_UPS),
)
