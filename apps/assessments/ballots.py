"""Verbs of a ballot by one-time codes.

A code is shown once, when it is made, and stored as a keyed hash. Casting marks the code and adds
one to a count in one transaction; neither says when, and no row joins the two.
"""

import base64
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from apps.assessments.choices import PollStatus, Vote
from apps.assessments.models import BallotCode, BallotCount, BallotPoll, BallotTotal
from apps.core.lifecycle import StepRefused, advance
from apps.core.verification import normal_code

BYTES = 10  # sixteen letters in base 32
SALT = "apps.assessments.ballots"


@transaction.atomic
def open_poll(*, poll: BallotPoll, by) -> list[str]:
    """Begin a ballot and make its codes: the only moment at which anybody sees them."""
    poll = advance(poll, "open", by=by)
    codes = [_new_code() for _ in range(poll.electors)]
    # Stored in the order of their hashes: it says nothing of the order on paper.
    digests = sorted(digest_of(poll, code) for code in codes)
    BallotCode.objects.bulk_create(BallotCode(poll=poll, digest=d) for d in digests)
    BallotCount.objects.create(poll=poll)
    return codes


def _new_code() -> str:
    return normal_code(base64.b32encode(secrets.token_bytes(BYTES)).decode())


def digest_of(poll: BallotPoll, code: str) -> str:
    return salted_hmac(f"{SALT}:{poll.uuid}", code, algorithm="sha256").hexdigest()


@transaction.atomic
def cast_ballot(*, poll: BallotPoll, typed: str, vote: Vote) -> None:
    """Count one vote for one code; what is refused changes nothing."""
    poll = BallotPoll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    refuse_closed(poll)
    code = normal_code(typed)
    if not code:
        raise ValidationError({"code": "测评码共 16 位字母和数字，请对照纸条补全"})
    stored = poll.codes.filter(digest=digest_of(poll, code)).first()
    if stored is None:
        raise ValidationError({"code": "这个测评码不属于这次测评，请对照纸条逐位检查"})
    if stored.is_spent:
        raise ValidationError({"code": "这个测评码已经用过，一个码只能投一次"})
    poll.codes.filter(pk=stored.pk).update(is_spent=True)
    BallotCount.objects.filter(poll=poll).update(**{vote.value: F(vote.value) + 1})


def is_open(poll: BallotPoll) -> bool:
    return poll.status == PollStatus.OPEN and timezone.localdate() <= poll.closes_on


def refuse_closed(poll: BallotPoll) -> None:
    if not is_open(poll):
        raise ValidationError("这次测评没有开始或已经截止，不能投票。有疑问请与工委联系")


@transaction.atomic
def close_poll(*, poll: BallotPoll, by) -> BallotTotal:
    """The totals, and nothing else, go to the year's assessment."""
    poll = advance(poll, "close", by=by)
    count = poll.count
    return BallotTotal.objects.create(
        year=poll.year,
        organisation=poll.organisation,
        electors=poll.electors,
        **{vote.value: getattr(count, vote.value) for vote in Vote},
    )


def may_be_opened(poll: BallotPoll) -> None:
    if poll.closes_on < timezone.localdate():
        raise StepRefused("截止日期已过，请先改正截止日期")
    _refuse_second_total(poll)


def may_be_closed(poll: BallotPoll) -> None:
    _refuse_second_total(poll)
    if not poll.count.votes:
        raise StepRefused("还没有人投票，不能结束。不再举行的，请作废")


def _refuse_second_total(poll: BallotPoll) -> None:
    totals = BallotTotal.objects.of_year(poll.year)
    if totals.filter(organisation=poll.organisation_id).exists():
        raise StepRefused(
            f"{poll.organisation}{poll.year}年的民主测评票数已经录入，不能再用测评码测评。"
            "录入有误的，请更正录入的票数"
        )
