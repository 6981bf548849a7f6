"""The sheet of terms: what hundreds of lines of Excel say of when each body was elected."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

from apps.branches.imports.shared import (
    names_of_organisations,
    offered_organisations,
    resolve,
    sound,
)
from apps.branches.models import Term
from apps.branches.services.terms import years_after
from apps.core.imports import Check, Column, Day, Row, SheetImport, Text, Whole, register
from apps.core.imports.sheets import twice
from apps.core.periods import months_after
from apps.elections import rules

COMPARED = ("number", "term_years", "ends_on", "closed_on")


@register
class TermSheet(SheetImport):
    """届次: by organisation and day of the election. A term that the portal has is never changed
    here: it turns over by an election, and runs on only with an approval (decision 0035)."""

    name = "届次"
    order = 45
    columns = (
        Column(
            "organisation",
            "党组织",
            Text(100),
            True,
            "名称或编号",
            "O010",
            ("党组织名称", "党支部"),
            offers=offered_organisations,
        ),
        Column("number", "届次", Whole(), False, "第几届；不知道的留空", "3", ("第几届",)),
        Column(
            "starts_on",
            "当选日期",
            Day(),
            True,
            "本届选举大会的日期",
            "2024-03-01",
            ("本届当选日期", "换届时间", "选举日期"),
        ),
        Column(
            "term_years",
            "任期（年）",
            Whole(),
            False,
            "不填的按现行规定：机关党委 5 年，党总支、党支部 3 年",
            "3",
            ("任期", "任期年限"),
        ),
        Column(
            "ends_on",
            "届满日期",
            Day(),
            False,
            "不填的按任期计算",
            "2027-03-01",
            ("届满时间", "到届日期"),
        ),
        Column(
            "closed_on",
            "实际换届日期",
            Day(),
            False,
            "还在届的留空",
            "",
            ("实际换届时间",),
        ),
    )

    def take(self, rows: list[Row], check: Check) -> None:
        organisations = names_of_organisations()
        for row in rows:
            row.values["organisation"] = resolve(self, row, "organisation", organisations, check)
        for row, first in twice(sound(rows), "organisation", "starts_on"):
            check.wrong(self, row, "starts_on", f"与第 {first.number} 行是同一届，请只留一行")
        for row in sound(rows):
            self._reckon(row, check)
        self._save(sound(rows), check)

    def _reckon(self, row: Row, check: Check) -> None:
        """What follows from the day of the election, and whether the rest agrees with it."""
        starts_on = row["starts_on"]
        kind = row["organisation"].kind
        years = row.values.setdefault("term_years", rules.term_years(kind, starts_on))
        if not 1 <= years <= rules.LONGEST_TERM:
            check.wrong(self, row, "term_years", f"任期写成 1 到 {rules.LONGEST_TERM} 的整数")
            return
        first_end = years_after(starts_on, years)
        ends_on = row.values.setdefault("ends_on", first_end)
        months = rules.limits(starts_on).extension_months
        if ends_on > first_end:
            sentence = (
                f"按任期 {first_end} 届满。延期须经批准：请填 {first_end}，"
                "导入以后在“延期换届”里登记批复"
            )
            check.wrong(self, row, "ends_on", sentence)
        elif months_after(ends_on, months) < first_end:
            sentence = f"按任期 {first_end} 届满，提前不超过 {months} 个月，请核对届满日期和任期"
            check.wrong(self, row, "ends_on", sentence)
        closed_on = row.values.setdefault("closed_on", None)
        if closed_on and closed_on <= starts_on:
            check.wrong(self, row, "closed_on", f"换届日期须晚于当选日期（{starts_on}）")

    def _save(self, rows: list[Row], check: Check) -> None:
        known: dict[int, dict[date, Term]] = defaultdict(dict)
        held = Term.objects.filter(organisation__in={row["organisation"].pk for row in rows})
        for term in held.select_related("organisation"):
            known[term.organisation_id][term.starts_on] = term
        lines: dict[int, list[Row]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: row["starts_on"]):
            stored = known[row["organisation"].pk].get(row["starts_on"])
            if stored is None:
                lines[row["organisation"].pk].append(row)
            else:
                self._compare(row, stored, check)
        fresh = [
            term
            for key, line in lines.items()
            for term in self._placed(line, [*known[key].values()], check)
        ]
        if check.is_sound(self.name):
            Term.objects.bulk_create(fresh)
        tally = check.tally(self)
        tally.new, tally.unchanged = len(fresh), len(sound(rows)) - len(fresh)

    def _compare(self, row: Row, stored: Term, check: Check) -> None:
        given = {key: row.get(key) for key in COMPARED if row.get(key) is not None}
        if all(getattr(stored, key) == value for key, value in given.items()):
            return
        until = f"，{stored.closed_on} 换届" if stored.closed_on else ""
        sentence = (
            f"系统里已有{stored}，{stored.ends_on} 届满{until}，与这一行不同。导入不改已登记的届次："
            "换届和延期请在“换届”里办理，这一行请删去或改成一致"
        )
        check.wrong(self, row, "starts_on", sentence)

    def _placed(self, line: list[Row], held: list[Term], check: Check) -> list[Term]:
        """The new terms of one body, in their order between those that it has."""
        row_of = {row["starts_on"]: row for row in line}
        fresh = [self._term(row) for row in line]
        in_order = sorted([*held, *fresh], key=lambda term: term.starts_on)
        for earlier, later in pairwise(in_order):
            row = row_of.get(later.starts_on) or row_of.get(earlier.starts_on)
            if row and row.is_sound:
                self._follow(earlier, later, row, check)
        self._number(in_order, row_of, check)
        return [term for term in fresh if row_of[term.starts_on].is_sound]

    def _term(self, row: Row) -> Term:
        given = {key: row.get(key) for key in ("organisation", "starts_on", *COMPARED)}
        return Term(**{**given, "number": given["number"] or 0})

    def _follow(self, earlier: Term, later: Term, row: Row, check: Check) -> None:
        """One term ends on the day of the next election; an open one of the portal turns over by its
        election alone."""
        if earlier.closed_on is None and earlier.pk is None:
            earlier.closed_on = later.starts_on
        elif earlier.closed_on is None:
            sentence = f"{earlier}还没有换届。请先在“换届”里登记选举结果和批复，新一届会自动登记，这一行请删去"
            check.wrong(self, row, "starts_on", sentence)
        elif earlier.closed_on > later.starts_on:
            sentence = (
                f"{earlier.starts_on} 当选的一届到 {earlier.closed_on} 才换届，与 {later.starts_on} "
                "当选的一届重叠，请核对日期"
            )
            check.wrong(self, row, "starts_on", sentence)

    def _number(self, in_order: list[Term], row_of: dict[date, Row], check: Check) -> None:
        """Where nobody knows which term it is, the one after the last."""
        last = 0
        for term in in_order:
            term.number = term.number or last + 1
            row = row_of.get(term.starts_on)
            if term.number <= last and row and row.is_sound:
                sentence = f"第 {term.number} 届排在第 {last} 届以后，请核对届次"
                check.wrong(self, row, "number", sentence)
            last = max(last, term.number)
