"""What cannot have been: refused with the rule and the cure, and nothing is lost.

What may have been but does not stand (a turn-out below four fifths) is recorded and told by
`rules`; it bars the approval of the result.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.branches.choices import Post
from apps.branches.models import Membership, Term
from apps.core.models.spans import day_in_words
from apps.elections import rules
from apps.elections.entries import ResultEntry, SeatEntry

Problem = tuple[str, str]


def refuse_impossible(term: Term, entry: ResultEntry) -> None:
    """ValidationError, by field, for numbers and days that contradict one another."""
    problems: dict[str, list[str]] = defaultdict(list)
    for check in (_days, _turnout, _seats, _candidates, _elected, _right_to_be_elected):
        for field, sentence in check(term, entry):
            problems[field].append(sentence)
    if problems:
        raise ValidationError(dict(problems))


def _days(term: Term, entry: ResultEntry) -> Iterator[Problem]:
    if entry.held_on > timezone.localdate():
        yield "held_on", f"选举日期{day_in_words(entry.held_on)}还没有到，大会开过以后再登记"
    if entry.held_on <= term.starts_on:
        yield (
            "held_on",
            f"选举日期须晚于本届当选日期（{day_in_words(term.starts_on)}），否则两届任期重叠，请核对日期",
        )
    if term.closed_on:
        yield "held_on", f"{term}已于{day_in_words(term.closed_on)}换届，不能再登记这一届的选举"
    meeting = entry.meeting
    if meeting and meeting.organisation_id != term.organisation_id:
        yield "meeting", f"“{meeting}”不是{term.organisation}的会议，请另选"
    elif meeting and meeting.held_on != entry.held_on:
        yield (
            "meeting",
            f"“{meeting}”开于{day_in_words(meeting.held_on)}，与选举日期{day_in_words(entry.held_on)}不一致，请核对",
        )


def _turnout(term: Term, entry: ResultEntry) -> Iterator[Problem]:
    if entry.present > entry.entitled:
        yield (
            "present",
            f"实到 {entry.present} 人，多于有选举权的 {entry.entitled} 人。没有选举权的不计入实到",
        )
    if entry.ballots > entry.present:
        yield (
            "ballots",
            f"收回选票 {entry.ballots} 张，多于实到 {entry.present} 人：收回的选票多于发出的，"
            "选举无效，应当重新选举。数字填错的请更正",
        )


def _seats(term: Term, entry: ResultEntry) -> Iterator[Problem]:
    if not entry.seats:
        yield "seats", "请填写应选的职务和名额"
    for post, times in Counter(seat.post for seat in entry.seats).items():
        if times > 1:
            yield "seats", f"{post.label}的名额写了 {times} 行，请合成一行"
    for seat in entry.seats:
        if seat.by_committee and not seat.present:
            yield "seats", f"{seat.post.label}由委员会选举，请填写到会委员人数"


def _candidates(term: Term, entry: ResultEntry) -> Iterator[Problem]:
    known = {seat.post: seat for seat in entry.seats}
    for (person, post), times in Counter((c.person, c.post) for c in entry.candidates).items():
        if times > 1:
            yield "candidates", f"{person}作为{post.label}候选人写了 {times} 行，请删去多余的"
    for candidate in entry.candidates:
        seat = known.get(candidate.post)
        if seat is None:
            yield (
                "candidates",
                f"{candidate.person}的职务{candidate.post.label}没有应选名额，请先填写名额",
            )
            continue
        yield from _votes(entry, seat, candidate)
    for seat in entry.seats:
        cast = sum(c.ayes for c in entry.of(seat.post))
        most = _voters(entry, seat) * seat.seats
        if cast > most:
            yield (
                "candidates",
                f"{seat.post.label}候选人的赞成票共 {cast} 票：每张选票最多选 {seat.seats} 人，"
                f"合计不能多于 {most} 票，请核对",
            )


def _votes(entry: ResultEntry, seat: SeatEntry, candidate) -> Iterator[Problem]:
    voters = _voters(entry, seat)
    if candidate.ayes > voters:
        counted = f"到会委员 {voters} 人" if seat.by_committee else f"收回选票 {voters} 张"
        yield (
            "candidates",
            f"{candidate.person}得 {candidate.ayes} 票，多于{counted}。赞成票不能多于投票的人数，请核对",
        )
    if candidate.duty and not candidate.is_elected:
        yield "candidates", f"{candidate.person}没有当选，请去掉分工，或勾选当选"


def _voters(entry: ResultEntry, seat: SeatEntry) -> int:
    return (seat.present or 0) if seat.by_committee else entry.ballots


def _elected(term: Term, entry: ResultEntry) -> Iterator[Problem]:
    for seat in entry.seats:
        elected = [c for c in entry.of(seat.post) if c.is_elected]
        if len(elected) > seat.seats:
            yield (
                "candidates",
                f"{seat.post.label}应选 {seat.seats} 名，勾选当选 {len(elected)} 名，请核对",
            )
        yield from _majority(term, entry, seat)
        if seat.by_committee:
            yield from _from_committee(entry, seat)
    if entry.candidates and not any(c.is_elected for c in entry.candidates):
        yield "candidates", "还没有勾选当选的人"


def _majority(term: Term, entry: ResultEntry, seat: SeatEntry) -> Iterator[Problem]:
    """R-TERM-05: who is shown as elected got more than half of those present, and nobody who got
    more was passed over."""
    voters = (seat.present if seat.by_committee else entry.present) or 0
    least = rules.least_ayes(voters, rules.limits(entry.held_on).majority)
    elected = [c for c in entry.of(seat.post) if c.is_elected]
    for candidate in elected:
        if candidate.ayes < least:
            yield (
                "candidates",
                f"{candidate.person}得 {candidate.ayes} 票，没有超过实到 {voters} 人的一半（至少 {least} 票），"
                "不能当选（R-TERM-05）。请去掉“当选”，或核对票数",
            )
    fewest = min((c.ayes for c in elected), default=0)
    for candidate in entry.of(seat.post):
        if not candidate.is_elected and candidate.ayes > fewest and elected:
            yield (
                "candidates",
                f"{candidate.person}得 {candidate.ayes} 票，没有当选，当选的人里有得 {fewest} 票的："
                "得票多的当选（R-TERM-05）。请核对票数和“当选”",
            )


def _from_committee(entry: ResultEntry, seat: SeatEntry) -> Iterator[Problem]:
    """R-TERM-03, step 6: the committee elects its secretary and deputies from its own members."""
    by_meeting = {s.post for s in entry.seats if not s.by_committee}
    if not by_meeting:
        return
    members = {c.person for c in entry.candidates if c.post in by_meeting and c.is_elected}
    for candidate in entry.of(seat.post):
        if candidate.person not in members:
            yield (
                "candidates",
                f"{candidate.person}没有当选委员，不能由委员会选为{Post(seat.post).label}（R-TERM-03）",
            )
    if seat.present and seat.present > len(members):
        yield "seats", f"到会委员 {seat.present} 人，多于当选的委员 {len(members)} 人，请核对"


def _right_to_be_elected(term: Term, entry: ResultEntry) -> Iterator[Problem]:
    """R-VOTE-05: full members of the body itself."""
    people = {candidate.person.pk for candidate in entry.candidates}
    able = Membership.objects.valid_on(entry.held_on).with_vote()
    able = able.filter(organisation__path__startswith=term.organisation.path, person__in=people)
    known = set(able.values_list("person", flat=True))
    for person in dict.fromkeys(c.person for c in entry.candidates):
        if person.pk not in known:
            yield (
                "candidates",
                f"{person}在{day_in_words(entry.held_on)}不是{term.organisation}有被选举权的正式党员（R-VOTE-05），"
                "请核对人选或组织关系",
            )
