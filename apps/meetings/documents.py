"""A record and the minute book of a year as plain values, for PDF, Word and their data hash."""

from typing import NotRequired, TypedDict


class RollLine(TypedDict):
    """One of those who should attend; `post` and `member_kind` are those of the day."""

    number: int
    name: str
    post: str
    member_kind: str
    status: str
    reason: str


class GuestLine(TypedDict):
    name: str
    post: str
    reason: str


class AgendaLine(TypedDict):
    topic: str
    is_first_topic: bool
    notes: list[str]  # what was studied, who lectured, what else the item counts as


class SpeechLine(TypedDict):
    person: str
    paragraphs: list[str]


class VoteLine(TypedDict):
    matter: str
    ayes: int
    nays: int
    abstentions: int
    sentences: list[str]  # R-VOTE-01 and R-VOTE-02 in words


class ReviewLine(TypedDict):
    """Totals only, never who voted what (3.4)."""

    excellent: int
    qualified: int
    basically_qualified: int
    unqualified: int


class FollowUpLine(TypedDict):
    """How an earlier resolution stood (3.3, field 15)."""

    text: str
    outcome: str
    words: str


class ResolutionLine(TypedDict):
    text: str
    owner: str
    due_on: str


class RecordSheet(TypedDict):
    """One record (handbook 3.3). `headings` numbers the sections that there are; the others are ""."""

    mark: str  # what keeps it from being a finished record: "待审核"; empty for a reviewed one
    correction: str  # why it corrects another record
    organisation: str
    title: str  # as in lists: "2026年第3次支委会"
    heading: str  # as on paper: "2026年第3次支委会记录"
    kind: str
    number: str
    held_on: str  # "2026-03-02"
    time: str
    place: str
    chair: str
    chair_reason: str
    recorder: str
    style: str
    expected: int
    present: int
    roll: list[RollLine]
    guests: list[GuestLine]
    agenda: list[AgendaLine]
    minutes: list[str]
    speeches: list[SpeechLine]
    votes: list[VoteLine]
    review: ReviewLine | None
    follow_ups: list[FollowUpLine]
    resolutions: list[ResolutionLine]
    attended: str  # names: "张三、李四（预备）"
    absent: str  # "王五（病假）"
    signed: str  # "2026年3月5日登记"; empty while nobody has signed
    headings: dict[str, str]


class MonthRow(TypedDict):
    """Sittings of a kind (次) by month."""

    label: str
    months: list[int]
    total: int


class MemberLine(TypedDict):
    number: int
    name: str
    kind: str
    subgroup: str
    since: str
    until: str  # empty while the membership goes on


class OfficerLine(TypedDict):
    post: str
    name: str
    since: str
    until: str


class TalkLine(TypedDict):
    held_on: str
    kind: str
    people: str


class BookRecord(TypedDict):
    anchor: str  # "r12": where the contents lead to
    sheet: RecordSheet


class BookChapter(TypedDict):
    anchor: str
    heading: str
    records: list[BookRecord]


class SittingColumn(TypedDict):
    number: int
    day: str  # "03 02"
    short: str  # two characters for the kind


class AttendanceRow(TypedDict):
    name: str
    cells: list[str]
    total: str  # "9/10": present of expected, in the whole year


class AttendanceBlock(TypedDict):
    """So many sittings as fit across a landscape page."""

    caption: str
    width: int  # millimetres of each sitting's column
    sittings: list[SittingColumn]
    rows: list[AttendanceRow]


class MinuteBook(TypedDict):
    """支部工作手册 of one organisation and year."""

    year: int
    organisation: str
    kind: str
    unit: str
    superior: str
    founded_on: str
    term: str
    members: list[MemberLine]
    officers: list[OfficerLine]
    months: list[MonthRow]
    first_topics: MonthRow
    chapters: list[BookChapter]
    talks: list[TalkLine]
    attendance: list[AttendanceBlock]
    signs: str  # what the signs of the attendance table mean
    verification_code: NotRequired[str]  # these three are stamped on for printing
    verification_url: NotRequired[str]
    data_hash: NotRequired[str]
