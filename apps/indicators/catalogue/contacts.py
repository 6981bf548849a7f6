"""Guidance by leaders' contact points, and the research of the zones."""

from django.db.models import Q

from apps.contacts.choices import PENDING, PromiseStatus, VisitForm
from apps.indicators.catalogue.definitions import Indicator
from apps.indicators.measures import Distinct
from apps.indicators.sources import contacts

JOINED = Q(forms__contains=[VisitForm.ORGANISATIONAL_LIFE])
CONTACTS = (
    Indicator("contact_points", "领导联系点", "个", contacts.CONTACT_POINTS),
    # People may sit in both bodies: the two below never add up to this one (15.4).
    Indicator(
        "contact_leaders",
        "建立联系点的领导",
        "人",
        contacts.CONTACT_POINTS,
        measure=Distinct("person", thing="人"),
    ),
    Indicator(
        "contact_leaders_party_group",
        "建立联系点的党组成员",
        "人",
        contacts.POINTS_OF_GROUP_MEMBERS,
        measure=Distinct("person", thing="人"),
    ),
    Indicator(
        "contact_leaders_standing",
        "建立联系点的机关党委常委",
        "人",
        contacts.POINTS_OF_STANDING_MEMBERS,
        measure=Distinct("person", thing="人"),
    ),
    Indicator("contact_checks", "每月了解联系点情况", "次", contacts.CHECKS),
    Indicator(
        "contact_visits", "领导到联系点调研", "次", contacts.VISITS, asked_of="contact_points"
    ),
    Indicator("contact_visits_joined", "调研中参加联系点组织生活", "次", contacts.VISITS, JOINED),
    Indicator("contact_promises", "调研承诺", "件", contacts.PROMISES),
    Indicator(
        "contact_promises_kept",
        "已兑现的调研承诺",
        "件",
        contacts.PROMISES,
        Q(status=PromiseStatus.KEPT),
    ),
    Indicator(
        "contact_promises_open",
        "未办结的调研承诺",
        "件",
        contacts.PROMISES,
        Q(status__in=PENDING),
    ),
    Indicator("research_points", "课题调研联系点", "个", contacts.RESEARCH_POINTS),
    Indicator("research_topics", "调研课题", "个", contacts.RESEARCH_TOPICS),
    Indicator("research_results", "报送的调研成果", "项", contacts.RESEARCH_RESULTS),
)
