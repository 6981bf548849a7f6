"""What the zones did: two activities a year each, and what became of the suggestions."""

from datetime import date, timedelta
from random import Random

from apps.portal.city.plan import Plan
from apps.portal.city.tables import Tables
from apps.zones.choices import ActivityStatus, SuggestionStatus
from apps.zones.models import (
    AttendingUnit,
    HostUnit,
    Practice,
    PracticeAdoption,
    Publication,
    Speech,
    Suggestion,
    ZoneActivity,
)

MONTHS_AND_DAYS = ((4, 16), (9, 15))
THEMES = ("学习贯彻党的二十届四中全会精神", "围绕中心抓党建、抓好党建促发展")
SPOKEN = (
    "围绕“六亮”行动推动党建与业务融合",
    "用好主题党日活动基地",
    "以星级支部创建带动支部建设",
    "做实谈心谈话，建强党员队伍",
)
SUGGESTED = (
    ("建议每季度组织一次片内互学", "已列入下一年度联系片活动计划，每季度一次。"),
    ("希望统一开放主题党日活动基地的预约", "基地预约已在系统开通，各支部可以直接预约。"),
    ("建议对新任支部书记集中培训", "已安排党务干部培训班，名额向新任书记倾斜。"),
    ("希望减少重复报送的表格", "各类数据由系统汇总，不再另行报表。"),
)
PRACTICES = ("五点半党校", "红手印调查先锋队", "支部书记轮讲", "党员先锋岗亮诺")


def write(
    plan: Plan,
    tables: Tables,
    year: int,
    zones: list[tuple[int, int, list[int]]],
    staff: int,
) -> None:
    """`zones` are keys of a zone, of its convening unit and of its members."""
    for number, (zone, convening, members) in enumerate(zones):
        rng = plan.stream("gatherings", year, number)
        for turn, (month, day) in enumerate(MONTHS_AND_DAYS):
            held_on = date(year, month, day) + timedelta(days=number)
            if held_on > plan.until or len(members) < 2:
                continue
            activity = _activity(tables, zone, held_on, turn)
            units = [unit for unit in members if unit == convening or rng.random() < 0.9]
            _parts(tables, rng, activity, units, held_on)
            _suggestion(tables, rng, (zone, activity, staff), units, held_on, plan.until)


def _activity(tables: Tables, zone: int, held_on: date, turn: int) -> int:
    return tables[ZoneActivity].add(
        zone_id=zone,
        title=f"{'上' if turn == 0 else '下'}半年学习交流活动",
        theme=THEMES[turn],
        starts_on=held_on,
        ends_on=held_on,
        place="承办单位会议室",
        status=ActivityStatus.PUBLISHED.value,
    )


def _parts(tables: Tables, rng: Random, activity: int, units: list[int], on: date) -> None:
    host = rng.choice(units)
    tables[HostUnit].add(activity_id=activity, unit_id=host, provides="会议室和讲解")
    for unit in units:
        tables[AttendingUnit].add(activity_id=activity, unit_id=unit, persons=rng.randint(1, 3))
    for topic in rng.sample(SPOKEN, 2):
        tables[Speech].add(activity_id=activity, unit_id=rng.choice(units), topic=topic)
    name = rng.choice(PRACTICES)
    practice = tables[Practice].add(activity_id=activity, unit_id=host, name=name)
    for unit in [unit for unit in units if unit != host][:2]:
        since = on + timedelta(days=rng.randint(10, 40))
        tables[PracticeAdoption].add(practice_id=practice, unit_id=unit, since=since)
    tables[Publication].add(
        activity_id=activity,
        title="联系片集中开展学习交流活动",
        medium="市直党建",
        published_on=on + timedelta(days=5),
    )


def _suggestion(
    tables: Tables,
    rng: Random,
    keys: tuple[int, int, int],
    units: list[int],
    on: date,
    until: date,
) -> None:
    """Answered within its time; what was said in the last weeks still waits."""
    zone, activity, staff = keys
    text, answer = rng.choice(SUGGESTED)
    due = on + timedelta(days=20)
    is_answered = due < until
    tables[Suggestion].add(
        zone_id=zone,
        activity_id=activity,
        unit_id=rng.choice(units),
        text=text,
        made_on=on,
        owner_id=staff,
        due_on=due,
        answer=answer if is_answered else "",
        status=(SuggestionStatus.ANSWERED if is_answered else SuggestionStatus.ASSIGNED).value,
        answered_at=f"{due - timedelta(days=3)} 10:00+08" if is_answered else None,
    )
