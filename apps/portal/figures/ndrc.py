"""S2: contact branches of leaders in the NDRC, as reported on 20 July 2020."""

from apps.core.periods import Cycle, Period
from apps.portal.figures.definitions import Counted, Figure, Ruled, Told

YEAR = Period.year(2020)
MAY, JULY = Period.month(2020, 5), Period.month(2020, 7)

FIGURES = (
    Figure("S2-01", "主任到联系点调研", "visit", Counted("contact_visits"), MAY),
    Figure(
        "S2-02",
        "每名领导的联系点",
        "branch 个",
        Ruled("contact_points_per_leader"),
        YEAR,
        said="rule",
    ),
    Figure(
        "S2-03",
        "了解掌握所联系党支部的工作情况",
        "check per month",
        Ruled("contact_checks_per_month"),
        YEAR,
        said="{}, per month",
    ),
    Figure(
        "S2-04",
        "到联系点调研",
        "visit per year",
        Ruled("contact_visits_per_year"),
        YEAR,
        said="{}, per year",
    ),
    Figure(
        "S2-05",
        "一名领导干部直接推动的党支部",
        "branches 个",
        Ruled("branches_advanced_per_leader"),
        YEAR,
    ),
    Figure(
        "S2-06",
        "建立联系点的党组成员",
        "persons 位",
        Counted("contact_leaders_party_group"),
        JULY,
        "位",
    ),
    Figure(
        "S2-07",
        "建立联系点的机关党委常委",
        "persons 位",
        Counted("contact_leaders_standing"),
        JULY,
        "位",
    ),
    Figure("S2-08", "“四强”党支部", "items", Ruled("four_strengths"), YEAR, said="name, {}"),
    Figure("S2-09", "“四帮”", "items", Ruled("four_helps"), YEAR, said="counted from the list"),
    Figure("S2-10", "大抓基层建设年", "year", Ruled("grass_roots_year"), YEAR),
    Figure("S2-11", "报道日期", "date", Told("info_adoptions_online", "starts_on"), YEAR),
    Figure(
        "S2-12",
        "刊期",
        "issue",
        Told("info_adoptions_in_print", "starts_on", known_to=Cycle.MONTH),
        YEAR,
    ),
)
