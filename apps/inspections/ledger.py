"""整改台账 as a list that can be kept as a view and taken along as a workbook."""

from collections.abc import Iterator, Sequence

from django.http import QueryDict
from django.utils import timezone

from apps.core import listings
from apps.inspections.choices import IssueLevel, IssueSource
from apps.inspections.listing import STATES, Asked, asked_of
from apps.inspections.models import Issue

KEY = "inspections:issue_list"
PORTION = 1000
HEADINGS = (
    *("问题", "党组织", "单位", "来源", "程度", "性质", "发现日期", "整改时限", "最初时限"),
    *("措施", "责任人", "状态", "逾期", "反弹", "销号日期"),
)


class LedgerListing(listings.Listing):
    key = KEY
    title = "整改台账"

    def allows(self, user) -> bool:
        """Everybody who is signed in; what he sees of it are his rows."""
        return user.is_authenticated

    def table(self, user, query: QueryDict, columns: Sequence[str]) -> listings.Table:
        asked = asked_of(query)
        rows = asked.rows(Issue.objects.seen_by(user), timezone.localdate())
        return listings.Table(
            title=self.title,
            headings=HEADINGS,
            rows=_rows(rows.select_related("organisation", "unit")),
            count=rows.count(),
            conditions=_in_words(asked),
            span=f"{asked.year}年" if asked.year else "",
        )


LEDGER = listings.register(LedgerListing())


def _rows(issues) -> Iterator[list]:
    today = timezone.localdate()
    told = issues.prefetch_related("measures__owner")
    for issue in told.iterator(chunk_size=PORTION):
        measures = list(issue.measures.all())
        yield [
            issue.text,
            str(issue.organisation),
            str(issue.unit or ""),
            issue.get_source_display(),
            issue.get_level_display(),
            issue.get_kind_display(),
            issue.found_on,
            issue.due_on,
            issue.first_due_on,
            "；".join(measure.text for measure in measures),
            "、".join(dict.fromkeys(str(measure.owner) for measure in measures)),
            issue.get_status_display(),
            "是" if issue.is_overdue(today) else "",
            "是" if issue.relapse_of_id else "",
            issue.closed_on,
        ]


def _in_words(asked: Asked) -> str:
    stated = {
        "状态": STATES.get(asked.state, ""),
        "程度": IssueLevel(asked.level).label if asked.level else "",
        "来源": IssueSource(asked.source).label if asked.source else "",
        "发现年度": f"{asked.year}年" if asked.year else "",
        "问题": asked.q,
    }
    return "；".join(f"{name}：{value}" for name, value in stated.items() if value)
