"""组织生活记录: one reading of the address for the page, its views and its workbook."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.http import QueryDict

from apps.branches.models import Organisation
from apps.core import listings
from apps.meetings.choices import MeetingKind, MeetingStatus
from apps.meetings.models import Meeting

KEY = "meetings:meeting_list"
PORTION = 1000
HEADINGS = ("日期", "会议", "党组织", "主持", "实到/应到", "状态")
NO_PLACE = "没有这个党组织，或者您不能查看。请回到列表重新选择"


def asked_of(given: QueryDict) -> dict:
    """The filters of an address; what cannot be meant is left out."""
    year, kind, status = (given.get(name, "") for name in ("year", "kind", "status"))
    return {
        "year": int(year) if year.isascii() and year.isdigit() and 1949 < int(year) < 3000 else "",
        "kind": kind if kind in MeetingKind else "",
        "status": status if status in MeetingStatus else "",
        "organisation": _uuid(given.get("organisation", "")),
        "after": _uuid(given.get("after", "")),
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def records_of(user, asked: dict, place: Organisation | None):
    """All records that the user sees under the filters, the latest first."""
    records = Meeting.objects.visible_to(user).select_related("organisation", "chair")
    if asked["year"]:
        records = records.of_year(asked["year"])
    if asked["kind"]:
        records = records.filter(kind=asked["kind"])
    if asked["status"]:
        records = records.filter(status=asked["status"])
    else:
        records = records.exclude(status__in=(MeetingStatus.VOID, MeetingStatus.SUPERSEDED))
    if place:
        records = records.filter(organisation__path__startswith=place.path)
    return records.order_by("-held_on", "-pk")


class RecordListing(listings.Listing):
    key = KEY
    title = "会议记录"

    def allows(self, user) -> bool:
        return user.has_perm("meetings.view_meeting")

    def table(self, user, query: QueryDict, columns: Sequence[str]) -> listings.Table:
        asked = asked_of(query)
        place = self._place(user, asked["organisation"])
        records = records_of(user, asked, place)
        # As on the screen: whoever has one body only is not told its name in each row.
        bodies = records.order_by().values_list("organisation__name").distinct()[:2]
        names = [name for (name,) in bodies]
        return listings.Table(
            title=self.title,
            headings=[h for h in HEADINGS if len(names) > 1 or h != "党组织"],
            rows=_rows(records, with_body=len(names) > 1),
            count=records.count(),
            conditions=_in_words(asked, place),
            place=_name(place, names),
            span=f"{asked['year']}年" if asked["year"] else "",
        )

    def _place(self, user, key: UUID | None) -> Organisation | None:
        if key is None:
            return None
        place = Organisation.objects.visible_to(user).filter(uuid=key).first()
        if place is None:
            raise listings.ListingRefused(NO_PLACE)
        return place


def _name(place: Organisation | None, names: list[str]) -> str:
    """Whose records these are, if they are one body's."""
    if place:
        return str(place)
    return names[0] if len(names) == 1 else ""


RECORDS = listings.register(RecordListing())


def _rows(records, *, with_body: bool) -> Iterator[list]:
    for record in records.iterator(chunk_size=PORTION):
        yield [
            record.held_on,
            record.title,
            *([str(record.organisation)] if with_body else []),
            str(record.chair),
            f"{record.present_count}/{record.expected_count}",
            record.get_status_display(),
        ]


def _in_words(asked: dict, place: Organisation | None) -> str:
    stated = {
        "年度": f"{asked['year']}年" if asked["year"] else "",
        "会议类型": MeetingKind(asked["kind"]).label if asked["kind"] else "",
        "状态": MeetingStatus(asked["status"]).label if asked["status"] else "",
        "党组织": str(place) if place else "",
    }
    return "；".join(f"{name}：{value}" for name, value in stated.items() if value)
