from apps.zones.services.activities import change_plan, plan_activity, record_activity
from apps.zones.services.memberships import move_unit
from apps.zones.services.practices import adopt_practice
from apps.zones.services.suggestions import (
    answer_suggestion,
    assign_suggestion,
    make_suggestion,
)

__all__ = [
    "adopt_practice",
    "answer_suggestion",
    "assign_suggestion",
    "change_plan",
    "make_suggestion",
    "move_unit",
    "plan_activity",
    "record_activity",
]
