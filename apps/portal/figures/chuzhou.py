"""S0: the zones of Chuzhou and their first activity, as reported on 21 September 2022."""

from apps.core.periods import Period
from apps.portal.figures.definitions import Counted, Figure, Listed, Ruled, Told

YEAR = Period.year(2022)
# The report says 目前, and tells nothing of the months after it.
MONTH = Period.month(2022, 9)

FIGURES = (
    Figure("S0-01", "隶属工委的基层党组织", "organisations 个", Counted("grassroots"), MONTH),
    Figure("S0-02", "划入联系片的单位", "units 家", Counted("zone_units_stated"), YEAR),
    Figure("S0-03", "联系片", "zones 个", Counted("zones"), YEAR),
    Figure(
        "S0-04", "第一次示范性学习交流活动开始日期", "date", Told("zone_rounds", "starts_on"), MONTH
    ),
    Figure(
        "S0-05", "第一次示范性学习交流活动结束日期", "date", Told("zone_rounds", "ends_on"), MONTH
    ),
    Figure("S0-06", "活动届次", "ordinal 第…次", Told("zone_rounds", "number"), MONTH, "次"),
    Figure("S0-07", "参加单位", "units 家", Counted("zone_attending_units"), MONTH),
    Figure("S0-08", "参加的党务干部", "persons 名", Counted("zone_persons_reported"), MONTH, "名"),
    Figure(
        "S0-09",
        "每片联系指导的工委负责同志",
        "persons 名",
        Ruled("zone_leaders_per_zone"),
        YEAR,
        said="{}, per zone",
    ),
    Figure(
        "S0-10",
        "每片召集单位",
        "units 个",
        Ruled("convening_units_per_zone"),
        YEAR,
        said="{}, per zone",
    ),
    Figure("S0-11", "召集单位合计", "units 个", Counted("zone_convening_units"), YEAR),
    Figure("S0-12", "点名的承办单位", "units", Counted("zone_hosts"), MONTH),
    Figure("S0-13", "宣讲团成员", "persons 名", Counted("lecturers"), MONTH),
    Figure(
        "S0-14",
        "“党纪一小时”",
        "hour",
        Ruled("discipline_lecture_hours"),
        YEAR,
        said="name, {}",
    ),
    Figure("S0-15", "主题党日活动基地", "bases 个", Counted("theme_day_bases"), MONTH),
    Figure("S0-16", "展示的星级党员活动阵地", "venues 个", Counted("zone_venues"), MONTH),
    Figure("S0-17", "点名的特色党建品牌", "brands", Counted("zone_practices"), MONTH),
    Figure(
        "S0-18",
        "每片甄选的课题调研联系点（下限）",
        "points 个",
        Ruled("research_points_per_zone_min"),
        YEAR,
    ),
    Figure(
        "S0-19",
        "每片甄选的课题调研联系点（上限）",
        "points 个",
        Ruled("research_points_per_zone_max"),
        YEAR,
    ),
    Figure("S0-20", "“六亮”", "items", Listed("six_lights"), YEAR, "项", said="name, {}"),
    Figure("S0-21", "“四个第一”", "items", Ruled("four_firsts"), YEAR, said="name, {}"),
    Figure(
        "S0-22",
        "督查重点",
        "areas",
        Ruled("inspection_focus"),
        YEAR,
        said="counted from the list",
    ),
    Figure("S0-23", "联系片工作目标“活、动、强、严”", "words", Ruled("zone_aims"), YEAR),
    Figure(
        "S0-24",
        "反馈问题正在整改的省委巡视",
        "round",
        Ruled("provincial_inspection_round"),
        YEAR,
        said="ordinal; 11th provincial committee",
    ),
    Figure(
        "S0-25",
        "图片说明中的联系片",
        "zones",
        Counted("zones_active"),
        MONTH,
        said="counted",
    ),
    Figure("S0-26", "报道日期", "date", Told("info_adoptions_online", "starts_on"), MONTH),
)
