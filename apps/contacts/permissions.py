"""Who sees and keeps the contact points; a leader sees the branches that he contacts."""

from django.db.models import Value

from apps.branches.choices import Role
from apps.branches.scope import allow, allow_register, source
from apps.contacts.models import ContactPoint

RESEARCH = ("researchpoint", "researchtopic", "researchresult")
# Parts of a record; how a leader's contact branch meets is what he looks at.
OF_RECORDS = (
    *("meeting", "agendaitem", "attendance", "guest", "speech", "vote", "resolution"),
    *("followup", "attachment", "memberreview"),
)

allow_register("contacts", "contactpoint", "contactvisit", "promise", *RESEARCH)
allow(Role.CONVENOR, *(f"contacts.view_{name}" for name in RESEARCH))
allow(Role.LEADER, "contacts.view_monthlycheck")
allow(Role.BRANCH_SECRETARY, "contacts.report_promise")
allow(
    Role.COMMITTEE_STAFF,
    "contacts.view_monthlycheck",
    "contacts.follow_promise",
    "contacts.view_holder",
    "contacts.conduct_researchtopic",
    *(f"contacts.{action}_holderrule" for action in ("view", "add", "change")),
)
# He reads the branch, and writes nothing but his own visits (the views ask whose they are).
allow(
    Role.CONTACT_LEADER,
    *(f"branches.view_{n}" for n in ("unit", "organisation", "appointment", "term", "placement")),
    *(f"meetings.view_{part}" for part in OF_RECORDS),
    *(f"contacts.view_{n}" for n in ("contactpoint", "monthlycheck", "contactvisit", "promise")),
    "contacts.add_contactvisit",
    "contacts.change_contactvisit",
    "contacts.follow_promise",
    "inspections.view_issue",
    "duties.view_dutyrule",
)


@source
def contacted_branches(user, today):
    return (
        ContactPoint.objects.valid_on(today)
        .of(user)
        .values_list(Value(Role.CONTACT_LEADER.value), "organisation__path")
    )
