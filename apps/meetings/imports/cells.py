"""Cells that hold more than one thing: topics, further kinds, absences."""

import re
from dataclasses import dataclass
from datetime import datetime

from apps.core.imports import Choice, Text
from apps.core.imports.cells import CellError
from apps.meetings.choices import (
    ABSENT,
    KIND_ALIASES,
    NEEDS_WORDS,
    AttendanceStatus,
    MeetingKind,
)
from apps.meetings.sitting import Absence, Topic

BETWEEN = re.compile(r"[;；\n]+")
PAIR = re.compile(r"[:：]")
# 张三（病假）, as many people write it.
BRACKETED = re.compile(r"^([^:：(（]+)[(（]([^()（）]+)[)）]$")
MAX_TOPIC = 200
KIND = Choice.of(MeetingKind, KIND_ALIASES)
ABSENCE_LABELS = {AttendanceStatus(status).label: status for status in ABSENT}
ABSENCE_ALIASES = {"出差": AttendanceStatus.DUTY_TRIP, "公差": AttendanceStatus.DUTY_TRIP}
LONG = Text(4000, is_long=True)


def parts(text: str) -> list[str]:
    return [part.strip() for part in BETWEEN.split(text) if part.strip()]


@dataclass(frozen=True)
class Topics:
    """学习讲话；讨论发展计划 – one topic each."""

    def __call__(self, value: object, epoch: datetime) -> tuple[Topic, ...]:
        topics = tuple(Topic(part) for part in parts(LONG(value, epoch)))
        _check_length(topics)
        return topics


@dataclass(frozen=True)
class Kinds:
    """主题党日；党课:学习党章 – further kinds that the sitting discharges through an item each."""

    def __call__(self, value: object, epoch: datetime) -> tuple[Topic, ...]:
        topics = tuple(self._topic(part, epoch) for part in parts(LONG(value, epoch)))
        _check_length(topics)
        return topics

    def _topic(self, part: str, epoch: datetime) -> Topic:
        label, *words = PAIR.split(part, maxsplit=1)
        kind = KIND(label, epoch)
        return Topic(words[0].strip() if words else MeetingKind(kind).label, kind=kind)


@dataclass(frozen=True)
class Absences:
    """张三:病假；李四:其他(陪护) – whoever of the roll was not there, and why."""

    def __call__(self, value: object, epoch: datetime) -> dict[str, Absence]:
        found = {}
        for part in parts(LONG(value, epoch)):
            name, *why = PAIR.split(BRACKETED.sub(r"\1:\2", part), maxsplit=1)
            if not why or not why[0].strip():
                raise CellError(f"“{part}”没有写原因，请写成 张三:病假；李四:事假")
            found[name.strip()] = _absence(why[0].strip())
        return found


def _absence(why: str) -> Absence:
    """病假, or a status with words: 其他(陪护). Other words are a reason of their own."""
    label, *words = re.split(r"[(（]", why.rstrip(")）"), maxsplit=1)
    status = ABSENCE_LABELS.get(label) or ABSENCE_ALIASES.get(label)
    if status is None:
        return Absence(AttendanceStatus.OTHER, why)
    reason = words[0] if words else ""
    if status in NEEDS_WORDS and not reason:
        raise CellError(f"“{label}”要写明原因，写成 {label}（原因）")
    return Absence(status, reason)


def _check_length(topics: tuple[Topic, ...]) -> None:
    for topic in topics:
        if len(topic.topic) > MAX_TOPIC:
            raise CellError(f"每个议题最多 {MAX_TOPIC} 个字，请缩短“{topic.topic[:12]}…”")
