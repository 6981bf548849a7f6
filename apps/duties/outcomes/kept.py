"""Of which rules the outcomes are kept: those whose numbers hang on watched tables alone.

Whatever else a rule asks for is surveyed when it is asked. The trigger of each table stands in the
migrations 0006 and 0008; tests/duties/test_outcomes.py asks every statement of a survey for its tables.
"""

from collections.abc import Iterable

from apps.duties.models import DutyRule
from apps.indicators.catalogue import get
from apps.indicators.cells.kept import KEPT
from apps.indicators.sources.elections import ENDING
from apps.indicators.sources.inspections import DUE_ISSUES
from apps.indicators.sources.meetings import AGENDA, LEADERS, SECRETARY_LECTURES

WATCHED = (AGENDA, DUE_ISSUES, ENDING, LEADERS, SECRETARY_LECTURES)
WATCHED_TABLES = frozenset(
    {
        "branches_appointment",
        "branches_membership",
        "branches_organisation",
        "branches_placement",
        "branches_term",
        "duties_dutyrule",
        "duties_waiver",
        "inspections_issue",
        "meetings_agendaitem",
        "meetings_attendance",
        "meetings_meeting",
        "meetings_talk",
    }
)
# Counted of tables that are watched for numbers only.
ELSEWHERE = frozenset({"campaign_activities", "first_editions"})


def is_kept(rule: DutyRule) -> bool:
    if rule.indicator in KEPT:
        return rule.indicator not in ELSEWHERE
    return ":" not in rule.indicator and get(rule.indicator).source in WATCHED


def divided(rules: Iterable[DutyRule]) -> tuple[list[DutyRule], list[DutyRule]]:
    """Those whose outcomes are kept, and the others."""
    all_of_them = list(rules)
    return [r for r in all_of_them if is_kept(r)], [r for r in all_of_them if not is_kept(r)]
