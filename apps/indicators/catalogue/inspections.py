"""Issues that inspections found."""

from apps.indicators.catalogue.definitions import Indicator
from apps.indicators.sources import inspections

INSPECTIONS = (
    Indicator("issues_open", "未销号问题", "个", inspections.OPEN_ISSUES),
    Indicator("issues_overdue", "逾期未整改问题", "个", inspections.OVERDUE_ISSUES),
)
