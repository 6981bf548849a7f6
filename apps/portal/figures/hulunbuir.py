"""S1: a year of the work committee of Hulunbuir, as reported on 4 March 2020."""

from apps.core.periods import Cycle, Period
from apps.portal.figures.definitions import Counted, Figure, Lasting, Ruled, Told

YEAR = Period.year(2019)
REPORTED = Period.year(2020)
CERTIFIED = "brands_certified_in"

FIGURES = (
    Figure("S1-01", "市直机关中心组集体学习", "sessions 期", Counted("study_sessions"), YEAR),
    Figure(
        "S1-02",
        "参加集体学习的处级党员干部",
        "person-times 人次",
        Counted("study_person_times"),
        YEAR,
    ),
    Figure("S1-03", "培训班", "classes 次", Counted("training_classes"), YEAR),
    Figure("S1-04", "培训参加", "person-times 人次", Counted("training_person_times"), YEAR),
    Figure("S1-05", "报送信息", "items 篇", Counted("info_submitted"), YEAR),
    Figure("S1-06", "“总队—支队—分队”", "levels 级", Counted("volunteer_levels"), YEAR),
    Figure("S1-07", "党员志愿服务支队", "teams 支", Counted("volunteer_detachment"), YEAR),
    Figure("S1-08", "调整规范党组织设置的单位", "units 个", Counted("units_adjusted"), YEAR),
    Figure("S1-09", "选任的专职副书记", "persons 名", Counted("fulltime_deputies_appointed"), YEAR),
    Figure(
        "S1-10",
        "建成规范化党员活动室的党组织",
        "organisations 个",
        Counted("organisations_with_standard_venue"),
        YEAR,
    ),
    Figure("S1-11", "报送的机关党建优秀案例", "cases 篇", Counted("cases_submitted"), YEAR),
    Figure("S1-12", "其中获奖的案例", "cases 篇", Counted("cases_awarded"), YEAR),
    # The plan and the batch are those by which brands were certified.
    Figure(
        "S1-13",
        "党建品牌三年规划起始年",
        "year",
        Told(CERTIFIED, "batch__plan__starts_on", Cycle.YEAR),
        YEAR,
    ),
    Figure(
        "S1-14",
        "党建品牌三年规划截止年",
        "year",
        Told(CERTIFIED, "batch__plan__ends_on", Cycle.YEAR),
        YEAR,
    ),
    Figure("S1-15", "党建品牌规划年限", "years 年", Lasting(CERTIFIED, "batch__plan__"), YEAR),
    Figure(
        "S1-16",
        "“一支部一品牌”",
        "brand per branch",
        Ruled("brands_per_branch"),
        YEAR,
        said="rule",
    ),
    Figure("S1-17", "上报的品牌", "brands 个", Counted("brands_reported_in"), YEAR),
    Figure("S1-18", "认定的品牌", "brands 个", Counted(CERTIFIED), YEAR),
    Figure("S1-19", "认定批次", "ordinal batch", Told(CERTIFIED, "batch__number"), YEAR, "批"),
    Figure(
        "S1-20",
        "介绍经验的示范品牌党组织",
        "organisations 个",
        Counted("organisations_shown_in"),
        YEAR,
    ),
    Figure("S1-21", "报道日期", "date", Told("info_adoptions_online", "starts_on"), REPORTED),
    # Glued to the day of the page, which does not say what it counts: kept, and counted by nobody.
    Figure(
        "S1-22",
        "页面上日期后面的数字",
        "views?",
        Told("info_adoptions_online", "printed_number"),
        REPORTED,
        "（含义未注明）",
        said="uncertain",
    ),
)
