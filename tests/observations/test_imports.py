"""Centre groups and observers by workbook, again without a change, withdrawn as a batch."""

from datetime import date

from pghistory import context

from apps.core.imports import bring_in, withdrawal
from apps.observations.models import CycleObserver, StudyGroup
from tests import cast
from tests.core.test_imports_withdrawal import brought_in
from tests.core.workbooks import rows_of, workbook


def bring(**tables: list[dict]):
    content = workbook({name: rows_of(name, rows) for name, rows in tables.items()})
    return bring_in(content, name="旁听.xlsx").check


def said(check) -> list[str]:
    return [f"{p.row} {p.place} {p.sentence}" for p in check.problems]


def observer(person, **changed) -> dict:
    given = {"旁听周期": "旁听周期", "人员编号": person.code, "姓名": person.name, "可任组长": "是"}
    return given | changed


def test_observers_come_in_once_and_change(study, users):
    person = cast.make_person("陈旁听")
    rows = [
        observer(person, 推荐单位="市财政局"),
        observer(cast.make_person("林旁听"), 可任组长="否"),
    ]
    assert bring(旁听人员=rows).is_right
    seats = CycleObserver.objects.filter(cycle=study.cycle)
    seat = seats.get(person=person)
    assert (seat.unit.name, seat.may_lead, seats.count()) == ("市财政局", True, 5)
    assert not seats.get(person__name="林旁听").may_lead
    again = bring(旁听人员=rows).tallies["旁听人员"]
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    left = bring(旁听人员=[observer(person, 退出日期="2026-11-02", 可任组长="否")])
    assert [(c.column, c.before, c.after) for c in left.changes] == [
        ("可任组长", "是", "否"),
        ("退出日期", "（空）", "2026-11-02"),
    ]
    seat.refresh_from_db()
    assert (seat.left_on, seat.version) == (date(2026, 11, 2), 2)


def test_rows_of_observers_name_the_cell_and_the_cure(study):
    study.cycle.__class__.objects.create(
        name="旧周期", starts_on=date(2020, 1, 1), ends_on=date(2021, 12, 31), form=study.cycle.form
    )
    person, other = cast.make_person("陈旁听"), cast.make_person("林旁听")
    check = bring(
        旁听人员=[
            observer(person, 姓名="王某"),
            observer(other, 可任组长="也许"),
            observer(other, 旁听周期="没有的周期"),
            observer(other, 旁听周期="旧周期"),
            observer(person),
            observer(person),
            observer(other, 推荐单位="市不在局"),
            {"旁听周期": "旁听周期", "人员编号": "没有"},
        ]
    )
    words = "\n".join(said(check))
    for sentence in (
        f"人员编号 {person.code} 是“陈旁听”，与姓名不符，请核对",
        "“也许”不在可选范围，只能是是、否",
        "没有的周期",
        "“旧周期”已于 2021-12-31 结束，请填现在的周期",
        "与第 6 行是同一条，请只留一行",
        "市不在局",
    ):
        assert sentence in words, words
    assert len(check.problems) == 7
    assert CycleObserver.objects.count() == 3


def test_groups_come_in_and_a_unit_has_one_at_a_time(study, city):
    secretary = cast.make_person("学习秘书")
    unit = cast.make_unit("市统计局")
    body = cast.make_organisation(
        "市统计局机关党委", "organ_committee", parent=city.root, unit=unit
    )
    group = {"单位": "市统计局", "党组（党委）": body.name, "成立日期": "2024-01-01"}
    wrong = bring(
        理论学习中心组=[
            group | {"单位": "市财政局"},
            group | {"党组（党委）": city.branch.name, "单位": "市财政局"},
            {"单位": "市财政局", "党组（党委）": city.committee.name, "成立日期": "2024-01-01"},
        ]
    )
    words = "\n".join(said(wrong))
    assert "不是“市财政局”的党组织，请核对" in words
    assert "中心组由党组（党委）或机关党委负责，请改填" in words
    assert "一个单位同时只有一个，请给前一个填结束日期" in words
    assert bring(理论学习中心组=[group | {"学习秘书编号": secretary.code}]).is_right
    assert StudyGroup.objects.get(unit=unit).contact == secretary
    ended = group | {"结束日期": "2025-01-01"}
    party = cast.make_organisation("市统计局党组", "party_group", parent=city.root, unit=unit)
    new = group | {"党组（党委）": party.name, "成立日期": "2025-01-01"}
    assert bring(理论学习中心组=[new, ended]).is_right
    assert StudyGroup.objects.filter(unit=unit).count() == 2


def test_batch_of_observers_is_withdrawn(study, users):
    person = cast.make_person("陈旁听")
    with context():
        batch = brought_in({"旁听人员": rows_of("旁听人员", [observer(person)])}, users.staff)
    assert CycleObserver.objects.filter(person=person).exists()
    with context():
        withdrawal.withdraw(batch, by=users.staff)
    assert not CycleObserver.objects.filter(person=person).exists()
    assert CycleObserver.objects.count() == 3
