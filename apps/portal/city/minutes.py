"""Writes a sitting down: the meeting, its items, its roll and what was decided."""

import random
from collections import Counter
from datetime import datetime, timedelta
from datetime import time as clock

from apps.branches.choices import Post
from apps.core.models import StatusChange
from apps.meetings.choices import MeetingKind, MeetingStatus, MinutesStyle
from apps.meetings.models import (
    AgendaItem,
    Guest,
    Meeting,
    MemberReview,
    Speech,
    Vote,
)
from apps.portal.city import fates, words
from apps.portal.city.conduct import Conduct
from apps.portal.city.fates import Fate
from apps.portal.city.people import Register
from apps.portal.city.plan import ZONE, Plan
from apps.portal.city.resolutions import Resolutions
from apps.portal.city.rolls import Rolls, Turnout
from apps.portal.city.sittings import Sitting
from apps.portal.city.tables import Tables

DELIBERATING = (MeetingKind.MEMBERS_MEETING, MeetingKind.COMMITTEE_MEETING)
LONGEST_TITLE = 120
# Notes of the steps that need one, by the status they lead to: step, source, notes.
STEPS = {
    MeetingStatus.RETURNED: ("return", MeetingStatus.FILED, words.RETURN_NOTES),
    MeetingStatus.VOID: ("discard", MeetingStatus.DRAFT, words.VOID_NOTES),
    MeetingStatus.SUPERSEDED: ("supersede", MeetingStatus.REVIEWED, words.CORRECTION_REASONS),
}


class Recorder:
    def __init__(self, plan: Plan, tables: Tables, register: Register, staff: int) -> None:
        self.plan, self.tables, self.register, self.staff = plan, tables, register, staff
        self.rng: random.Random = plan.stream("minutes")
        self.rolls = Rolls(self.rng, tables)
        self.numbers: Counter = Counter()
        self.resolutions = Resolutions(plan, tables)

    def write(self, sitting: Sitting, conduct: Conduct) -> None:
        key = self._write_once(sitting, conduct, corrects=None)
        if key:
            self._write_once(sitting, conduct, corrects=key)

    def _write_once(
        self, sitting: Sitting, conduct: Conduct, *, corrects: int | None
    ) -> int | None:
        """Return the meeting's key where it needs a correction."""
        start = self._start(sitting)
        end = start + timedelta(
            minutes=5 * self.rng.randint(8, 24), hours=6 if sitting.hours else 0
        )
        fate = fates.draw(self.rng, ended_at=end, until=self.plan.until, conduct=conduct)
        if corrects and fate.status == MeetingStatus.SUPERSEDED:
            fate = Fate(MeetingStatus.REVIEWED, fate.filed_at, fate.reviewed_at)
        key = self.tables[Meeting].reserve()
        chair, recorder = self._chair(sitting), self._recorder(sitting)
        turnout = self.rolls.call(
            key, sitting.roll, absent=self._absent(sitting, conduct), surely={chair, recorder}
        )
        self._meeting(key, sitting, fate, turnout, start, end, chair, recorder, corrects)
        self._items(key, sitting, conduct, chair)
        self._extras(key, sitting, turnout)
        self._step(key, fate)
        return key if fate.status == MeetingStatus.SUPERSEDED else None

    def _start(self, sitting: Sitting) -> datetime:
        hour = 8 if sitting.hours else self.rng.choice((8, 9, 9, 10, 14, 15, 15, 16))
        minute = self.rng.choice((0, 0, 0, 30, 30, 15))
        return datetime.combine(sitting.day, clock(hour, minute), ZONE)

    def _absent(self, sitting: Sitting, conduct: Conduct) -> float:
        share = conduct.absent * self.rng.uniform(0.4, 1.6)
        return share / 2 if MeetingKind.COMMITTEE_MEETING in sitting.kinds else share

    def _chair(self, sitting: Sitting) -> int:
        posts = (Post.SUBGROUP_LEADER, Post.SECRETARY)
        holders = (sitting.body.holder(post, sitting.day) for post in posts)
        return next((person for person in holders if person), sitting.roll[0].person)

    def _recorder(self, sitting: Sitting) -> int:
        """Minutes are usually kept by the 组织委员 (2.2)."""
        keeper = sitting.body.holder(Post.ORGANISATION_MEMBER, sitting.day)
        return keeper or sitting.roll[-1].person

    def _meeting(
        self,
        key: int,
        sitting: Sitting,
        fate: Fate,
        turnout: Turnout,
        start: datetime,
        end: datetime,
        chair: int,
        recorder: int,
        corrects: int | None,
    ) -> None:
        kind = sitting.kinds[0]
        number = self._number(sitting)
        signed = end if kind in DELIBERATING and fate.filed_at else None
        made = fate.filed_at or end
        self.tables[Meeting].add_keyed(
            key,
            organisation_id=sitting.body.pk,
            kind=kind.value,
            title=self._title(sitting, number),
            seq_no=number,
            started_at=start.isoformat(),
            ended_at=end.isoformat(),
            held_on=sitting.day.isoformat(),
            place=self._place(kind),
            chair_id=chair,
            recorder_id=recorder,
            minutes_style=self._style(kind),
            minutes=self._minutes(sitting, chair),
            expected_count=turnout.expected,
            present_count=len(turnout.present),
            status=fate.status.value,
            filed_at=fate.filed_at and fate.filed_at.isoformat(),
            reviewed_at=fate.reviewed_at and fate.reviewed_at.isoformat(),
            signed_by_chair_at=signed and signed.isoformat(),
            signed_by_recorder_at=signed and signed.isoformat(),
            created_by_id=self._account(sitting),
            created_at=made.isoformat(),
            updated_at=(fate.reviewed_at or made).isoformat(),
            corrects_id=corrects,
            correction_reason=self.rng.choice(words.CORRECTION_REASONS) if corrects else "",
        )

    def _number(self, sitting: Sitting) -> int:
        series = (sitting.body.pk, sitting.kinds[0], sitting.day.year)
        self.numbers[series] += 1
        return self.numbers[series]

    def _account(self, sitting: Sitting) -> int | None:
        branch = sitting.body if sitting.body.posts.all else sitting.body.parent
        person = branch.secretary(sitting.day) if branch else None
        return self.register.users.get(person, self.staff) if person else self.staff

    def _title(self, sitting: Sitting, number: int) -> str:
        kind, topic = sitting.kinds[0], sitting.topics[0]
        if kind == MeetingKind.THEME_DAY:
            return f"{sitting.day.month}月主题党日：{topic}"[:LONGEST_TITLE]
        if kind == MeetingKind.PARTY_LECTURE:
            return f"党课《{topic}》"[:LONGEST_TITLE]
        return f"{sitting.day.year}年第{number}次{kind.label}"[:LONGEST_TITLE]

    def _place(self, kind: MeetingKind) -> str:
        is_outside = kind == MeetingKind.THEME_DAY and self.rng.random() < 0.4
        return self.rng.choice(words.OUTSIDE_PLACES if is_outside else words.PLACES)

    def _style(self, kind: MeetingKind) -> str:
        is_full = kind == MeetingKind.LIFE_MEETING or self.rng.random() < 0.05
        return (MinutesStyle.FULL if is_full else MinutesStyle.SUMMARY).value

    def _minutes(self, sitting: Sitting, chair: int) -> str:
        chosen = self.rng.choice
        lines = [chosen(words.OPENINGS).format(chair=self.register.names[chair])]
        lines += [chosen(words.BODIES).format(topic=topic) for topic in sitting.topics]
        lines.append(chosen(words.CLOSINGS))
        return "\n".join(lines).strip()

    def _items(self, meeting: int, sitting: Sitting, conduct: Conduct, chair: int) -> None:
        """第一议题 (R-MTG-13), then an item for each duty, then now and then another topic."""
        add, order = self.tables[AgendaItem].add, 0
        if self.rng.random() > conduct.missing / 2 + 0.02:
            text, order = self.rng.choice(words.STUDY_TEXTS), 1
            add(
                meeting_id=meeting,
                order=1,
                topic=f"学习{text}"[:200],
                is_first_topic=True,
                source_text=text,
            )
        for kind, topic in zip(sitting.kinds, sitting.topics, strict=True):
            order += 1
            add(meeting_id=meeting, order=order, **self._duty(sitting, kind, topic, chair))
        if self.rng.random() < 0.12:
            topic = self.rng.choice(words.COMMITTEE_TOPICS)
            add(meeting_id=meeting, order=order + 1, topic=topic)

    def _duty(self, sitting: Sitting, kind: MeetingKind, topic: str, chair: int) -> dict:
        values: dict[str, object] = {"topic": topic, "kind": kind.value}
        if kind == MeetingKind.PARTY_LECTURE:
            values["lecturer_id"] = self._lecturer(sitting, chair)
        if kind == MeetingKind.TRAINING:
            values["hours"] = sitting.hours
        return values

    def _lecturer(self, sitting: Sitting, chair: int) -> int:
        """Above the branches it is the secretary himself (R-MTG-05)."""
        is_chair = not sitting.body.is_branch or self.rng.random() < 0.6
        return chair if is_chair else self.rng.choice(sitting.roll).person

    def _extras(self, meeting: int, sitting: Sitting, turnout: Turnout) -> None:
        chance, kinds = self.rng.random, sitting.kinds
        if kinds[0] in DELIBERATING:
            self.resolutions.come_back(meeting, sitting)
        if MeetingKind.MEMBER_REVIEW in kinds:
            self._review(meeting, turnout)
        if MeetingKind.MEMBERS_MEETING in kinds and chance() < 0.35:
            self._vote(meeting, sitting, turnout)
        if kinds[0] in DELIBERATING and chance() < 0.35:
            self._resolution(meeting, sitting, turnout)
        if MeetingKind.LIFE_MEETING in kinds:
            self._speeches(meeting, turnout, 4)
        elif kinds[0] == MeetingKind.COMMITTEE_MEETING and chance() < 0.4:
            self._speeches(meeting, turnout, 2)
        if chance() < 0.03:
            name = self.register.names[self.rng.choice(sitting.roll).person]
            post = self.rng.choice(words.GUEST_POSTS)
            self.tables[Guest].add(meeting_id=meeting, name=name, post=post, reason="列席指导")

    def _review(self, meeting: int, turnout: Turnout) -> None:
        """Totals only; the excellent are at most a third, those on probation get no grade (3.4)."""
        graded = sum(spell.is_full for spell in turnout.present)
        excellent = self.rng.randint(graded // 5, graded // 3)
        basic = 1 if graded > 10 and self.rng.random() < 0.1 else 0
        self.tables[MemberReview].add(
            meeting_id=meeting,
            excellent=excellent,
            qualified=graded - excellent - basic,
            basically_qualified=basic,
        )

    def _vote(self, meeting: int, sitting: Sitting, turnout: Turnout) -> None:
        eligible = sum(spell.has_vote and not spell.is_away for spell in sitting.roll)
        present = min(turnout.present_with_vote, eligible)
        nays = self.rng.choice((0, 0, 0, 0, 1, 2)) if present > 5 else 0
        abstentions = self.rng.choice((0, 0, 0, 1, 1, 3)) if present > 8 else 0
        self.tables[Vote].add(
            meeting_id=meeting,
            matter=self.rng.choice(words.VOTE_MATTERS),
            eligible=eligible,
            present=present,
            ayes=present - nays - abstentions,
            nays=nays,
            abstentions=abstentions,
        )

    def _resolution(self, meeting: int, sitting: Sitting, turnout: Turnout) -> None:
        owner = self.rng.choice(turnout.present).person
        due_on = sitting.day + timedelta(days=self.rng.randint(7, 45))
        text = self.rng.choice(words.RESOLUTIONS)
        self.resolutions.write(meeting, sitting, text=text, owner=owner, due_on=due_on)

    def _speeches(self, meeting: int, turnout: Turnout, count: int) -> None:
        for spell in self.rng.sample(turnout.present, min(count, len(turnout.present))):
            gist = self.rng.choice(words.GISTS)
            self.tables[Speech].add(meeting_id=meeting, person_id=spell.person, gist=gist)

    def _step(self, meeting: int, fate: Fate) -> None:
        """The steps that need a note have left it in the history."""
        if fate.status in STEPS:
            step, source, notes = STEPS[fate.status]
            self.tables[StatusChange].add(
                model_label="meetings.Meeting",
                object_pk=meeting,
                step=step,
                source=source.value,
                target=fate.status.value,
                note=self.rng.choice(notes),
                by_id=self.staff,
            )
