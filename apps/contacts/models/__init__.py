"""Leaders' contact branches with checks, visits and promises; research contact points."""

from apps.contacts.models.points import ContactPoint, Holder, HolderRule, MonthlyCheck
from apps.contacts.models.research import ResearchPoint, ResearchResult, ResearchTopic
from apps.contacts.models.visits import ContactVisit, Promise

__all__ = [
    "ContactPoint",
    "ContactVisit",
    "Holder",
    "HolderRule",
    "MonthlyCheck",
    "Promise",
    "ResearchPoint",
    "ResearchResult",
    "ResearchTopic",
]
