"""What became of a record after the sitting: filed early or late, reviewed, returned, void."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from apps.meetings.choices import MeetingStatus as Status
from apps.portal.city.conduct import Conduct
from apps.portal.city.plan import ZONE

# After so many days records are normally reviewed, after so many more archived.
REVIEWED_AFTER, ARCHIVED_AFTER = 25, 300
FORGOTTEN_SHARE, VOID_SHARE, SUPERSEDED_SHARE, RETURNED_SHARE = 0.006, 0.003, 0.0015, 0.03
WAITING = (Status.DRAFT, Status.RETURNED)


@dataclass(frozen=True, slots=True)
class Fate:
    status: Status
    filed_at: datetime | None
    reviewed_at: datetime | None


def draw(rng: random.Random, *, ended_at: datetime, until: date, conduct: Conduct) -> Fate:
    end_of_days = datetime(until.year, until.month, until.day, 18, tzinfo=ZONE)
    filed_at = ended_at + _lag(rng, conduct)
    status = _status(rng, (until - ended_at.date()).days, conduct)
    if status == Status.DRAFT or filed_at > end_of_days:
        return Fate(Status.DRAFT, None, None)
    reviewed_at = filed_at + timedelta(days=rng.randint(1, 20), minutes=rng.randint(0, 500))
    if status in (Status.FILED, Status.RETURNED, Status.VOID) or reviewed_at > end_of_days:
        return Fate(
            Status.FILED if status not in (Status.RETURNED, Status.VOID) else status, filed_at, None
        )
    return Fate(status, filed_at, reviewed_at)


def _lag(rng: random.Random, conduct: Conduct) -> timedelta:
    """Within three working days, or weeks late (3.3, field 18)."""
    if rng.random() < conduct.late:
        return timedelta(days=rng.randint(4, 30), minutes=rng.randint(0, 540))
    return timedelta(hours=rng.choice((0, 1, 2, 20, 24, 26, 48)), minutes=rng.randint(5, 59))


def _status(rng: random.Random, age: int, conduct: Conduct) -> Status:
    chance = rng.random()
    if chance < VOID_SHARE:
        return Status.VOID
    if chance < VOID_SHARE + FORGOTTEN_SHARE * (1 + 10 * conduct.missing):
        return Status.DRAFT
    if age < 2 * REVIEWED_AFTER and chance > 1 - RETURNED_SHARE:
        return Status.RETURNED
    if age < REVIEWED_AFTER:
        return Status.FILED
    if chance > 1 - SUPERSEDED_SHARE:
        return Status.SUPERSEDED
    return Status.ARCHIVED if age > ARCHIVED_AFTER else Status.REVIEWED
