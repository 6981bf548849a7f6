"""The facts of one election, put before the rules."""

from collections import defaultdict

from django.utils import timezone

from apps.branches.choices import SECRETARY_POSTS, Post
from apps.branches.models import Membership, Organisation
from apps.branches.scope import Scope
from apps.branches.set_up import set_ups
from apps.branches.set_up.rules import LIMITS
from apps.core import policy
from apps.elections import rules
from apps.elections.choices import ELECTED_POSTS, ElectionKind, ElectionStatus
from apps.elections.models import Election, ElectionCandidate, Renewal


def findings_of(election: Election) -> list[rules.Finding]:
    """What R-TERM-03 to 05 say about its result, on the day on which it was held."""
    return rules.check_election(
        election.entitled,
        election.present,
        ballots_of(election),
        rules.limits(election.held_on),
    )


def ballots_of(election: Election) -> list[rules.Ballot]:
    """Where there is no committee the meeting elects the secretary himself, and R-TERM-03 asks for
    more candidates of committee members only."""
    standing: dict[str, list[ElectionCandidate]] = defaultdict(list)
    for candidate in election.candidates.select_related("person"):
        standing[candidate.post].append(candidate)
    return [
        rules.Ballot(
            post=Post(row.post).label,
            seats=row.seats,
            candidates=len(standing[row.post]),
            elected=[(str(c.person), c.ayes) for c in standing[row.post] if c.is_elected],
            present=row.present or election.present,
            by_committee=row.by_committee or row.post in SECRETARY_POSTS,
        )
        for row in election.seat_rows.all()
    ]


def members_of(organisation: Organisation) -> int:
    """Members at and below a body today."""
    today = timezone.localdate()
    below = Membership.objects.valid_on(today).filter(
        organisation__path__startswith=organisation.path
    )
    return below.count()


def entitled_on(organisation: Organisation, day) -> int:
    """R-VOTE-05: full members who may elect, at and below a body."""
    below = Membership.objects.valid_on(day).with_vote()
    return below.filter(organisation__path__startswith=organisation.path).count()


def advice_of(renewal: Renewal) -> list[rules.Finding]:
    """What the rules say about the way so far, and about the seats that are planned."""
    limits, today, body = rules.limits(), timezone.localdate(), renewal.organisation
    found = [
        rules.check_notice(renewal.term.ends_on, renewal.noticed_on, today, limits.notice_days)
    ]
    if renewal.seats:
        sizes = {key: int(row.value) for key, row in policy.rules(LIMITS).items()}
        full = entitled_on(body, today)
        found.append(rules.check_seats(body.kind, full, renewal.seats, sizes))
    return [finding for finding in found if finding]


def advice_on_body(organisation: Organisation) -> list[rules.Finding]:
    """R-ORG-01 to 10: what its size makes of the body, now that its committee is elected anew. What
    was approved as an exception is not told again."""
    where = Scope((organisation.path,))
    today = timezone.localdate()
    found = next((s for s in set_ups(where, today) if s.organisation == organisation), None)
    if found is None:
        return []
    return [rules.Finding(a.rule.value, a.sentence, bars=False) for a in found.open]


def vacancies_of(organisation: Organisation) -> list[rules.Finding]:
    """R-TERM-07: a secretary, and as many in office as the last general election filled."""
    today = timezone.localdate()
    held = list(organisation.appointments.valid_on(today).values_list("post", "person"))
    secretaries = sum(post == Post.SECRETARY for post, _ in held)
    found = [rules.check_vacancy(Post.SECRETARY.label, 1, secretaries)]
    if last := _last_confirmed(organisation):
        seats = sum(r.seats for r in last.seat_rows.all() if r.post not in SECRETARY_POSTS)
        # Everybody who was elected to the committee holds some post of it.
        people = {person for post, person in held if post in ELECTED_POSTS}
        found.append(rules.check_vacancy("委员会委员", seats, len(people)))
    return [finding for finding in found if finding]


def _last_confirmed(organisation: Organisation) -> Election | None:
    rows = Election.objects.filter(
        term__organisation=organisation,
        kind=ElectionKind.GENERAL,
        status=ElectionStatus.CONFIRMED,
    )
    return rows.order_by("-held_on", "-pk").first()
