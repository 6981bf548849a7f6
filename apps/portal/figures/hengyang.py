"""S4: the six micros of the organisation department of Hengyang, as reported on 26 October 2020."""

from apps.core.models import Bound
from apps.core.periods import Period
from apps.portal.figures.definitions import Bounded, Counted, Figure, Listed, Ruled, Told

YEAR = Period.year(2020)
MONTH = Period.month(2020, 10)


def activities(item: str) -> Counted:
    return Counted(f"activities:six_micros.micro_{item}")


def lecturers(item: str) -> Counted:
    return Counted(f"lecturers:six_micros.micro_{item}")


def lecturing_offices(item: str) -> Counted:
    return Counted(f"lecturing_offices:six_micros.micro_{item}")


def counted(countable: str) -> Counted:
    return Counted(f"counted:six_micros.micro_{countable}")


FIGURES = (
    Figure("S4-01", "“六微”工作模块", "modules 大", Listed("six_micros"), YEAR, "大模块"),
    Figure("S4-02", "一个党支部的科室（中心）", "offices 個", Ruled("offices_per_branch"), YEAR),
    Figure("S4-03", "一个党支部的党员人数", "persons 人", Ruled("members_per_branch"), YEAR),
    Figure("S4-04", "科室（中心）", "offices 個", Counted("offices"), MONTH),
    Figure("S4-05", "机关党委", "committee 個", Counted("organ_committees"), MONTH),
    Figure("S4-06", "党支部", "branches 個", Counted("branches"), MONTH),
    Figure("S4-07", "其中离退休干部党支部", "branch 個", Counted("retired_branches"), MONTH),
    Figure(
        "S4-08",
        "“组工讲坛”",
        "sessions 期",
        activities("study"),
        YEAR,
        "期",
    ),
    Figure(
        "S4-09",
        "主讲的科室",
        "offices 個",
        lecturing_offices("study"),
        YEAR,
        "个",
    ),
    Figure(
        "S4-10",
        "主讲的年轻党员",
        "persons 名",
        lecturers("study"),
        YEAR,
        "名",
    ),
    Figure(
        "S4-11",
        "听讲学习",
        "person-times 人次",
        counted("study.person_times"),
        YEAR,
    ),
    Figure(
        "S4-12",
        "互动交流的实际工作问题",
        "questions 個",
        counted("study.questions"),
        YEAR,
    ),
    Figure("S4-13", "“讲、写、干、创”四种能力", "skills 種", Ruled("trained_skills"), YEAR),
    Figure(
        "S4-14",
        "微党课每人每次最少时长",
        "minutes 分鐘",
        Bounded("six_micros", "micro_lecture", "minutes_from", Bound.AT_LEAST),
        YEAR,
        "分钟",
    ),
    Figure(
        "S4-15",
        "微党课每人每次最多时长",
        "minutes 分鐘",
        Bounded("six_micros", "micro_lecture", "minutes_to", Bound.AT_MOST),
        YEAR,
        "分钟",
    ),
    Figure("S4-16", "微党课", "lectures 堂", activities("lecture"), YEAR, "堂"),
    Figure(
        "S4-17",
        "轮流讲课的党员",
        "persons 名",
        lecturers("lecture"),
        YEAR,
        "名",
    ),
    Figure(
        "S4-18",
        "参与政治建设考察",
        "person-times 人次",
        counted("lecture.person_times"),
        YEAR,
    ),
    Figure(
        "S4-19",
        "政治建设考察的单位",
        "units 個",
        counted("lecture.units_reviewed"),
        YEAR,
    ),
    Figure(
        "S4-20",
        "参与选人用人巡视巡察的党员",
        "persons 名",
        counted("lecture.persons"),
        YEAR,
        "名",
    ),
    Figure(
        "S4-21",
        "选人用人巡视巡察的单位",
        "units 個",
        counted("lecture.units_inspected"),
        YEAR,
    ),
    Figure(
        "S4-22",
        "集中志愿服务活动",
        "activities 次",
        activities("service"),
        YEAR,
        "次",
    ),
    Figure(
        "S4-23",
        "志愿服务参与",
        "person-times 人次",
        counted("service.person_times"),
        YEAR,
    ),
    Figure(
        "S4-24",
        "解决的实际问题",
        "problems 個",
        counted("service.problems_solved"),
        YEAR,
    ),
    Figure("S4-25", "节省资金", "CNY 元", counted("service.money_saved"), YEAR),
    Figure("S4-26", "党建品牌", "brands 個", Counted("brands_self_declared"), MONTH),
    Figure("S4-27", "编印的书", "books 本", counted("display.books"), YEAR),
    Figure("S4-28", "首届活动", "events", Counted("first_editions"), YEAR, said="counted"),
    Figure(
        "S4-29",
        "一个支部一个品牌",
        "brand per branch",
        Ruled("brands_per_branch"),
        YEAR,
        said="rule",
    ),
    Figure("S4-30", "报道日期", "date", Told("info_adoptions_online", "starts_on"), MONTH),
)
