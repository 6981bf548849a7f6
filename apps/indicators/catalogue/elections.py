"""Elections at the end of a term (handbook 4): due, reminded of, held, late.

`terms_overdue` of the stock says how many are overdue on a day; here late is a term whose day
passed in the period without an election, whatever was held afterwards.
"""

from django.db.models import F, Q

from apps.elections.choices import ElectionKind
from apps.indicators.catalogue.definitions import Indicator, Ratio
from apps.indicators.sources import elections

ELECTIONS = (
    Indicator("elections_due", "届满应换届的党组织", "个", elections.ENDING),
    Indicator(
        "elections_in_time",
        "届满前完成换届的党组织",
        "个",
        elections.ENDING,
        Q(closed_on__lte=F("ends_on")),
        handled_at="elections:renewal_list",
    ),
    Indicator("elections_late", "届满没有按期换届", "个", elections.LATE),
    Indicator("elections_notified", "发出的换届提醒函", "份", elections.NOTICED),
    Indicator("elections_held", "换届选举", "次", elections.HELD, Q(kind=ElectionKind.GENERAL)),
    Indicator("by_elections_held", "补选", "次", elections.HELD, Q(kind=ElectionKind.BY_ELECTION)),
    Indicator("terms_extended", "批准的延期换届", "次", elections.EXTENDED),
)
ELECTION_RATIOS = (Ratio("elections_rate", "按期换届率", "elections_in_time", "elections_due"),)
