"""How bodies should be set up (R-ORG-01 to R-ORG-10), as advice from the rows.

Every number of these rules has “一般” or “经批准” beside it: nothing here bars anything, and an
approved exception takes a piece of advice off the list while it holds.
"""

from apps.branches.set_up.rules import Body, advice_about
from apps.branches.set_up.survey import Advice, SetUp, set_ups, with_open_advice

__all__ = ["Advice", "Body", "SetUp", "advice_about", "set_ups", "with_open_advice"]
