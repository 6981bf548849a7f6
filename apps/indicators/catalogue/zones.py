"""Guidance by liaison zones."""

from django.db.models import Q

from apps.indicators.catalogue.definitions import Indicator
from apps.indicators.measures import Distinct, Rows, Total
from apps.indicators.sources import zones
from apps.zones.choices import WITH_ANSWER

OF_A_ZONE = Q(zone__isnull=False)

ZONES = (
    Indicator("zones", "联系片", "个", zones.ZONES),
    Indicator(
        "zone_convening_units",
        "联系片召集单位",
        "个",
        zones.ZONES,
        measure=Distinct("convening_unit", thing="单位"),
    ),
    Indicator(
        "zone_units", "联系片单位", "家", zones.UNITS, measure=Distinct("unit", thing="单位")
    ),
    Indicator(
        "zone_units_stated",
        "划入联系片的单位（公布的总数）",
        "家",
        zones.DIVISIONS,
        measure=Total("units", hedge="units_hedge"),
    ),
    Indicator("zone_activities", "联系片活动", "次", zones.ACTIVITIES, OF_A_ZONE),
    Indicator("zone_rounds", "各联系片集中开展的活动", "次", zones.ACTIVITIES, Q(zone=None)),
    Indicator(
        "zones_active",
        "开展了活动的联系片",
        "个",
        zones.ACTIVITIES,
        OF_A_ZONE,
        measure=Distinct("zone", thing="联系片"),
    ),
    Indicator(
        "zone_units_reported",
        "参加联系片活动的单位（公布的总数）",
        "家",
        zones.STATED,
        Q(units__isnull=False),
        measure=Total("units", hedge="units_hedge"),
    ),
    Indicator(
        "zone_persons_reported",
        "参加联系片活动的人数（公布的总数）",
        "人",
        zones.STATED_PERSONS,
        Q(persons__isnull=False),
        measure=Total("persons", hedge="persons_hedge"),
    ),
    Indicator(
        "zone_attending_units",
        "参加联系片活动的单位",
        "家",
        zones.ATTENDING,
        measure=Distinct("unit", thing="单位"),
    ),
    Indicator("zone_attendances", "参加联系片活动", "次", zones.ATTENDING, asked_of="zone_units"),
    Indicator(
        "zone_persons",
        "参加联系片活动的人数（各次之和）",
        "人",
        zones.ATTENDING,
        Q(persons__isnull=False),
        measure=Total("persons", hedge="persons_hedge"),
    ),
    Indicator(
        "zone_hosts",
        "联系片活动承办单位",
        "家",
        zones.HOSTS,
        measure=Distinct("unit", hedge="activity__hosts_hedge", thing="单位"),
    ),
    Indicator(
        "zone_lecturers",
        "联系片活动的宣讲团成员",
        "人",
        zones.LECTURES,
        measure=Distinct("lecturer", thing="人"),
    ),
    Indicator("zone_speeches", "联系片交流发言", "个", zones.SPEECHES),
    Indicator(
        "zone_practices",
        "联系片活动展示的做法（品牌）",
        "个",
        zones.PRACTICES,
        measure=Rows(hedge="activity__practices_hedge"),
    ),
    Indicator("zone_adoptions", "学用的做法", "项", zones.ADOPTIONS),
    Indicator(
        "zone_venues",
        "联系片活动展示的阵地",
        "个",
        zones.VENUES,
        measure=Distinct("venue", thing="阵地"),
    ),
    Indicator("suggestions", "收集的意见建议", "条", zones.SUGGESTIONS),
    Indicator(
        "suggestions_answered",
        "已答复的意见建议",
        "条",
        zones.SUGGESTIONS,
        Q(status__in=WITH_ANSWER),
    ),
    Indicator("suggestions_late", "没有按期答复的意见建议", "条", zones.LATE_SUGGESTIONS),
)
