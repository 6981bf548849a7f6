from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.branches.choices import MembershipKind, OrganisationKind
from apps.branches.imports.shared import (
    differing,
    names_of_organisations,
    offered_branches,
    refuse_repeats,
    resolve,
    sound,
)
from apps.branches.models import Membership, Organisation, Person
from apps.branches.services.memberships import check_membership
from apps.core.imports import (
    Check,
    Choice,
    Code,
    Column,
    Day,
    Row,
    SheetImport,
    Text,
    register,
    update_rows,
)

HELD = ("organisation", "subgroup", "kind")
KIND_ALIASES = {"正式": MembershipKind.FULL, "预备": MembershipKind.PROBATIONARY}


@dataclass
class Turn:
    """What happens to the memberships of the file: rows to begin, to end and to correct."""

    begun: list[Membership] = field(default_factory=list)
    ended: list[Membership] = field(default_factory=list)
    corrected: list[Membership] = field(default_factory=list)


@register
class PersonSheet(SheetImport):
    """人员 with 组织关系: by code; another branch or kind begins a new span."""

    name = "人员"
    order = 30
    columns = (
        Column(
            "code",
            "人员编号",
            Code(20),
            True,
            "不重复的编号，导入时按它认人",
            "P0001",
            ("人员代码", "党员编号"),
        ),
        Column("name", "姓名", Text(50), True, "", "张三", ("党员姓名", "名字")),
        Column(
            "phone",
            "联系电话",
            Code(20),
            False,
            "只登记任职人员的电话",
            "",
            ("手机", "手机号", "手机号码", "电话"),
        ),
        Column(
            "organisation",
            "党支部",
            Text(100),
            False,
            "名称或编号；不是党员的留空",
            "O010",
            ("所在党支部", "所属党支部", "支部", "支部名称", "党支部名称"),
            offers=offered_branches,
        ),
        Column(
            "subgroup", "党小组", Text(100), False, "本支部的党小组名称或编号", "", ("所在党小组",)
        ),
        Column(
            "kind",
            "党员类别",
            Choice.of(MembershipKind, KIND_ALIASES),
            False,
            "留空为正式党员",
            "正式党员",
            ("党员类型", "人员类别"),
        ),
        Column(
            "since",
            "转入日期",
            Day(),
            False,
            "组织关系转入本支部（或转正）的日期，填党支部时必填",
            "2020-03-01",
            ("转入时间", "转入支部日期"),
        ),
    )

    def take(self, rows: list[Row], check: Check) -> None:
        refuse_repeats(self, rows, check, "code")
        known = {p.code: p for p in Person.objects.filter(code__in=[r.get("code") for r in rows])}
        self._resolve(rows, check)
        turn = Turn()
        people = {
            r["code"]: known.get(r["code"]) or Person(code=r["code"], name=r["name"])
            for r in sound(rows)
        }
        histories = _histories(list(known.values()))
        changed, touched = [], set()
        for row in sound(rows):
            person = people[row["code"]]
            if person.pk and differing(self, row, person, ("name", "phone"), check):
                changed.append(person)
                touched.add(row.number)
            person.phone = row.get("phone", person.phone)
            if "organisation" in row.values and self._turn(row, person, histories, turn, check):
                touched.add(row.number)
        self._save(people, changed, turn)
        tally = check.tally(self)
        tally.new = sum(r["code"] not in known for r in sound(rows))
        tally.changed = sum(r["code"] in known and r.number in touched for r in sound(rows))
        tally.unchanged = len(sound(rows)) - tally.new - tally.changed

    def _resolve(self, rows: list[Row], check: Check) -> None:
        branches = names_of_organisations("支部")
        groups = _subgroups()
        for row in rows:
            if row.values.keys() & {"subgroup", "since"} and "organisation" not in row.values:
                check.wrong(self, row, "organisation", "填了党小组或转入日期的，请填写党支部")
                continue
            branch = resolve(self, row, "organisation", branches, check)
            if branch is None:
                row.values.pop("organisation", None)
                continue
            row.values["organisation"] = branch
            if not branch.is_branch:
                # Told below, where memberships are checked; it has no subgroups.
                row.values.pop("subgroup", None)
            elif "subgroup" in row.values:
                self._resolve_subgroup(row, branch, groups, check)

    def _resolve_subgroup(self, row: Row, branch: Organisation, groups, check: Check) -> None:
        name = row["subgroup"]
        found = groups.get((branch.pk, name))
        if found is None and name in check.wrong_names:
            check.wait(self, row)
        elif found is None:
            own = "、".join(n for (pk, n), g in groups.items() if pk == branch.pk and n == g.name)
            hint = f"，现有{own}" if own else "，请先在“党组织”表里登记"
            check.wrong(self, row, "subgroup", f"“{branch}”没有党小组“{name}”{hint}")
        row.values["subgroup"] = found

    def _turn(self, row: Row, person: Person, histories, turn: Turn, check: Check) -> bool:
        """Bring the membership to what the row says; whether anything changes."""
        history = histories.get(person.pk, [])
        held = next((m for m in history if m.valid_to is None), None)
        wanted = {
            "organisation": row["organisation"],
            "subgroup": row.get("subgroup", held and _same_branch(held, row) and held.subgroup),
            "kind": row.get("kind", held.kind if held else MembershipKind.FULL),
        }
        wanted["subgroup"] = wanted["subgroup"] or None
        if held and all(getattr(held, k) == wanted[k] for k in HELD):
            self._check_since(row, history, check)
            return False
        if not self._check_turn(row, history, held, wanted, check):
            return False
        if held:
            self._report(row, held, wanted, check)
        self._keep(row, person, held, wanted, turn, check)
        return True

    def _check_since(self, row: Row, history: list[Membership], check: Check) -> None:
        """The day must lie inside a membership of the same branch that is already known."""
        since = row.get("since")
        same = [m for m in history if m.organisation_id == row["organisation"].pk]
        if since and not any(m.holds_on(since) for m in same):
            begun = min(m.valid_from for m in same)
            sentence = f"已登记自 {begun} 起在本支部，与 {since} 不符，请核对日期"
            check.wrong(self, row, "since", sentence)

    def _check_turn(self, row: Row, history, held, wanted, check: Check) -> bool:
        since: date | None = row.get("since")
        last = max(
            (m.valid_from if m.valid_to is None else m.valid_to for m in history), default=None
        )
        if since is None:
            check.wrong(self, row, "since", "请填写转入日期：自哪一天起在这个支部")
        elif last and since < last:
            check.wrong(self, row, "since", f"日期须不早于现有组织关系的日期（{last}），请核对")
        elif held and held.kind == MembershipKind.FULL and wanted["kind"] != held.kind:
            check.wrong(self, row, "kind", "已是正式党员，不能改为预备党员，请核对")
        return row.is_sound

    def _report(self, row: Row, held: Membership, wanted: dict, check: Check) -> None:
        for key in HELD:
            if getattr(held, key) != wanted[key]:
                before, after = getattr(held, key), wanted[key]
                if key == "kind":
                    before, after = MembershipKind(before).label, MembershipKind(after).label
                check.changed_cell(self, row, row["name"], key, before, after)

    def _keep(self, row: Row, person: Person, held, wanted: dict, turn: Turn, check: Check) -> None:
        since = row["since"]
        is_correction = held is not None and held.valid_from == since
        membership = held if is_correction else Membership(person=person, valid_from=since)
        for key in HELD:
            setattr(membership, key, wanted[key])
        try:
            check_membership(membership)
        except ValidationError as refusal:
            check.wrong(self, row, "organisation", refusal.messages[0])
            return
        if is_correction:
            turn.corrected.append(membership)
            return
        if held:
            membership.is_vote_suspended = held.is_vote_suspended
            held.valid_to = since
            turn.ended.append(held)
        turn.begun.append(membership)

    def _save(self, people: dict[str, Person], changed: list[Person], turn: Turn) -> None:
        now = timezone.now()
        for row in (*changed, *turn.ended, *turn.corrected):
            row.version += 1
            row.updated_at = now
        Person.objects.bulk_create([p for p in people.values() if p.pk is None])
        update_rows(changed, ["name", "phone", "version", "updated_at"])
        update_rows(turn.ended, ["valid_to", "version", "updated_at"])
        update_rows(turn.corrected, [*HELD, "version", "updated_at"])
        for membership in turn.begun:
            # The person may have got his key only now.
            membership.person_id = membership.person.pk
        Membership.objects.bulk_create(turn.begun)


def _same_branch(held: Membership, row: Row) -> bool:
    return held.organisation_id == row["organisation"].pk


def _subgroups() -> dict[tuple[int | None, str], Organisation]:
    rows = Organisation.objects.filter(kind=OrganisationKind.SUBGROUP, dissolved_on=None)
    return {(g.parent_id, name): g for g in rows for name in (g.code, g.name)}


def _histories(people: list[Person]) -> dict[int, list[Membership]]:
    rows = Membership.objects.filter(person__in=[p.pk for p in people])
    histories: dict[int, list[Membership]] = {}
    for membership in rows.select_related("organisation", "subgroup"):
        histories.setdefault(membership.person_id, []).append(membership)
    return histories
