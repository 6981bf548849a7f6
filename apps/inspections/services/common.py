"""R-INS-04: issues of several units become one item of the city with children."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.core.versions import claim_version
from apps.inspections.choices import IssueKind, IssueStatus
from apps.inspections.models import CommonIssue, Issue
from apps.inspections.services.rights import require

LEAST_UNITS = 2


@transaction.atomic
def group_issues(
    *, issues: Iterable[Issue], by, common: CommonIssue | None = None, **fields: Any
) -> CommonIssue:
    """Into an item that is there, or into a new one with `fields`: text, year, measure.

    Every child keeps its own deadline, correction and closing.
    """
    require(by, "inspections.change_commonissue", common)
    rows = list(Issue._base_manager.select_for_update().filter(pk__in=[i.pk for i in issues]))
    _refuse_unfit(rows, common)
    if common is None:
        items = {row.item_id for row in rows}
        common = CommonIssue(item_id=items.pop() if len(items) == 1 else None, **fields)
        common.full_clean()
        common.save(force_insert=True)
    for row in rows:
        row.parent, row.kind = common, IssueKind.COMMON
        row.version += 1
        row.save(update_fields=["parent", "kind", "version"])
    return common


def _refuse_unfit(rows: list[Issue], common: CommonIssue | None) -> None:
    if void := next((row for row in rows if row.status == IssueStatus.VOID), None):
        raise ValidationError(f"“{void}”已撤销，不能归入共性问题，请去掉它")
    units = {row.unit_id or row.organisation_id for row in rows}
    if common:
        known = common.children.exclude(status=IssueStatus.VOID)
        units |= {unit or body for unit, body in known.values_list("unit", "organisation")}
    if len(units) < LEAST_UNITS:
        raise ValidationError("共性问题至少要在两个单位发现（R-INS-04）。请再选其他单位的问题")


@transaction.atomic
def update_common_issue(
    *, common: CommonIssue, expected_version: int, by, **fields: Any
) -> CommonIssue:
    require(by, "inspections.change_commonissue", common)
    claim_version(common, expected=expected_version)
    for name, value in fields.items():
        setattr(common, name, value)
    common.full_clean()
    common.save()
    return common
