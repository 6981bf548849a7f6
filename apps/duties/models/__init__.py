"""Tables of the duties and of what is said about them."""

from apps.duties.models.feeds import CalendarFeed
from apps.duties.models.outcomes import Outcome, OutcomeMark
from apps.duties.models.remarks import Remark, RemarkStatus
from apps.duties.models.reminders import FARTHEST, Reminder, ReminderGroup, ReminderRule
from apps.duties.models.rules import (
    EVENTS,
    Authority,
    Condition,
    DutyCycle,
    DutyRule,
    Multiplier,
    Waiver,
)

__all__ = [
    "EVENTS",
    "FARTHEST",
    "Authority",
    "CalendarFeed",
    "Condition",
    "DutyCycle",
    "DutyRule",
    "Multiplier",
    "Outcome",
    "OutcomeMark",
    "Remark",
    "RemarkStatus",
    "Reminder",
    "ReminderGroup",
    "ReminderRule",
    "Waiver",
]
