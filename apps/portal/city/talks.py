"""谈心谈话 of each year between the three pairs of R-MTG-09."""

from datetime import date

from apps.meetings.choices import TalkKind
from apps.meetings.models import Talk
from apps.portal.city.bodies import Body
from apps.portal.city.conduct import Conduct
from apps.portal.city.plan import Plan, day_in
from apps.portal.city.tables import Tables


def write(plan: Plan, branch: Body, conduct: Conduct, tables: Tables) -> None:
    rng = plan.stream("talks", branch.pk)
    for year in plan.calendar_years:
        first = max(date(year, 1, 1), plan.start, branch.founded_on)
        last = min(date(year, 12, 31), plan.until)
        if first > last:
            continue
        for kind in TalkKind:
            times = 0 if rng.random() < conduct.missing else rng.randint(1, 3)
            for _ in range(times):
                _talk(rng, branch, kind, day_in(rng, first, last), tables)


def _talk(rng, branch: Body, kind: TalkKind, day: date, tables: Tables) -> None:
    officers = [s.person for s in branch.posts.on(day)]
    members = [s.person for s in branch.members.on(day) if s.person not in officers]
    pools = {
        TalkKind.COMMITTEE_COMMITTEE: (officers, officers),
        TalkKind.COMMITTEE_MEMBER: (officers, members),
        TalkKind.MEMBER_MEMBER: (members, members),
    }
    firsts, seconds = pools[kind]
    if len(set(firsts)) > 1 and len(set(seconds)) > 1:
        first = rng.choice(firsts)
        second = rng.choice([person for person in seconds if person != first])
        tables[Talk].add(
            organisation_id=branch.pk,
            kind=kind.value,
            held_on=day,
            first_id=first,
            second_id=second,
        )
