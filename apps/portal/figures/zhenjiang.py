"""S3: secretary projects of the Party groups of Zhenjiang.

The day of the report is not on record, so “5 years” and “now” have no days of their own: the rows
stand in 2018 to 2022 as in a placeholder, and say so.
"""

from datetime import date

from apps.branches.choices import GradeKind
from apps.core.periods import Period
from apps.portal.figures.definitions import Counted, Figure, Itemised, Lasting, Ruled, Told

FIVE_YEARS = Period(date(2018, 1, 1), date(2023, 1, 1))
NOW = Period.year(2022)
CONSULTATION, COURT, SERVICE, BUSINESS = "ZJ-001", "ZJ-003", "ZJ-004", "ZJ-006"
TARGETS = "outcome_targets"


def outcome(kind: str) -> Counted:
    return Counted(f"outcomes:{kind}")


FIGURES = (
    Figure(
        "S3-01",
        "牵头负责的党组部门",
        "Party groups 個",
        Counted("party_groups_with_project"),
        NOW,
    ),
    Figure(
        "S3-02",
        "市政协机关党组项目成果的时段",
        "years 年",
        Lasting("outcomes:标准化协商议事室", below=CONSULTATION),
        FIVE_YEARS,
    ),
    Figure(
        "S3-03",
        "获得市“十佳”和“优质”的书记项目",
        "projects 個",
        Counted("projects_with_title"),
        FIVE_YEARS,
    ),
    Figure(
        "S3-04",
        "“十佳”的名额",
        "projects",
        Told("titles:十佳书记项目", "kind__places"),
        FIVE_YEARS,
        "个",
        said="name",
    ),
    Figure(
        "S3-05",
        "选题原则“切口小、有难度、示范性牵引性强”",
        "criteria",
        Ruled("project_principles"),
        NOW,
        said="counted",
    ),
    Figure(
        "S3-06",
        "全省首个开放式协商议事联盟",
        "alliance",
        Told("outcome_ranks", "value", below=CONSULTATION),
        FIVE_YEARS,
        "个",
        said="ordinal",
    ),
    Figure("S3-07", "标准化协商议事室", "rooms 個", outcome("标准化协商议事室"), FIVE_YEARS),
    Figure("S3-08", "协商议事活动", "sessions 場", outcome("协商议事活动"), FIVE_YEARS),
    Figure("S3-09", "协调解决的基层矛盾问题", "disputes 個", outcome("基层矛盾问题"), FIVE_YEARS),
    Figure(
        "S3-10",
        "市总工会制订的考核项目",
        "items 項",
        Itemised(GradeKind.RED_FLAG),
        FIVE_YEARS,
        "项",
    ),
    Figure(
        "S3-11",
        "市总工会制订的创建标准",
        "standards 條",
        Itemised(GradeKind.RED_FLAG, are_parts=True),
        FIVE_YEARS,
        "条",
    ),
    Figure(
        "S3-12",
        "“红旗党小组”创建目标的年限",
        "years 年",
        Lasting(TARGETS),
        FIVE_YEARS,
    ),
    Figure(
        "S3-13",
        "“红旗党小组”创建率的目标",
        "percent",
        Told(TARGETS, "value"),
        FIVE_YEARS,
        "%",
    ),
    Figure(
        "S3-14",
        "提档进位的支部",
        "branches 個",
        Counted("grades_moved_up", below=COURT),
        FIVE_YEARS,
    ),
    Figure(
        "S3-15",
        "受到市级以上表彰的集体",
        "collectives 個",
        Counted("collectives_commended"),
        FIVE_YEARS,
    ),
    Figure(
        "S3-16",
        "受到市级以上表彰的个人",
        "persons 名",
        Counted("persons_commended"),
        FIVE_YEARS,
    ),
    Figure("S3-17", "“五办”服务模式", "modes", Counted("project_measures", below=SERVICE), NOW),
    Figure(
        "S3-18",
        "优化营商环境的“六减一增”",
        "measures",
        Counted("project_measures", below=BUSINESS),
        NOW,
        said="counted",
    ),
    Figure("S3-19", "帮助企业发布的重大技术需求", "items 項", outcome("重大技术需求"), FIVE_YEARS),
    Figure("S3-20", "科技合作对接活动", "sessions 場", outcome("科技合作对接活动"), FIVE_YEARS),
    Figure("S3-21", "科技成果供需对接会", "sessions 場", outcome("科技成果供需对接会"), FIVE_YEARS),
    Figure(
        "S3-22",
        "党建与业务“四个一起”",
        "items",
        Ruled("four_togethers"),
        NOW,
        said="counted",
    ),
)
