"""The reviewed answer to “who may call what”, in plain Python; nothing here asks the portal.

A route that is missing here fails tests/test_access_matrix.py. Whoever adds one says who may call it.
"""

from dataclasses import dataclass

ANONYMOUS = "anonymous"
# A session that outlived its account counts as none.
DISABLED = "disabled"
SECRETARIES = {"secretary", "subtree_secretary", "stranger"}
OWNERS = {"secretary", "stranger"}
STAFF, SYSTEM, SECURITY, AUDIT = {"staff"}, {"system_admin"}, {"security_admin"}, {"audit_admin"}
HIGHER = {"subtree_secretary"} | STAFF
DESK = STAFF | SYSTEM | SECURITY | AUDIT
CONVENOR = {"convenor"}
READERS = SECRETARIES | STAFF | {"leader"}
# A leader reads the branch that he contacts, without being anything else.
CONTACTING = {"contact_leader"}
OF_RECORDS = READERS | CONTACTING
# Whoever is in the team of the inspection of the own unit, and nothing else.
INSPECTOR = {"inspector"}
SIGNED_IN = READERS | DESK | CONTACTING | INSPECTOR | {"convenor", "nobody"}
EVERYBODY = SIGNED_IN | {ANONYMOUS, DISABLED}
NOBODY: set[str] = set()

# Whose rows a role sees: "own" is a row of the branch of `secretary`, "other" of the other tree.
SEES = {
    "secretary": {"own"},
    "subtree_secretary": {"own"},
    "stranger": {"other"},
    "convenor": {"own"},
    "contact_leader": {"own"},
    "inspector": {"own"},
    "leader": {"own", "other"},
    "staff": {"own", "other"},
}

# To whom a personal row is addressed.
ADDRESSED = {"secretary": {"own"}, "stranger": {"other"}}

READ, WRITE, BOTH = {"GET"}, {"POST"}, {"GET", "POST"}


@dataclass(frozen=True)
class Page:
    """`callers` pass the door; with `rows`, a row that they do not see is 404 for them."""

    callers: set[str]
    methods: frozenset[str]
    rows: bool = False
    absent: bool = False
    personal: bool = False
    readers: frozenset[str] | None = None

    def sees(self, role: str) -> set[str]:
        if self.readers is not None and role not in self.readers:
            return set()
        return (ADDRESSED if self.personal else SEES).get(role, set())


def page(
    callers: set[str],
    methods: set[str] = READ,
    *,
    rows: bool = False,
    absent: bool = False,
    personal: bool = False,
    readers: set[str] | None = None,
) -> Page:
    """`absent` pages do not exist for the cast: nobody in it has a second factor. Rows of a
    `personal` page are addressed to one secretary, and nobody else sees them. Where the door is open
    to everybody who may have been sent, `readers` are the roles that see rows without being sent."""
    seen = None if readers is None else frozenset(readers)
    return Page(callers, frozenset(methods), rows or personal, absent, personal, seen)


PORTAL = {
    "account_login": page(EVERYBODY, BOTH),
    "account_inactive": page(EVERYBODY),
    # Part of signing in: without a sign-in that waits for its code it leads to the beginning.
    "mfa_authenticate": page(SIGNED_IN, BOTH),
    "account_logout": page(SIGNED_IN, BOTH),
    "account_change_password": page(SIGNED_IN, BOTH),
    "account_reauthenticate": page(SIGNED_IN, BOTH),
    "usersessions_list": page(SIGNED_IN, BOTH),
    "mfa_index": page(SIGNED_IN),
    "mfa_reauthenticate": page(SIGNED_IN, BOTH),
    "mfa_activate_totp": page(SIGNED_IN, BOTH),
    "mfa_deactivate_totp": page(SIGNED_IN, BOTH, absent=True),
    "mfa_view_recovery_codes": page(SIGNED_IN, absent=True),
    "mfa_generate_recovery_codes": page(SIGNED_IN, BOTH),
    "accounts:profile": page(SIGNED_IN),
    "accounts:display": page(EVERYBODY, BOTH),
    "notices:notice_list": page(SIGNED_IN),
    "notices:notice_open": page(SIGNED_IN, personal=True),
    "notices:notice_seen": page(SIGNED_IN, WRITE),
    "notices:preference": page(SIGNED_IN, BOTH),
    "core:verify": page(EVERYBODY),
    "core:health": page(EVERYBODY),
    # The sample step is 撤回修改, which is the secretary's.
    "core:lifecycle_step": page(SECRETARIES, WRITE, rows=True),
    "core:form_draft": page(SIGNED_IN, WRITE),
    "core:document_download": page(READERS, rows=True),
    "core:view_create": page(SIGNED_IN, WRITE),
    # Views and exports are their owner's, who is the secretary of the branch of the row.
    "core:view_update": page(OWNERS, WRITE, rows=True),
    "core:view_delete": page(OWNERS, WRITE, rows=True),
    "core:list_export": page(SIGNED_IN, WRITE),
    "core:export_list": page(SIGNED_IN),
    "core:export_detail": page(OWNERS, rows=True),
    "core:export_download": page(OWNERS, rows=True),
    "portal:home": page(SIGNED_IN),
    "portal:help": page(SIGNED_IN),
    "portal:figures": page(SIGNED_IN),
    # The practices are not among the rows of the cast.
    "portal:figure": page(SIGNED_IN, absent=True),
    "portal:figure_rule": page(SIGNED_IN),
    "portal:figure_campaign": page(SIGNED_IN),
    "portal:figure_scheme": page(SIGNED_IN),
    "portal:handover": page(READERS, rows=True),
    "portal:handover_ask": page(SECRETARIES, WRITE, rows=True),
    "portal:search": page(SIGNED_IN),
    "portal:lead": page(OF_RECORDS),
    "portal:lead_duties": page(OF_RECORDS),
    "portal:lead_problems": page(OF_RECORDS),
    "portal:burden": page(STAFF | {"leader"}),
    "portal:zone": page(READERS | {"convenor"}, rows=True),
    "portal:zone_unit": page(READERS, rows=True),
    "portal:zone_overview": page(STAFF | {"leader"}),
    "portal:contact_sheet": page(OF_RECORDS, rows=True),
    "portal:contact_paper": page(OF_RECORDS, WRITE, rows=True),
    "projects:board": page(READERS),
    "projects:project_list": page(READERS),
    "projects:project_create": page(SECRETARIES | STAFF, BOTH),
    "projects:project_detail": page(READERS, rows=True),
    "projects:project_history": page(READERS, rows=True),
    "projects:project_update": page(SECRETARIES | STAFF, BOTH, rows=True),
    "projects:project_hold_midterm": page(SECRETARIES | STAFF, BOTH, rows=True),
    "projects:project_conclude": page(SECRETARIES | STAFF, BOTH, rows=True),
    "projects:milestone_create": page(SECRETARIES | STAFF, BOTH, rows=True),
    "projects:milestone_update": page(SECRETARIES | STAFF, BOTH, rows=True),
    "projects:outcome_create": page(SECRETARIES | STAFF, BOTH, rows=True),
    "projects:outcome_update": page(SECRETARIES | STAFF, BOTH, rows=True),
    "projects:event_detail": page(READERS, rows=True),
    "projects:evidence_file": page(READERS, rows=True),
    "projects:project_paper": page(READERS, WRITE, rows=True),
    "projects:project_word": page(READERS, rows=True),
    # The whole city on paper is for whoever reads the whole city.
    "projects:paper_list": page(STAFF | {"leader"}, BOTH),
    "projects:paper_detail": page(STAFF | {"leader"}, BOTH, rows=True),
    "projects:paper_bundle": page(STAFF | {"leader"}, rows=True),
    "contacts:contact_list": page(OF_RECORDS),
    "reports:report_list": page(READERS),
    # No quarter is named, and none of the cast is printed.
    "reports:report_bundle": page(READERS, absent=True),
    # A unit's report is read by whoever reads its highest organisation.
    **{
        f"reports:{name}": page(READERS, rows=True, readers=HIGHER | {"leader"})
        for name in ("report_detail", "report_word", "report_numbers")
    },
    "contacts:research_list": page(READERS | {"convenor"}),
    "contacts:visit_detail": page(OF_RECORDS, rows=True),
    # His own: the leader who only reads the whole city is no caller.
    "contacts:check_remark": page(CONTACTING, WRITE, rows=True),
    "contacts:visit_create": page(CONTACTING, BOTH, rows=True),
    # The desk may change visits too, on the pages of the admin: here it finds none of its own.
    "contacts:visit_update": page(CONTACTING, BOTH, rows=True),
    "contacts:promise_follow": page(CONTACTING, WRITE, rows=True),
    "duties:duty_list": page(OF_RECORDS),
    "duties:remark_list": page(STAFF | {"leader"}),
    "duties:remark_create": page({"leader"}, BOTH),
    "duties:remark_detail": page(STAFF | {"leader"}, rows=True),
    "duties:remark_answer": page(STAFF, WRITE, rows=True),
    "duties:reminder_ask": page(STAFF, BOTH),
    "duties:calendar": page(OF_RECORDS),
    "duties:subscription": page(OF_RECORDS, BOTH),
    # A phone has no session: the token opens it.
    "duties:calendar_feed": page(EVERYBODY),
    "indicators:rows": page(OF_RECORDS),
    "branches:organisation_detail": page(OF_RECORDS | {"convenor"}, rows=True),
    "branches:person_list": page(READERS),
    "branches:request_create": page(SECRETARIES, BOTH),
    "branches:person_find": page(READERS),
    "branches:person_detail": page(READERS, rows=True),
    "branches:person_phone": page(READERS, WRITE, rows=True),
    "branches:import_template": page(STAFF),
    "branches:import_upload": page(STAFF, BOTH),
    "branches:import_paste": page(STAFF, WRITE),
    "branches:import_batch": page(STAFF, rows=True),
    "branches:import_save": page(STAFF, WRITE, rows=True),
    "branches:import_marked": page(STAFF, rows=True),
    "branches:import_withdraw": page(STAFF, WRITE, rows=True),
    "assessments:result_list": page(READERS),
    "assessments:result_detail": page(READERS, rows=True),
    "assessments:result_sheet": page(READERS, rows=True),
    # Whoever holds a code votes, known or unknown.
    "assessments:ballot_cast": page(EVERYBODY, BOTH),
    "assessments:objection_create": page(SECRETARIES | STAFF, WRITE, rows=True),
    # A jury is its jurors'; no role leads to it.
    "juries:jury_list": page(SIGNED_IN),
    "juries:jury_detail": page(SIGNED_IN, personal=True),
    "juries:candidate_detail": page(SIGNED_IN, BOTH, personal=True),
    "juries:dossier_file": page(SIGNED_IN, absent=True),
    "juries:line_detail": page(READERS, rows=True),
    "juries:objection_create": page(SECRETARIES | STAFF, WRITE, rows=True),
    # An observer has no role; the inspector of the cast is sent to the observation of the own unit.
    "observations:observation_list": page(SIGNED_IN),
    "observations:session_list": page(HIGHER | {"leader"}),
    "observations:session_create": page(HIGHER, BOTH),
    "observations:session_update": page(HIGHER, BOTH, rows=True),
    "observations:observation_detail": page(
        SIGNED_IN, rows=True, readers=HIGHER | {"leader"} | INSPECTOR
    ),
    "observations:observation_return": page(SIGNED_IN, BOTH, rows=True, readers=STAFF | INSPECTOR),
    "observations:letter_pdf": page(
        SIGNED_IN, WRITE, rows=True, readers=HIGHER | {"leader"} | INSPECTOR
    ),
    "observations:letter_word": page(SIGNED_IN, rows=True, readers=HIGHER | {"leader"} | INSPECTOR),
    "zones:zone_list": page(READERS | CONVENOR),
    "zones:activity_create": page(STAFF | CONVENOR, BOTH),
    "zones:activity_detail": page(READERS | CONVENOR, rows=True),
    "zones:activity_update": page(STAFF | CONVENOR, BOTH, rows=True),
    "zones:activity_record": page(STAFF | CONVENOR, BOTH, rows=True),
    "zones:suggestion_list": page(READERS | CONVENOR),
    "zones:suggestion_create": page(SECRETARIES | STAFF | CONVENOR, BOTH),
    "zones:suggestion_detail": page(READERS | CONVENOR, rows=True),
    # The sample is owned by nobody yet: secretaries are told that it is not theirs to answer.
    "zones:suggestion_answer": page(STAFF, BOTH, rows=True),
    "zones:practice_adopt": page(SECRETARIES | STAFF, BOTH, rows=True),
    "meetings:meeting_list": page(OF_RECORDS),
    "meetings:meeting_create": page(SECRETARIES, BOTH),
    "meetings:meeting_detail": page(OF_RECORDS, rows=True),
    "meetings:meeting_update": page(SECRETARIES, BOTH, rows=True),
    "meetings:meeting_receipt": page(OF_RECORDS, rows=True),
    "meetings:meeting_correct": page(SECRETARIES, WRITE, rows=True),
    "meetings:meeting_history": page(OF_RECORDS, rows=True),
    "meetings:meeting_restore": page(SECRETARIES, WRITE, rows=True),
    "meetings:meeting_sign": page(SECRETARIES, WRITE, rows=True),
    "meetings:meeting_pdf": page(OF_RECORDS, rows=True),
    "meetings:meeting_word": page(OF_RECORDS, rows=True),
    "meetings:book_choose": page(READERS),
    "meetings:book_list": page(READERS, BOTH, rows=True),
    "meetings:paper_detail": page(READERS, rows=True),
    "meetings:paper_state": page(READERS, rows=True),
    "meetings:paper_retry": page(READERS, WRITE, rows=True),
    "meetings:attachment_download": page(OF_RECORDS, rows=True),
    "meetings:meeting_complete": page(SECRETARIES, BOTH, rows=True),
    "meetings:meeting_hints": page(SECRETARIES, WRITE, absent=True),
    "meetings:topic_list": page(READERS),
    "sixlights:base_list": page(READERS),
    "sixlights:base_detail": page(READERS),
    "sixlights:base_book": page(SECRETARIES, BOTH),
    "sixlights:booking_list": page(READERS),
    "sixlights:booking_detail": page(READERS, rows=True),
    "sixlights:booking_visited": page(SECRETARIES, BOTH, rows=True),
    "sixlights:venue_list": page(READERS),
    "sixlights:venue_detail": page(READERS),
    "sixlights:team_list": page(READERS),
    "sixlights:honour_list": page(READERS),
    "sixlights:honour_create": page(SECRETARIES, BOTH),
    "sixlights:campaign_list": page(READERS),
    "sixlights:item_detail": page(READERS),
    "sixlights:lecturer_list": page(READERS),
    "sixlights:activity_list": page(READERS),
    "sixlights:activity_create": page(SECRETARIES | STAFF, BOTH),
    "sixlights:activity_detail": page(READERS, rows=True),
    "sixlights:activity_update": page(SECRETARIES | STAFF, BOTH, rows=True),
    "sixlights:meeting_count": page(SECRETARIES | STAFF, BOTH, rows=True),
    "portal:campaign_detail": page(READERS),
    "meetings:talk_list": page(READERS),
    "meetings:talk_create": page(SECRETARIES, BOTH),
    # The sample is certified; what is not is 404 for all but its house (tests/brands).
    "inspections:issue_list": page(SIGNED_IN),
    "inspections:issue_detail": page(OF_RECORDS | INSPECTOR, rows=True),
    "inspections:measure_create": page(SECRETARIES | STAFF, BOTH, rows=True),
    "inspections:measure_update": page(SECRETARIES | STAFF, BOTH, rows=True),
    "inspections:evidence_create": page(SECRETARIES | STAFF, BOTH, rows=True),
    "inspections:evidence_file": page(OF_RECORDS | INSPECTOR, rows=True),
    "inspections:evidence_remove": page(SECRETARIES | STAFF, WRITE, rows=True),
    "inspections:issue_answer": page(SECRETARIES | STAFF, BOTH, rows=True),
    "inspections:extension_create": page(SECRETARIES | STAFF, BOTH, rows=True),
    "inspections:issue_recheck": page(STAFF | INSPECTOR, BOTH, rows=True),
    "inspections:issue_close": page(STAFF | INSPECTOR, WRITE, rows=True),
    "inspections:common_detail": page(STAFF | {"leader"}, rows=True),
    "inspections:inspection_detail": page(STAFF | INSPECTOR | {"leader"}, rows=True),
    "inspections:visit_create": page(STAFF | INSPECTOR, BOTH, rows=True),
    "inspections:visit_detail": page(STAFF | INSPECTOR | {"leader"}, rows=True),
    "inspections:ledger_pdf": page(STAFF | INSPECTOR | {"leader"}, WRITE, rows=True),
    # The notice goes to whoever answers for the whole unit.
    "inspections:notice_detail": page(HIGHER | INSPECTOR | {"leader"}, rows=True),
    "inspections:letter_pdf": page(HIGHER | INSPECTOR | {"leader"}, WRITE, rows=True),
    "inspections:letter_word": page(HIGHER | INSPECTOR | {"leader"}, rows=True),
    "inspections:meeting_finding": page(SECRETARIES | STAFF, BOTH, rows=True),
    "inspections:visit_update": page(STAFF | INSPECTOR, BOTH, rows=True),
    "inspections:finding_create": page(STAFF | INSPECTOR, BOTH, rows=True),
    "brands:brand_list": page(EVERYBODY),
    "brands:brand_detail": page(EVERYBODY),
    "brands:logo": page(EVERYBODY),
    "brands:own_list": page(READERS),
    "brands:brand_create": page(SECRETARIES | STAFF, BOTH),
    "brands:brand_update": page(SECRETARIES | STAFF, BOTH, rows=True),
    "brands:brand_history": page(READERS, rows=True),
    "brands:recheck_report": page(SECRETARIES | STAFF, BOTH, rows=True),
    "brands:brand_paper": page(READERS, WRITE, rows=True),
    "brands:batch_paper": page(READERS, WRITE),
    "brands:adoption_create": page(SECRETARIES | STAFF, BOTH),
    "brands:adoption_update": page(SECRETARIES | STAFF, BOTH, rows=True),
    "grades:rating_list": page(READERS),
    "grades:notice_list": page(READERS),
    # The sample is not in its notice; one that is is read by all who read grades (tests/grades).
    "grades:notice_detail": page(READERS, rows=True),
    "grades:notice_paper": page(READERS, WRITE, rows=True),
    "grades:objection_create": page(SECRETARIES | STAFF, WRITE, rows=True),
    "grades:objection_withdraw": page(SIGNED_IN, WRITE, absent=True),
    "grades:rating_detail": page(READERS, rows=True),
    "grades:sheet_pdf": page(READERS, WRITE, rows=True),
    "grades:sheet_word": page(READERS, rows=True),
    "grades:rating_update": page(SECRETARIES | STAFF, BOTH, rows=True),
    "grades:rating_read": page(SECRETARIES | STAFF, WRITE, rows=True),
    "news:home": page(EVERYBODY),
    "news:search": page(EVERYBODY),
    "news:accessibility": page(EVERYBODY),
    "news:feed": page(EVERYBODY),
    "news:section_feed": page(EVERYBODY),
    "news:section_list": page(EVERYBODY),
    # The sample is published; what is not is 404 for all (tests/news/test_public.py).
    "news:article_detail": page(EVERYBODY),
    "news:picture": page(EVERYBODY),
    "news:attachment": page(EVERYBODY),
    "news:nowhere": page(EVERYBODY, absent=True),
    "news:draft_list": page(READERS),
    "elections:renewal_list": page(READERS),
    "elections:renewal_detail": page(READERS, rows=True),
    "elections:term_detail": page(READERS, rows=True),
    "elections:election_detail": page(READERS, rows=True),
    "elections:paper_file": page(READERS, rows=True),
    "elections:letter_paper": page(READERS, WRITE, rows=True),
    "elections:letter_word": page(READERS, rows=True),
    "elections:by_election_letter": page(READERS, WRITE, rows=True),
    "elections:by_election_word": page(READERS, rows=True),
    **{
        f"elections:{name}": page(SECRETARIES | STAFF, BOTH, rows=True)
        for name in (
            *("renewal_ask", "paper_create", "election_create", "by_election_create"),
            *("extension_create", "by_election_paper", "election_update"),
        )
    },
    "elections:paper_remove": page(SECRETARIES | STAFF, WRITE, rows=True),
    # The higher body decides, never the body that elects.
    **{
        f"elections:{name}": page(HIGHER, BOTH, rows=True)
        for name in (
            *("renewal_notify", "renewal_approve", "renewal_confirm", "by_election_confirm"),
            "extension_approve",
        )
    },
    "news:draft_detail": page(READERS, rows=True),
    "news:draft_create": page(SECRETARIES | STAFF, BOTH),
    "news:draft_update": page(SECRETARIES | STAFF, BOTH, rows=True),
    "news:article_correct": page(STAFF, BOTH, rows=True),
    "news:draft_picture": page(READERS, rows=True),
    "news:draft_file": page(READERS, rows=True),
    "news:submission_list": page(READERS),
    "news:submission_detail": page(READERS, rows=True),
    "news:submission_create": page(SECRETARIES | STAFF, BOTH),
    "news:submission_file": page(READERS, rows=True),
    "news:study_list": page(READERS),
}


@dataclass(frozen=True)
class Desk:
    """Who opens a model's pages of the admin, and who adds and changes there."""

    view: set[str]
    change: set[str]
    add: set[str]


def desk(view: set[str], change: set[str] | None = None, add: set[str] | None = None) -> Desk:
    changers = view if change is None else change
    return Desk(view, changers, changers if add is None else add)


# Records are the secretaries'; the desk reads and reviews them by the steps of their lifecycle.
READ_ONLY_MODELS = (
    "branches_membershiprequest",
    "meetings_meeting",
    "meetings_talk",
    "sixlights_basebooking",
    "core_job",
    "core_document",
    "branches_handover",
    "contacts_holder",
    "contacts_monthlycheck",
    "contacts_promise",
    "juries_resultlist",
    *("juries_objection", "assessments_objection"),
    "grades_ratingobjection",
    "brands_recheck",
    *("inspections_visit", "inspections_extension"),
    *("elections_election", "observations_observation"),
)
# What libraries bring along; only the sealed break-glass account opens it.
LIBRARY_MODELS = (
    "auth_group",
    "account_emailaddress",
    "mfa_authenticator",
    "usersessions_usersession",
    "django_celery_beat_periodictask",
    "django_celery_beat_clockedschedule",
    "django_celery_beat_crontabschedule",
    "django_celery_beat_solarschedule",
    "django_celery_beat_intervalschedule",
)
STAFF_MODELS = (
    "branches_unit",
    "branches_sector",
    "branches_organisation",
    "branches_office",
    "branches_setupexception",
    "branches_person",
    "branches_membership",
    "branches_appointment",
    "branches_term",
    "branches_grade",
    "zones_zone",
    "zones_division",
    "zones_zonemembership",
    "zones_zoneactivity",
    "zones_suggestion",
    "zones_practice",
    "zones_practiceadoption",
    "meetings_studytopic",
    "contacts_contactpoint",
    "contacts_contactvisit",
    "contacts_holderrule",
    "contacts_researchpoint",
    "contacts_researchtopic",
    "contacts_researchresult",
    *("projects_secretaryproject", "projects_projectevent", "projects_title"),
    *("projects_projectkind", "projects_outcomekind", "projects_titlekind"),
    "juries_jury",
    "juries_juryscheme",
    "sixlights_campaign",
    "sixlights_campaignitem",
    "sixlights_metric",
    "sixlights_activity",
    "sixlights_lecturer",
    "sixlights_honour",
    "sixlights_themedaybase",
    "sixlights_basecategory",
    "sixlights_venue",
    "sixlights_venuereview",
    "sixlights_venuestandard",
    "sixlights_volunteerteam",
    "news_article",
    "news_infosubmission",
    "news_case",
    "news_studysession",
    "news_trainingclass",
    "news_audience",
    "brands_brand",
    "brands_batch",
    "brands_brandplan",
    "brands_adoption",
    *("inspections_issue", "inspections_inspection"),
    *("inspections_checklist", "inspections_focus"),
    "elections_renewal",
    *("observations_studygroup", "observations_groupsession"),
    *("observations_observationform", "observations_observationcycle"),
    "reports_quarterlyreport",
    "duties_dutyrule",
    "duties_waiver",
    "duties_reminderrule",
    "duties_remindergroup",
    "meetings_returnreason",
    "assessments_scheme",
    *("assessments_ballotpoll", "assessments_part"),
    *("assessments_criterion", "assessments_officemark"),
    "assessments_run",
    "assessments_manualentry",
    "assessments_panelscore",
    "assessments_ballottotal",
    "grades_gradescheme",
)
MODELS = {
    **{model: desk(STAFF) for model in STAFF_MODELS},
    **{model: desk(STAFF, NOBODY) for model in READ_ONLY_MODELS},
    **{model: desk(NOBODY) for model in LIBRARY_MODELS},
    "inspections_commonissue": desk(STAFF, STAFF, NOBODY),  # begun from the ledger
    "elections_termextension": desk(STAFF, NOBODY, STAFF),
    "core_calendarday": desk(STAFF),
    "core_policynumber": desk(STAFF),
    "notices_groupchannel": desk(STAFF),
    "notices_delivery": desk(STAFF, NOBODY),
    "core_auditevent": desk(AUDIT, NOBODY),
    "accounts_user": desk(SYSTEM),
    "branches_rolegrant": desk(SECURITY),
    # A round begins from its measure.
    "grades_rating": desk(STAFF, add=NOBODY),
}
# Pages of the admin that belong to no model.
ADMIN = {
    "admin:index": page(DESK, BOTH),
    "admin:search": page(DESK, BOTH),
    "admin:login": page(NOBODY, BOTH),  # there is one door, and it is not here
    "admin:zones_zonemembership_move": page(STAFF, BOTH),
    "admin:zones_zoneactivity_publish": page(STAFF, BOTH),
    "admin:zones_zoneactivity_send_back": page(STAFF, BOTH),
    "admin:zones_zoneactivity_call_off": page(STAFF, BOTH),
    "admin:zones_suggestion_assign": page(STAFF, BOTH),
    "admin:zones_suggestion_answer": page(STAFF, BOTH),
    "admin:zones_suggestion_decline": page(STAFF, BOTH),
    "admin:meetings_meeting_queue": page(STAFF, BOTH),
    "admin:duties_dutyrule_due": page(STAFF, BOTH),
    "admin:branches_organisation_set_up": page(STAFF, BOTH),
    "admin:branches_membershiprequest_settle": page(STAFF, BOTH),
    "admin:branches_membershiprequest_refuse": page(STAFF, BOTH),
    "admin:sixlights_basebooking_confirm": page(STAFF, BOTH),
    "admin:sixlights_basebooking_decline": page(STAFF, BOTH),
    "admin:sixlights_honour_accept": page(STAFF, BOTH),
    "admin:sixlights_honour_decline": page(STAFF, BOTH),
    "admin:meetings_meeting_review": page(STAFF, BOTH),
    "admin:core_job_retry": page(STAFF, BOTH),
    "admin:meetings_meeting_archive": page(STAFF, BOTH),
    "admin:meetings_meeting_send_back": page(STAFF, BOTH),
    "admin:notices_groupchannel_test": page(STAFF, BOTH),
    "admin:notices_groupchannel_readdress": page(STAFF, BOTH),
    "admin:notices_delivery_again": page(STAFF, BOTH),
    "admin:branches_handover_confirm": page(STAFF, BOTH),
    "admin:branches_handover_decline": page(STAFF, BOTH),
    "admin:contacts_holder_establish": page(STAFF, BOTH),
    **{
        f"admin:brands_{verb}": page(STAFF, BOTH)
        for verb in (
            *("brand_apply", "brand_take_back", "brand_send_back", "brand_shortlist"),
            *("brand_certify", "brand_demonstrate", "brand_open_recheck", "brand_withdraw"),
            *("batch_send", "batch_settle", "batch_enter", "batch_recheck", "recheck_hold"),
        )
    },
    **{
        f"admin:inspections_{verb}": page(STAFF, BOTH)
        for verb in (
            *("inspection_open", "inspection_close", "inspection_cancel", "checklist_copy"),
            *("issue_recheck", "issue_close", "issue_void", "issue_reconcile", "issue_group"),
            *("extension_approve", "extension_refuse"),
        )
    },
    **{
        f"admin:elections_{verb}": page(STAFF, BOTH)
        for verb in (
            *("renewal_notify", "renewal_approve", "renewal_send_back", "renewal_approve_list"),
            *("renewal_confirm", "renewal_repeat", "renewal_cancel"),
            *("election_confirm", "election_void"),
            *("termextension_approve", "termextension_refuse"),
        )
    },
    **{
        f"admin:observations_observation_{verb}": page(STAFF, BOTH)
        for verb in (
            *("agree", "assign", "notify", "postpone", "hear", "send_back", "feed_back"),
            "call_off",
        )
    },
    **{
        f"admin:reports_quarterlyreport_{verb}": page(STAFF, BOTH)
        for verb in (
            *("review", "send_back", "issue", "withdraw", "close_again", "try_again"),
            *("close_many", "check_many", "issue_many"),
        )
    },
    "admin:contacts_promise_keep": page(STAFF, BOTH),
    "admin:contacts_promise_carry_on": page(STAFF, BOTH),
    "admin:contacts_promise_drop": page(STAFF, BOTH),
    "admin:contacts_promise_reopen": page(STAFF, BOTH),
    "admin:juries_resultlist_print_it": page(STAFF, BOTH),
    "admin:juries_resultlist_note_objection": page(STAFF, BOTH),
    "admin:juries_objection_uphold": page(STAFF, BOTH),
    "admin:assessments_panelscore_enter": page(STAFF, BOTH),
    "admin:assessments_panelscore_take": page(STAFF, BOTH),
    "admin:assessments_objection_uphold": page(STAFF, BOTH),
    "admin:assessments_objection_dismiss": page(STAFF, BOTH),
    "admin:assessments_ballotpoll_open": page(STAFF, BOTH),
    "admin:assessments_ballotpoll_close": page(STAFF, BOTH),
    "admin:assessments_ballotpoll_slips": page(STAFF, WRITE),
    "admin:assessments_ballotpoll_cancel": page(STAFF, BOTH),
    "admin:juries_objection_dismiss": page(STAFF, BOTH),
    "admin:grades_ratingobjection_uphold": page(STAFF, BOTH),
    "admin:grades_ratingobjection_dismiss": page(STAFF, BOTH),
    "admin:grades_rating_note_objection": page(STAFF, BOTH),
    "admin:grades_rating_print_it": page(STAFF, BOTH),
    "admin:meetings_studytopic_publish": page(STAFF, BOTH),
    "admin:meetings_studytopic_recall": page(STAFF, BOTH),
    "admin:zones_zone_division": page(STAFF, BOTH),
    **{
        f"admin:news_article_{step}": page(STAFF, BOTH)
        for step in (
            *("look", "submit", "pass_first", "pass_second", "pass_final", "withdraw"),
            *("return_first", "return_second", "return_final", "reopen"),
        )
    },
    "admin:news_case_write": page(STAFF, BOTH),
    "admin:password_change": page(DESK, BOTH),
    "admin:password_change_done": page(DESK, BOTH),
    "admin:jsi18n": page(DESK, BOTH),
    "admin:app_list": page(STAFF | SECURITY, BOTH),  # the sample is branches, with its grants
    "admin:autocomplete": page(NOBODY, BOTH),  # refused without the field that it completes
}
# Rows that are written once have no history page.
WITHOUT_HISTORY = {
    "admin:core_auditevent_history",
    "admin:core_document_history",
    "admin:core_job_history",
    "admin:notices_delivery_history",
}
# Addresses that only lead on, to the one door or to a page that checks for itself.
ADMIN_LEADING_ON = {"admin:-", "admin:logout"}
VIEWING = {"changelist", "change", "history"}
