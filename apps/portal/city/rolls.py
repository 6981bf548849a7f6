"""Attendance rows: by far the most of the city, so they are made as text without detours."""

import random
from dataclasses import dataclass

from apps.meetings.choices import AttendanceStatus
from apps.meetings.models import Attendance
from apps.portal.city import words
from apps.portal.city.bodies import Spell
from apps.portal.city.tables import Tables, encode

ABSENT = (
    AttendanceStatus.SICK,
    AttendanceStatus.PERSONAL,
    AttendanceStatus.DUTY_TRIP,
    AttendanceStatus.OTHER,
)
ABSENT_WEIGHTS = (2, 3, 4, 1)


@dataclass(frozen=True, slots=True)
class Turnout:
    """What the counts of a meeting are made of."""

    expected: int
    present: list[Spell]

    @property
    def present_with_vote(self) -> int:
        return sum(spell.has_vote for spell in self.present)


class Rolls:
    def __init__(self, rng: random.Random, tables: Tables) -> None:
        self.rng = rng
        self.table = tables[Attendance]

    def call(self, meeting: int, roll: list[Spell], *, absent: float, surely: set[int]) -> Turnout:
        """Write the roll of a meeting; whoever is in `surely` has come."""
        chance = self.rng.random
        lines, present, expected = [], [], 0
        for spell in roll:
            if not spell.line:
                spell.line = self._line(spell, AttendanceStatus.PRESENT, "")
            if spell.is_away and spell.person not in surely:
                lines.append(self._away(spell) % meeting)
                continue
            expected += 1
            if chance() < absent and spell.person not in surely:
                lines.append(self._absent(spell) % meeting)
            else:
                lines.append(spell.line % meeting)
                present.append(spell)
        self.table.add_lines(lines)
        return Turnout(expected, present)

    def _absent(self, spell: Spell) -> str:
        status = self.rng.choices(ABSENT, ABSENT_WEIGHTS)[0]
        reason = self.rng.choice(words.ABSENCE_REASONS[status.value])
        return self._line(spell, status, reason)

    def _away(self, spell: Spell) -> str:
        reason = words.NOT_COUNTED_REASONS[spell.person % len(words.NOT_COUNTED_REASONS)]
        return self._line(spell, AttendanceStatus.NOT_COUNTED, reason)

    def _line(self, spell: Spell, status: AttendanceStatus, reason: str) -> str:
        """The row after its key, with a gap for the meeting's."""
        values = {
            "person_id": str(spell.person),
            "status": status.value,
            "reason": reason,
            "member_kind": spell.kind.value,
            "has_vote": encode(spell.has_vote),
            "meeting_id": "%d",
        }
        return "\t" + "\t".join({**self.table.defaults, **values}.values()) + "\n"
