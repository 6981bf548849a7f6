from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.branches import services
from apps.branches.choices import OrganisationKind
from apps.branches.imports.shared import (
    names_of_organisations,
    names_of_units,
    offered_organisations,
    offered_units,
    refuse_repeats,
    resolve,
    sound,
)
from apps.branches.models import Organisation, Placement
from apps.branches.services.organisations import check_place
from apps.core.imports import (
    Check,
    Choice,
    Code,
    Column,
    Day,
    Names,
    Row,
    SheetImport,
    Text,
    register,
)

PLACED = ("name", "kind", "parent", "unit")
ALIASES = {"支部": OrganisationKind.BRANCH, "机关党委": OrganisationKind.ORGAN_COMMITTEE}


@register
class OrganisationSheet(SheetImport):
    """党组织: by code; a changed name, kind, parent or unit begins a new span of its history."""

    name = "党组织"
    order = 20
    columns = (
        Column(
            "code",
            "组织编号",
            Code(20),
            True,
            "不重复的编号，导入时按它认组织",
            "O010",
            ("组织代码", "党组织编号"),
        ),
        Column(
            "name",
            "组织名称",
            Text(100),
            True,
            "全称",
            "市财政局机关第一党支部",
            ("党组织名称", "党组织全称"),
        ),
        Column(
            "kind",
            "类别",
            Choice.of(OrganisationKind, ALIASES),
            True,
            "从下拉选项中选",
            "党支部",
            ("组织类别", "党组织类别"),
        ),
        Column(
            "parent",
            "上级党组织",
            Text(100),
            False,
            "名称或编号，可以是本表的另一行",
            "O002",
            ("上级组织",),
            offers=offered_organisations,
        ),
        Column(
            "unit",
            "所在单位",
            Text(100),
            False,
            "名称、简称或编号；留空随上级",
            "市财政局",
            ("所属单位",),
            offers=offered_units,
        ),
        Column("founded_on", "成立日期", Day(), True, "如 2015-01-01", "2015-01-01", ("成立时间",)),
        Column("changed_on", "变动日期", Day(), False, "改名、改类别、改挂时填；留空为今天", ""),
    )

    def take(self, rows: list[Row], check: Check) -> None:
        refuse_repeats(self, rows, check, "code")
        units = names_of_units()
        names = names_of_organisations("上级党组织")
        known = {o.code: o for o in Organisation.objects.select_related("parent", "unit")}
        for row in rows:
            row.values["unit"] = resolve(self, row, "unit", units, check)
        fresh = [r for r in sound(rows) if r["code"] not in known]
        old = [r for r in sound(rows) if r["code"] in known]
        self._refuse_taken_names(sound(rows), known, check)
        self._found(sound(fresh), names, check)
        self._change(sound(old), known, names, check)

    def _refuse_taken_names(self, rows: list[Row], known, check: Check) -> None:
        """Only subgroups of different branches may share a name."""
        in_file = {row["code"] for row in rows}
        holders = {
            o.name: f"编号 {o.code}"
            for o in known.values()
            if o.dissolved_on is None and o.kind != OrganisationKind.SUBGROUP
            if o.code not in in_file
        }
        for row in rows:
            if row["kind"] == OrganisationKind.SUBGROUP:
                continue
            if row["name"] in holders:
                held = holders[row["name"]]
                check.wrong(self, row, "name", f"已有同名的党组织（{held}），请核对组织编号")
            holders[row["name"]] = f"第 {row.number} 行"

    def _found(self, rows: list[Row], names: Names, check: Check) -> None:
        """Upper ones first: a row waits until the row that it hangs under is placed."""
        drafts = {row["code"]: self._draft(row) for row in rows}
        pairs = [(r["name"], r) for r in rows] + [(r["code"], r) for r in rows]
        in_file = Names("上级党组织", pairs)
        placed: dict[int, Row] = {}
        waiting = rows
        while waiting:
            later = []
            for row in waiting:
                upper = in_file.get(row.get("parent", ""))
                if upper is not None and upper.number not in placed:
                    later.append(row)
                    continue
                self._place(row, drafts, upper, names, check)
                placed[row.number] = row
            if len(later) == len(waiting):
                for row in later:
                    sentence = "上级绕了一圈又回到自己，请核对上级党组织"
                    check.wrong(self, row, "parent", sentence)
                break
            waiting = later
        founded = [drafts[row["code"]] for row in placed.values() if row.is_sound]
        services.found_organisations(founded)
        check.tally(self).new = len(founded)

    def _draft(self, row: Row) -> Organisation:
        return Organisation(**{k: row[k] for k in ("code", "name", "kind", "founded_on")})

    def _place(self, row: Row, drafts, upper: Row | None, names: Names, check: Check) -> None:
        if upper is None:
            parent = resolve(self, row, "parent", names, check)
        elif upper.is_sound:
            parent = drafts[upper["code"]]
        else:
            # The mistake is told where it stands.
            check.wait(self, row)
            return
        draft = drafts[row["code"]]
        draft.parent = parent
        draft.unit = row.get("unit") or (parent.unit if parent else None)
        if row.is_sound:
            self._try(row, lambda: check_place(draft), check)

    def _try(self, row: Row, verify, check: Check) -> None:
        try:
            verify()
        except ValidationError as refusal:
            check.wrong(self, row, "parent", refusal.messages[0])

    def _change(self, rows: list[Row], known, names: Names, check: Check) -> None:
        # Founded rows of the same file may be the new parents.
        names = names_of_organisations("上级党组织") if rows else names
        begun = dict(
            Placement.objects.filter(valid_to=None).values_list("organisation_id", "valid_from")
        )
        changed, on = [], {}
        for row in rows:
            organisation = known[row["code"]]
            if self._differs(row, organisation, names, check):
                day = row.get("changed_on") or timezone.localdate()
                self._check_day(row, begun.get(organisation.pk), day, check)
                self._try(row, lambda o=organisation: check_place(o), check)
                changed.append((row, organisation))
                on[organisation.pk] = day
        kept = [organisation for row, organisation in changed if row.is_sound]
        if kept:
            self._reorganise(kept, on, changed, check)
        tally = check.tally(self)
        tally.changed = len(kept)
        tally.unchanged = len(rows) - len(changed)

    def _differs(self, row: Row, organisation: Organisation, names: Names, check: Check) -> bool:
        if row["founded_on"] != organisation.founded_on:
            sentence = f"已登记的成立日期是 {organisation.founded_on}，不能用导入修改，请核对"
            check.wrong(self, row, "founded_on", sentence)
        row.values["parent"] = resolve(self, row, "parent", names, check)
        wanted = {k: row.get(k) or getattr(organisation, k) for k in PLACED}
        different = [k for k in PLACED if wanted[k] != getattr(organisation, k)]
        for key in different:
            before = getattr(
                organisation, f"get_{key}_display", lambda k=key: getattr(organisation, k)
            )
            was = before()
            setattr(organisation, key, wanted[key])
            check.changed_cell(self, row, row["name"], key, was, before())
        return bool(different)

    def _check_day(self, row: Row, begun: date | None, day: date, check: Check) -> None:
        if begun is None:
            check.wrong(self, row, "code", "这个组织已经撤销，不能再变更；请核对组织编号")
        elif day < begun:
            check.wrong(self, row, "changed_on", f"变动日期不能早于上一次变动（{begun}）")

    def _reorganise(self, kept, on, changed, check: Check) -> None:
        """A loop shows only when all changes are seen together."""
        try:
            services.reorganise(kept, on=on, reason="导入")
        except ValidationError as refusal:
            check.wrong(self, changed[0][0], "parent", refusal.messages[0])
