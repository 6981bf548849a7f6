"""会议: by organisation, kind and beginning. What is filed is evidence and is never rewritten."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from apps.branches.imports.shared import (
    names_of_organisations,
    offered_branches,
    resolve,
    sound,
)
from apps.branches.models import Person
from apps.core.imports import (
    Check,
    Clock,
    Column,
    Day,
    Names,
    Row,
    SheetImport,
    Text,
    Whole,
    register,
)
from apps.core.imports.sheets import twice
from apps.meetings.imports.cells import KIND, Absences, Kinds, Topics
from apps.meetings.imports.records import file_records, statements, words_of
from apps.meetings.imports.rolls import Rolls
from apps.meetings.roll import Roll
from apps.meetings.sitting import Sitting, Topic, count
from apps.meetings.sitting import check as check_sitting

# The fields that `sitting.check` speaks of, and the columns where their cure is.
COLUMN_OF = {
    "kind": "kind",
    "held_on": "held_on",
    "ended": "ends",
    "topics": "also",
    "first_topic": "topics",
    "place": "place",
    "chair_reason": "chair_reason",
}

ROLL_SHEETS = ("人员", "任职")
# Progress is told every so many rows.
STEP = 500


@register
class MeetingSheet(SheetImport):
    name = "会议"
    order = 50
    columns = (
        Column(
            "organisation",
            "党支部",
            Text(100),
            True,
            "名称或编号，也可以是党小组、党总支的编号",
            "O010",
            ("所在党支部", "支部", "支部名称", "党支部名称", "党组织"),
            offers=offered_branches,
        ),
        Column(
            "kind",
            "会议类型",
            KIND,
            True,
            "从下拉选项中选；党员活动日按主题党日登记",
            "支委会",
            ("类型", "会议类别"),
        ),
        Column("held_on", "日期", Day(), True, "", "2026-03-05", ("会议日期", "召开日期")),
        Column("starts", "开始时间", Clock(), True, "写成 09:00", "09:00", ("开始",)),
        Column("ends", "结束时间", Clock(), True, "写成 10:30", "10:30", ("结束",)),
        Column("place", "地点", Text(100), True, "", "三楼会议室", ("会议地点",)),
        Column("chair", "主持人", Text(50), True, "姓名或人员编号", "张三", ("主持",)),
        Column("chair_reason", "代为主持的原因", Text(100), False, "不是书记主持时填写", ""),
        Column("recorder", "记录人", Text(50), True, "姓名或人员编号", "李四", ("记录",)),
        Column("first", "第一议题", Text(200), False, "学习的文件或讲话名称", "学习重要讲话"),
        Column(
            "topics", "议题", Topics(), False, "几个议题用分号隔开", "研究发展党员；通报党费收缴"
        ),
        Column(
            "also", "计入", Kinds(), False, "同一次会议还计入的类型，如 主题党日；党课:学习党章", ""
        ),
        Column("expected", "应到", Whole(), False, "只用来核对，按名册自动计算", ""),
        Column("absences", "缺席", Absences(), False, "写成 张三:病假；李四:事假", "王五:病假"),
    )

    def take(self, rows: list[Row], check: Check) -> None:
        organisations = names_of_organisations("支部")
        for row in rows:
            row.values["organisation"] = resolve(self, row, "organisation", organisations, check)
        for row, first in twice(sound(rows), "organisation", "kind", "held_on", "starts"):
            check.wrong(self, row, "held_on", f"与第 {first.number} 行是同一次会议，请只留一行")
        if not all(check.is_complete(name) for name in ROLL_SHEETS):
            # Who should attend is known only when these are right.
            for row in sound(rows):
                check.wait(self, row, "人员、任职两张表全部正确后，才能核对会议的名册")
            return
        people = _People(rows)
        self._tell_unknown_names(rows, people, check)
        rolls = Rolls({r["organisation"] for r in sound(rows)})
        stated = {}
        for done, row in enumerate(sound(rows)):
            if not done % STEP:
                check.report(f"核对“{self.name}”{done} 行", done / len(rows))
            roll = rolls.of(row["organisation"], row["kind"], row["held_on"])
            sitting = self._sitting(row, roll, people, check)
            if row.is_sound:
                stated[row.number] = (row["organisation"], sitting, roll)
        self._keep(sound(rows), stated, check)

    def _tell_unknown_names(self, rows: list[Row], people: "_People", check: Check) -> None:
        """Rows without a roll of their day are only asked whether the city knows the names."""
        for row in rows:
            for key in ("chair", "recorder"):
                if not row.is_sound and key in row.values and row[key] not in people:
                    check.wrong(self, row, key, f"名册里没有“{row[key]}”这个人，请核对姓名")

    def _sitting(self, row: Row, roll: Roll, people: "_People", check: Check) -> Sitting | None:
        on_roll = Names("人", [(e.person.name, e.person) for e in roll.entries])
        chair = self._person(row, "chair", on_roll, people, check)
        recorder = self._person(row, "recorder", on_roll, people, check)
        absences = self._absences(row, on_roll, check)
        if not row.is_sound:
            return None
        sitting = Sitting(
            kind=row["kind"],
            started_at=_moment(row, "starts"),
            ended_at=_moment(row, "ends"),
            place=row["place"],
            chair=chair,
            chair_reason=row.get("chair_reason", ""),
            recorder=recorder,
            topics=_topics(row),
            absences=absences,
        )
        self._verify(row, sitting, roll, check)
        return sitting

    def _person(self, row: Row, key: str, on_roll: Names, people: "_People", check: Check):
        found = on_roll.get(row[key]) or people.get(row[key])
        if found is None:
            check.wrong(self, row, key, on_roll.unknown(row[key]))
        return found

    def _absences(self, row: Row, on_roll: Names, check: Check) -> dict:
        found = {}
        for name, absence in row.get("absences", {}).items():
            person = on_roll.get(name)
            if person is None:
                sentence = f"“{name}”不在这一天的名册上，请核对姓名或先登记组织关系"
                check.wrong(self, row, "absences", sentence)
            else:
                found[person.pk] = absence
        return found

    def _verify(self, row: Row, sitting: Sitting, roll: Roll, check: Check) -> None:
        """The rules of the meeting form, told at the cells of the sheet."""
        try:
            check_sitting(sitting, roll, complete=True)
        except ValidationError as refusal:
            for name, sentences in refusal.message_dict.items():
                for sentence in sentences:
                    check.wrong(self, row, COLUMN_OF.get(name, "absences"), sentence)
        expected = count(sitting, roll).expected
        if row.get("expected", expected) != expected:
            sentence = (
                f"这一天名册上应到 {expected} 人，表中是 {row['expected']} 人，请先核对人员表"
            )
            check.wrong(self, row, "expected", sentence)

    def _keep(self, rows: list[Row], stated: dict, check: Check) -> None:
        known = statements(
            {o.pk for o, _, _ in stated.values()}, {s.held_on for _, s, _ in stated.values()}
        )
        fresh = []
        for row in rows:
            organisation, sitting, roll = stated[row.number]
            versions = known.get((organisation.pk, sitting.kind, sitting.started_at), [])
            if not versions:
                fresh.append((organisation, sitting, roll))
            elif words_of(sitting) not in versions:
                check.wrong(
                    self,
                    row,
                    "held_on",
                    "这次会议已经登记，内容与表中不同。已登记的记录不能用导入修改，请在记录里更正",
                )
        file_records(fresh)
        tally = check.tally(self)
        tally.new, tally.unchanged = len(fresh), len(sound(rows)) - len(fresh)


class _People:
    """By code, for chairs and recorders who are not on the roll; by name only to know of them."""

    def __init__(self, rows: list[Row]) -> None:
        words = {row.get(key) for row in rows for key in ("chair", "recorder")}
        named = Person.objects.filter(Q(code__in=words) | Q(name__in=words))
        self._names: set[str] = set()
        self._by_code: dict[str, Person] = {}
        for person in named:
            self._names.add(person.name)
            self._by_code[person.code] = person
        self.get = self._by_code.get

    def __contains__(self, word: str) -> bool:
        return word in self._names or word in self._by_code


def _moment(row: Row, key: str) -> datetime:
    return timezone.make_aware(datetime.combine(row["held_on"], row[key]))


def _topics(row: Row) -> tuple[Topic, ...]:
    """The first topic, the others, and one item for each further kind."""
    first = (Topic(row["first"], is_first_topic=True),) if "first" in row.values else ()
    others = row.get("topics", ())
    return (*first, *others, *row.get("also", ()))
