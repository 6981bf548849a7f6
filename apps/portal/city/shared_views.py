"""视图 that the committee's staff share; they stand above the lists of everybody who opens them."""

from apps.core.models import SavedView
from apps.portal.city.tables import Tables

RECORDS = "admin:meetings_meeting_changelist"
# List, name, filters, columns (none: the usual ones).
VIEWS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (RECORDS, "待审核", "status__exact=filed", ()),
    (
        RECORDS,
        "退回未改",
        "status__exact=returned",
        ("held_on", "title", "organisation", "state", "chair", "place"),
    ),
    ("admin:branches_organisation_changelist", "党支部", "kind__exact=branch", ()),
    ("meetings:meeting_list", "党课", "kind=party_lecture", ()),
)


def write(staff: int, tables: Tables) -> None:
    for listing, name, query, columns in VIEWS:
        tables[SavedView].add(
            owner_id=staff,
            listing=listing,
            name=name,
            query=query,
            columns=list(columns),
            is_shared=True,
        )
