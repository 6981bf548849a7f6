"""What was resolved, and how it stood at the following meetings of the same body."""

from datetime import date

from apps.meetings.choices import FollowUpOutcome
from apps.meetings.models import FollowUp, Resolution
from apps.portal.city import words
from apps.portal.city.plan import Plan
from apps.portal.city.sittings import Sitting
from apps.portal.city.tables import Tables, random_uuid

DONE_SHARE = 0.9


class Resolutions:
    def __init__(self, plan: Plan, tables: Tables) -> None:
        self.tables = tables
        self.rng = plan.stream("resolutions")
        self.open: dict[int, list[tuple[str, str]]] = {}

    def write(self, meeting: int, sitting: Sitting, *, text: str, owner: int, due_on: date) -> None:
        key = random_uuid(self.rng)
        self.tables[Resolution].add(
            meeting_id=meeting, key=key, text=text, owner_id=owner, due_on=due_on
        )
        self.open.setdefault(sitting.body.pk, []).append((key, text))

    def come_back(self, meeting: int, sitting: Sitting) -> None:
        """Most are done by the next meeting; the others are asked again."""
        left = []
        for key, text in self.open.pop(sitting.body.pk, []):
            is_done = self.rng.random() < DONE_SHARE
            outcome = FollowUpOutcome.DONE if is_done else FollowUpOutcome.ONGOING
            note = "" if is_done else self.rng.choice(words.FOLLOW_UP_WORDS)
            self.tables[FollowUp].add(
                meeting_id=meeting, key=key, text=text, outcome=outcome.value, words=note
            )
            if not is_done:
                left.append((key, text))
        if left:
            self.open[sitting.body.pk] = left
