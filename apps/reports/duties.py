"""What was due in a quarter, done, waived and missing, as numbers beside those of the catalogue.

The keys are `duty:<rule>:<state>`; `duty:all:<state>` is of all rules.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from apps.core.periods import Period
from apps.core.quantities import Quantity
from apps.duties.circumstances import Body
from apps.duties.engine import Duty, DutyState, survey
from apps.duties.models import DutyRule
from apps.duties.open_duties import longest_ending
from apps.indicators.freezing import Frozen, Group, Numbers, hash_of

FAMILY, ALL = "duty", "all"
DUE, DONE, WAIVED, MISSING, BEHIND = "due", "done", "waived", "missing", "behind"
COUNTED: dict[DutyState, tuple[str, ...]] = {
    DutyState.DONE: (DUE, DONE),
    DutyState.MISSING: (DUE, MISSING),
    DutyState.WAIVED: (WAIVED,),
}
WORDS = {DUE: "应办", DONE: "已办", WAIVED: "免办", MISSING: "未办"}
OF_ALL = {state: f"{word}事项" for state, word in WORDS.items()} | {BEHIND: "有未办事项的党组织"}
MEASURE_WORDS = {BEHIND: "个"}
MEASURE_WORD = "件"


def duty_key(duty: str, state: str) -> str:
    return f"{FAMILY}:{duty}:{state}"


def is_of_duties(key: str) -> bool:
    return key.startswith(f"{FAMILY}:")


def due_in(
    organisations: Iterable[int], period: Period, today: date
) -> Iterator[tuple[Body, Duty]]:
    """What ended in the period and applied: a yearly duty is due in the last quarter."""
    whole = longest_ending(period.last_day)
    for body, duties in survey(list(organisations), whole, today=today):
        for duty in duties:
            if duty.period.last_day in period and duty.state in COUNTED:
                yield body, duty


def states_of(duty: Duty) -> tuple[str, ...]:
    return COUNTED[duty.state]


def answers_to(key: str, duty: Duty) -> bool:
    """Whether the number of that key counts the duty."""
    _, rule, state = key.split(":")
    state = MISSING if state == BEHIND else state
    return rule in (ALL, duty.rule.key) and state in states_of(duty)


def tallied(
    period: Period, groups: Mapping[int, Iterable[Group]], whole: Group, today: date
) -> Numbers:
    """The numbers by key and group; of the whole all are there, in the order of the rules."""
    rows: dict[tuple[str, Group], set[str]] = defaultdict(set)
    rules: dict[str, DutyRule] = {}
    for body, duty in due_in(groups, period, today):
        rules.setdefault(duty.rule.key, duty.rule)
        for key, row in _counted(body, duty):
            for group in groups[body.pk]:
                rows[key, group].add(row)
    labels = _labels(sorted(rules.values(), key=lambda rule: (rule.code, rule.key)))
    asked = dict.fromkeys([*((key, whole) for key in labels), *rows])
    return {
        (key, group): _frozen(key, labels[key], rows.get((key, group), set()))
        for key, group in asked
    }


def _counted(body: Body, duty: Duty) -> Iterator[tuple[str, str]]:
    """Under which keys a duty counts, and as what row."""
    row = f"{body.pk}:{duty.rule.key}:{duty.period.start}"
    for state in states_of(duty):
        yield duty_key(duty.rule.key, state), row
        yield duty_key(ALL, state), row
    if duty.state == DutyState.MISSING:
        yield duty_key(ALL, BEHIND), str(body.pk)


def _labels(rules: list[DutyRule]) -> dict[str, str]:
    of_rules = {
        duty_key(rule.key, state): f"{rule.name}：{word}"
        for rule in rules
        for state, word in WORDS.items()
    }
    return {duty_key(ALL, state): label for state, label in OF_ALL.items()} | of_rules


def _frozen(key: str, label: str, rows: set[str]) -> Frozen:
    word = MEASURE_WORDS.get(key.rpartition(":")[2], MEASURE_WORD)
    return Frozen(key, label, Quantity(Decimal(len(rows)), word), len(rows), hash_of(rows))
