"""R-TERM-01 to 07 as pure functions: facts in, a finding that quotes the rule out.

The numbers are rows of `core.PolicyNumber`; what they are on a day is read once by `limits`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from apps.branches.choices import OrganisationKind
from apps.core import policy
from apps.core.models.spans import day_in_words
from apps.core.periods import months_after

NOTICE, GUIDANCE, REQUEST = "term_notice_days", "term_guidance_days", "term_request_days"
TURNOUT, MAJORITY = "election_turnout_percent", "election_majority_percent"
SURPLUS, CONGRESS = "election_surplus_percent", "congress_members_from"
SHIFT, REST = "term_extension_months", "term_overdue_reminder_rest"
COMMITTEE_YEARS, GENERAL_YEARS, BRANCH_YEARS = (
    *("term_years_committee", "term_years_general_branch"),
    "term_years_branch",
)
KEYS = (
    *(NOTICE, GUIDANCE, REQUEST, TURNOUT, MAJORITY, SURPLUS, CONGRESS, SHIFT, REST),
    *(COMMITTEE_YEARS, GENERAL_YEARS, BRANCH_YEARS),
)
# No term of the handbook (4.2) is longer, in years.
LONGEST_TERM = 5
YEARS_OF_KIND = {
    OrganisationKind.ORGAN_COMMITTEE: COMMITTEE_YEARS,
    OrganisationKind.GENERAL_BRANCH: GENERAL_YEARS,
}


@dataclass(frozen=True)
class Finding:
    """What a rule says about the facts; what `bars` must be put right before it is confirmed."""

    rule: str
    sentence: str
    bars: bool = True

    def __str__(self) -> str:
        return f"{self.sentence}（{self.rule}）"


@dataclass(frozen=True)
class Ballot:
    """One post of an election: how many seats, and the ayes of those who stood and were elected."""

    post: str
    seats: int
    candidates: int
    elected: Sequence[tuple[str, int]]
    present: int
    by_committee: bool = False


@dataclass(frozen=True)
class Limits:
    """The numbers of the rules as they are on a day."""

    notice_days: int = 180
    guidance_days: int = 120
    request_days: int = 30
    turnout: Decimal = Decimal(80)
    majority: Decimal = Decimal(50)
    surplus: Decimal = Decimal(20)
    congress_from: int = 500
    extension_months: int = 12

    @property
    def leads(self) -> tuple[int, ...]:
        """Days before the end of a term on which something is said, the longest first."""
        return tuple(sorted({self.notice_days, self.guidance_days, self.request_days})[::-1])


def limits(on: date | None = None) -> Limits:
    found = policy.rules(KEYS, on)
    whole = {key: int(row.value) for key, row in found.items()}
    return Limits(
        notice_days=whole[NOTICE],
        guidance_days=whole[GUIDANCE],
        request_days=whole[REQUEST],
        turnout=found[TURNOUT].value,
        majority=found[MAJORITY].value,
        surplus=found[SURPLUS].value,
        congress_from=whole[CONGRESS],
        extension_months=whole[SHIFT],
    )


def term_years(kind: str, on: date | None = None) -> int:
    """Handbook 4.2: what a term that begins on `on` lasts."""
    return policy.count(YEARS_OF_KIND.get(OrganisationKind(kind), BRANCH_YEARS), on)


def notice_on(ends_on: date, days: int) -> date:
    """R-TERM-01: the higher body reminds so many days before the end."""
    return ends_on - timedelta(days=days)


def check_notice(ends_on: date, noticed_on: date | None, today: date, days: int) -> Finding | None:
    """R-TERM-01: a reminder that comes late, or has not come yet."""
    due = notice_on(ends_on, days)
    if noticed_on is not None and noticed_on > due:
        return Finding(
            "R-TERM-01",
            f"上级一般在届满前{days}天（{day_in_words(due)}）提醒，实际{day_in_words(noticed_on)}提醒",
            bars=False,
        )
    if noticed_on is None and due < today:
        return Finding(
            "R-TERM-01",
            f"上级一般在届满前{days}天（{day_in_words(due)}）提醒，还没有提醒，请尽快发提醒函",
            bars=False,
        )
    return None


def lead_reached(ends_on: date, today: date, leads: Iterable[int]) -> int | None:
    """R-TERM-02: the shortest lead time that has begun; None before the first and after the end."""
    left = (ends_on - today).days
    begun = [lead for lead in leads if 0 <= left <= lead]
    return min(begun, default=None)


def least_candidates(seats: int, percent: Decimal) -> int:
    return seats + ceil(seats * percent / 100)


def check_surplus(ballot: Ballot, percent: Decimal) -> Finding | None:
    """R-TERM-03, step 5: so many more candidates than seats; not where the committee elects."""
    least = least_candidates(ballot.seats, percent)
    if ballot.by_committee or ballot.candidates >= least:
        return None
    return Finding(
        "R-TERM-03",
        f"{ballot.post}应选 {ballot.seats} 名，候选人 {ballot.candidates} 名。候选人的差额不少于应选人数的"
        f"{percent.normalize():f}%，至少要有 {least} 名",
    )


def check_turnout(entitled: int, present: int, percent: Decimal) -> Finding | None:
    """R-TERM-04: four fifths of those with the right to elect."""
    if entitled and present * 100 >= entitled * percent:
        return None
    least = ceil(entitled * percent / 100)
    return Finding(
        "R-TERM-04",
        f"有选举权的到会人数不少于应到会人数的五分之四，方能进行选举：应到 {entitled} 人，"
        f"至少到会 {least} 人，实到 {present} 人",
    )


def least_ayes(present: int, percent: Decimal) -> int:
    return int(present * percent / 100) + 1


def check_majority(ballot: Ballot, percent: Decimal) -> list[Finding]:
    """R-TERM-05: more than half of those present, not of those who should attend (R-VOTE-02)."""
    least = least_ayes(ballot.present, percent)
    return [
        Finding(
            "R-TERM-05",
            f"{name}得赞成票 {ayes} 票。得赞成票超过实到会有选举权人数的一半方可当选：实到 "
            f"{ballot.present} 人，至少 {least} 票",
        )
        for name, ayes in ballot.elected
        if ayes < least
    ]


def check_congress(members: int, least: int) -> Finding | None:
    """R-TERM-06: with so many members, and with approval, a congress may elect."""
    if members >= least:
        return None
    return Finding(
        "R-TERM-06",
        f"党员 {least} 名以上的，经上级批准可以召开党员代表大会选举；现有党员 {members} 名，应当召开党员大会",
    )


def check_extension(first_end: date, until: date, months: int) -> Finding | None:
    """Handbook 4.2: with approval, generally no more than a year."""
    latest = months_after(first_end, months)
    if until <= latest:
        return None
    return Finding(
        "任期规定",
        f"延期或提前一般不超过 {months} 个月：按任期{day_in_words(first_end)}届满，"
        f"最迟{day_in_words(latest)}，不能延至{day_in_words(until)}",
    )


def check_seats(kind: str, full_members: int, seats: int, of: Mapping[str, int]) -> Finding | None:
    """R-ORG-04, 05 and 08: how many are generally elected; advice, since each has “一般” beside it."""
    upper = {OrganisationKind.ORGAN_COMMITTEE: "organ", OrganisationKind.GENERAL_BRANCH: "general"}
    threshold = of["set_up_committee_from"]
    if key := upper.get(OrganisationKind(kind)):
        rule, said = "R-ORG-08", "委员"
        least, most = of[f"set_up_{key}_seats_least"], of[f"set_up_{key}_seats_most"]
    elif full_members >= threshold:
        rule, said = "R-ORG-04", f"正式党员 {threshold} 名以上的党支部设支部委员会，委员"
        least, most = of["set_up_committee_least"], of["set_up_committee_most"]
    else:
        rule, said = "R-ORG-05", f"正式党员不足 {threshold} 名的党支部不设委员会，书记、副书记"
        least, most = 1, 1 + of["set_up_deputies"]
    if least <= seats <= most:
        return None
    return Finding(rule, f"{said}一般 {least} 至 {most} 名，拟设 {seats} 名", bars=False)


def check_vacancy(post: str, seats: int, filled: int) -> Finding | None:
    """R-TERM-07: empty seats are filled in time; the higher body may appoint if needed."""
    if filled >= seats:
        return None
    return Finding(
        "R-TERM-07",
        f"{post}应有 {seats} 名，现有 {filled} 名，缺 {seats - filled} 名，应当及时补选",
        bars=False,
    )


def check_election(
    entitled: int, present: int, ballots: Iterable[Ballot], rules: Limits
) -> list[Finding]:
    """Everything that the rules say about the result of one election."""
    found = [check_turnout(entitled, present, rules.turnout)]
    for ballot in ballots:
        found.append(check_surplus(ballot, rules.surplus))
        found.extend(check_majority(ballot, rules.majority))
    return [finding for finding in found if finding]
