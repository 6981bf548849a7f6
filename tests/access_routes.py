"""The routes of the portal, rows of both trees that they can name, and their addresses."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib import admin
from django.urls import URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

from apps.accounts.models import User
from apps.assessments.ballots import open_poll
from apps.assessments.choices import RunStatus, SchemeStatus
from apps.assessments.models import BallotPoll, Result, Run, Scheme
from apps.branches.choices import GradeKind
from apps.branches.models import Person
from apps.branches.secretaries import secretaries_of
from apps.branches.services import begin_term
from apps.brands.choices import BrandLayer
from apps.brands.models import Adoption, Batch, Brand, BrandLogo
from apps.contacts.models import ContactPoint, ContactVisit, Promise
from apps.core import files
from apps.core.exports import order_export
from apps.core.imports import batches
from apps.core.models import Document, ImportBatch, JobItem, SavedView
from apps.duties.models import CalendarFeed, Remark
from apps.elections.choices import ElectionBody, ElectionKind, RenewalStatus
from apps.elections.choices import PaperKind as ElectionPaper
from apps.elections.models import Election, Renewal, RenewalPaper, TermExtension
from apps.grades.models import GradeScheme, Rating
from apps.indicators.models import Closing
from apps.inspections.models import (
    CommonIssue,
    Evidence,
    InspectedUnit,
    Inspection,
    Inspector,
    Issue,
    Measure,
)
from apps.inspections.models import Visit as InspectionVisit
from apps.juries.models import Candidate, Juror, Jury, JuryScheme, ResultLine, ResultList
from apps.meetings.models import Attachment
from apps.meetings.printing.orders import order_minute_book
from apps.meetings.record_list import RECORDS
from apps.news.models import Attachment as ArticleFile
from apps.news.models import InfoFile, InfoSubmission, Picture
from apps.notices.models import Notice
from apps.observations.choices import ObservationStatus
from apps.observations.models import (
    GroupSession,
    Observation,
    ObservationCycle,
    ObservationForm,
    Observer,
    StudyGroup,
)
from apps.projects.choices import PaperKind, ProjectStatus
from apps.projects.models import (
    Milestone,
    Outcome,
    OutcomeEvidence,
    OutcomeKind,
    ProjectEvent,
    SecretaryProject,
)
from apps.projects.printing.years import order_paper
from apps.reports.choices import ReportStatus
from apps.reports.models import QuarterlyReport
from apps.sixlights.choices import BookingStatus, Slot
from apps.sixlights.models import Activity, BaseBooking, Campaign, CampaignItem, Venue
from apps.zones.choices import ActivityStatus
from apps.zones.models import Practice, Suggestion, Zone, ZoneActivity, ZoneMembership
from bench.sample_sheets import sample_sheet
from tests import cast
from tests.core.workbooks import UNITS, workbook
from tests.news.conftest import make_article
from tests.sixlights.conftest import make_base

HELD_ON = date(2026, 3, 2)
TERM_BEGAN = date(2023, 1, 4)


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str
    arguments: tuple[str, ...]

    @property
    def is_admin(self) -> bool:
        return self.name.startswith("admin:")


def routes(patterns=None, prefix: str = "", names: tuple[str, ...] = ()) -> Iterator[Route]:
    """All routes through every include, the unnamed ones too."""
    for found in patterns or get_resolver().url_patterns:
        path = prefix + str(found.pattern)
        if isinstance(found, URLResolver):
            inner = (*names, found.namespace) if found.namespace else names
            yield from routes(found.url_patterns, path, inner)
            continue
        name = ":".join([*names, found.name or "-"])
        if isinstance(found.pattern, RegexPattern):
            yield Route(name, path, tuple(found.pattern.regex.groupindex))
        else:
            yield Route(name, path, tuple(found.pattern.converters))


ALL = list(routes())


def make_document(title: str) -> Document:
    stored = files.store(title.encode(), suffix=".pdf")
    return Document.objects.create(
        kind="test",
        title=title,
        template_version="1",
        data_hash=uuid.uuid4().hex,
        sha256=stored.sha256,
        size=stored.size,
        path=stored.path,
        code=uuid.uuid4().hex[:19],
    )


def make_rows(organisation) -> dict[str, object]:
    """One row of everything that an address of the portal can name."""
    meeting = cast.make_meeting(organisation, held_on=HELD_ON)
    stored = files.store(organisation.name.encode(), suffix=".jpg")
    attachment = Attachment.objects.create(
        meeting=meeting,
        name="照片.jpg",
        path=stored.path,
        sha256=stored.sha256,
        size=stored.size,
        content_type="image/jpeg",
    )
    document = make_document(organisation.name)
    visit = visit_to(organisation)
    secretary = secretaries_of([organisation.pk], date.today())[organisation.pk][0]
    owner = User.objects.get(person__memberships__organisation=organisation)
    base = make_base(organisation.parent.parent, name=f"{organisation}的基地")
    campaign, item = some_campaign()
    return {
        "campaign": campaign,
        "item": item,
        "campaign_activity": Activity.objects.create(
            organisation=organisation, title="活动", starts_on=HELD_ON
        ),
        "base": base,
        "booking": BaseBooking.objects.create(
            base=base,
            organisation=organisation,
            visit_on=HELD_ON,
            slot=Slot.MORNING,
            persons=9,
            purpose="参观",
            status=BookingStatus.CONFIRMED,
        ),
        "venue": Venue.objects.create(
            organisation=organisation, name="党员活动室", valid_from=HELD_ON
        ),
        "saved_view": SavedView.objects.create(owner=owner, listing=RECORDS.key, name="视图"),
        "export": order_export(listing=RECORDS, query="", columns=[], title="记录", by=owner),
        "meeting": meeting,
        "attachment": attachment,
        "organisation": organisation,
        "contact_point": visit.contact_point,
        "visit": visit,
        "promise": visit.promises.get(),
        "person": cast.make_member(organisation),
        "document": document,
        "notice": Notice.objects.create(user=secretary, kind="other", text="测试消息"),
        "feed": CalendarFeed.objects.create(user=secretary),
        "paper": order_minute_book(organisation=organisation, year=HELD_ON.year, by=None),
        "import_batch": make_batch(organisation),
        **rows_of_news(organisation, stored),
        **rows_of_zone(organisation),
        **rows_of_jury(organisation, secretary),
        **rows_of_project(organisation, stored, document),
        **rows_of_brand(organisation, stored),
        **rows_of_election(organisation, stored),
        **rows_of_observation(organisation),
        **rows_of_inspection(organisation, stored, secretary),
        "report": issued_report(organisation.unit),
        "rating": Rating.objects.create(
            scheme=star_scheme(), organisation=organisation, year=HELD_ON.year
        ),
        "ballot_poll": open_ballot(organisation),
        "result": Result.objects.create(
            run=issued_run(),
            organisation=organisation,
            total=Decimal(90),
            grade="好",
            grade_by_score="好",
            class_label="机关",
            sheet=sample_sheet(1),
            document=document,
        ),
    }


def open_ballot(organisation) -> BallotPoll:
    poll = BallotPoll.objects.create(
        year=HELD_ON.year, organisation=organisation, electors=3, closes_on=date.max
    )
    open_poll(poll=poll, by=None)
    return poll


def rows_of_news(organisation, stored) -> dict[str, object]:
    """A published article and a submission, each with a file."""
    article = make_article(organisation)
    submission = InfoSubmission.objects.create(
        unit=organisation.unit, title="信息", starts_on=HELD_ON
    )
    kept = {"path": stored.path, "sha256": stored.sha256, "size": stored.size}
    file = {"name": "照片.jpg", "content_type": "image/jpeg", **kept}
    seen = {"order": 1, "alt": "画面", "width": 1, "height": 1, "small_path": stored.path}
    return {
        "article": article,
        "picture": Picture.objects.create(article=article, **file, **seen),
        "article_file": ArticleFile.objects.create(article=article, **file),
        "submission": submission,
        "info_file": InfoFile.objects.create(submission=submission, **file),
    }


def rows_of_brand(organisation, stored) -> dict[str, object]:
    """A certified brand, its logo, and somebody of the same house who copied it."""
    batch, _ = Batch.objects.get_or_create(kind="certification", number=1, decided_on=HELD_ON)
    brand = cast.make_brand(organisation)
    Brand.objects.filter(pk=brand.pk).update(status=BrandLayer.CERTIFIED, certified_on=HELD_ON)
    kept = {"path": stored.path, "sha256": stored.sha256, "size": stored.size}
    shown = {"alt": "标识", "width": 1, "height": 1, "small_path": stored.path}
    file = {"name": "标识.jpg", "content_type": "image/jpeg", **kept}
    return {
        "brand": brand,
        "batch": batch,
        "logo": BrandLogo.objects.create(brand=brand, **file, **shown),
        "adoption": Adoption.objects.create(
            brand=brand, organisation=organisation, since=HELD_ON, what="做法"
        ),
    }


def rows_of_election(organisation, stored) -> dict[str, object]:
    """A renewal with its letter, a by-election and an extension that wait for the higher body."""
    term = begin_term(organisation=organisation, starts_on=TERM_BEGAN, term_years=3)
    renewal = Renewal.objects.create(term=term, status=RenewalStatus.NOTIFIED)
    kept = {"file_name": "提醒函.jpg", "content_type": "image/jpeg", "path": stored.path}
    counted = {"entitled": 5, "present": 5, "ballots": 5}
    held = {"kind": ElectionKind.BY_ELECTION, "body": ElectionBody.MEETING, "held_on": HELD_ON}
    by_election = Election.objects.create(term=term, **held, **counted)
    RenewalPaper.objects.create(
        election=by_election, kind=ElectionPaper.RESULT_APPROVAL, dated_on=HELD_ON, title="批复"
    )
    return {
        "term": term,
        "renewal": renewal,
        "renewal_paper": RenewalPaper.objects.create(
            renewal=renewal, kind=ElectionPaper.NOTICE, dated_on=HELD_ON, **kept
        ),
        "renewal_request": RenewalPaper.objects.create(
            renewal=renewal, kind=ElectionPaper.REQUEST, dated_on=HELD_ON, title="请示"
        ),
        "election": by_election,
        "term_extension": TermExtension.objects.create(
            term=term, ended_on=term.ends_on, asked_until=HELD_ON, reason="班子调整"
        ),
    }


def rows_of_observation(organisation) -> dict[str, object]:
    """A session, and an observation that was fed back; to the own unit the inspector of the cast was sent."""
    form, _ = ObservationForm.objects.get_or_create(name="反馈表", valid_from=HELD_ON)
    cycle, _ = ObservationCycle.objects.get_or_create(
        name="周期", starts_on=HELD_ON, ends_on=date(2027, 3, 1), form=form
    )
    group = StudyGroup.objects.create(
        unit=organisation.unit, organisation=organisation, valid_from=HELD_ON
    )
    observation = Observation.objects.create(
        cycle=cycle,
        group=group,
        planned_month=HELD_ON.replace(day=1),
        status=ObservationStatus.FED_BACK,
        fed_back_on=HELD_ON,
    )
    sent = Person.objects.filter(user__username="inspector", observations=None).first()
    if sent:
        Observer.objects.create(observation=observation, person=sent)
    session = GroupSession.objects.create(group=group, held_on=HELD_ON, theme="学习")
    return {"observation": observation, "group_session": session}


def rows_of_inspection(organisation, stored, secretary) -> dict[str, object]:
    """An inspection under way with a visit and an issue that is being corrected; the one of the
    own unit has the inspector of the cast in its team."""
    inspection = Inspection.objects.create(
        title=f"督查{organisation}", year=2026, starts_on=HELD_ON, ends_on=HELD_ON, status="open"
    )
    InspectedUnit.objects.create(inspection=inspection, unit=organisation.unit)
    inspector = Person.objects.filter(user__username="inspector", inspector_seats=None).first()
    if inspector:
        Inspector.objects.create(inspection=inspection, person=inspector)
    visit = InspectionVisit.objects.create(
        inspection=inspection, unit=organisation.unit, held_on=HELD_ON
    )
    common = CommonIssue.objects.create(text=f"共性{organisation}", year=2026)
    issue = Issue.objects.create(
        organisation=organisation,
        visit=visit,
        parent=common,
        kind="common",
        text="记录不全",
        found_on=HELD_ON,
        due_on=HELD_ON,
        status="in_correction",
    )
    file = {"file_name": "照片.jpg", "content_type": "image/jpeg", "path": stored.path}
    return {
        "inspection": inspection,
        "inspection_visit": visit,
        "common_issue": common,
        "issue": issue,
        "measure": Measure.objects.create(
            issue=issue, text="措施", owner=secretary.person, due_on=HELD_ON
        ),
        "issue_evidence": Evidence.objects.create(issue=issue, **file),
    }


def rows_of_zone(organisation) -> dict[str, object]:
    """An activity, a suggestion and a practice of the zone of the unit, which it convenes."""
    unit, today = organisation.unit, date.today()
    zone, is_new = Zone.objects.get_or_create(
        year=today.year,
        convening_unit=unit,
        defaults={"number": Zone.objects.count() + 1, "name": f"{unit}片"},
    )
    if is_new:
        ZoneMembership.objects.create(zone=zone, unit=unit, valid_from=date(today.year, 1, 1))
    activity = ZoneActivity.objects.create(
        zone=zone, title="交流", starts_on=today, ends_on=today, status=ActivityStatus.HELD
    )
    suggestion = Suggestion.objects.create(zone=zone, unit=unit, text="建议", made_on=today)
    practice = Practice.objects.create(activity=activity, name="做法")
    leader = User.objects.get(username="leader")
    remark = Remark.objects.create(zone=zone, about="总览", text="请了解原因", created_by=leader)
    return {
        "zone": zone,
        "activity": activity,
        "suggestion": suggestion,
        "practice": practice,
        "remark": remark,
    }


def rows_of_jury(organisation, secretary) -> dict[str, object]:
    """A jury on which the secretary of the branch sits, and a frozen line of the branch."""
    scheme, _ = JuryScheme.objects.get_or_create(
        name="评审办法",
        defaults={
            "subject": "project",
            "valid_from": HELD_ON,
            "averaging": "plain",
            "passes_from": 80,
            "amend_from": 60,
            "ties": "all_in",
        },
    )
    jury = Jury.objects.create(
        scheme=scheme, title="评审", year=2026, opens_on=HELD_ON, closes_on=HELD_ON, status="frozen"
    )
    Juror.objects.create(jury=jury, person=secretary.person, name="评委")
    candidate = Candidate.objects.create(
        jury=jury, organisation=organisation, label="项目", order=1
    )
    found = ResultList.objects.create(jury=jury, number=1, jury_line="评审组1人")
    line = ResultLine.objects.create(
        result_list=found, candidate=candidate, order=1, sheets=0, is_in=False, explanation="说明"
    )
    return {"jury": jury, "candidate": candidate, "result_line": line}


def rows_of_project(organisation, stored, document) -> dict[str, object]:
    """A project with everything that has a page; the organisation owns it itself."""
    project = SecretaryProject.objects.create(
        organisation=organisation, year=HELD_ON.year, title="项目", status=ProjectStatus.RETURNED
    )
    kind, _ = OutcomeKind.objects.get_or_create(name="场次", unit="场")
    outcome = Outcome.objects.create(project=project, kind=kind, value=1, ends_on=HELD_ON)
    file = {"file_name": "照片.jpg", "content_type": "image/jpeg", "path": stored.path}
    event = ProjectEvent.objects.create(
        kind="check_up", title="问诊", organisation=organisation, starts_on=HELD_ON
    )
    paper = order_paper(year=HELD_ON.year, kind=PaperKind.SHEETS, by=None)
    paper.job.items.update(status=JobItem.Status.DONE, document=document)
    return {
        "project": project,
        "milestone": Milestone.objects.create(project=project, name="节点", due_on=HELD_ON),
        "outcome": outcome,
        "evidence": OutcomeEvidence.objects.create(outcome=outcome, **file),
        "project_event": event,
        "year_paper": paper,
    }


def visit_to(organisation) -> ContactVisit:
    """By the leader who contacts it, or by one without an account."""
    point = organisation.contact_points.first() or ContactPoint.objects.create(
        person=cast.make_person(), organisation=organisation, valid_from=HELD_ON
    )
    visit = ContactVisit.objects.create(contact_point=point, starts_on=HELD_ON, ends_on=HELD_ON)
    Promise.objects.create(visit=visit, text="承诺", due_on=HELD_ON)
    return visit


def make_batch(organisation) -> ImportBatch:
    """A checked file of one unit, not brought in."""
    batch = batches.submit(
        content=workbook({"单位": UNITS}),
        name="单位.xlsx",
        by=cast.make_user(f"importer-{organisation.pk}"),
    )
    batches.examine(batch)
    return batch


def some_campaign() -> tuple[Campaign, CampaignItem]:
    """The same for everybody."""
    campaign, _ = Campaign.objects.get_or_create(
        code="route", defaults={"name": "行动", "starts_on": HELD_ON}
    )
    item, _ = CampaignItem.objects.get_or_create(
        campaign=campaign, code="route", defaults={"order": 1, "name": "项目"}
    )
    return campaign, item


def star_scheme() -> GradeScheme:
    """The same for everybody; nothing is marked by it."""
    return GradeScheme.objects.get_or_create(
        name="星级办法",
        defaults={"kind": GradeKind.STARS, "kinds": ["branch"], "valid_from": HELD_ON},
    )[0]


def issued_run() -> Run:
    scheme, _ = Scheme.objects.get_or_create(
        name="年度考核", kinds=["branch"], status=SchemeStatus.FROZEN
    )
    return Run.objects.get_or_create(year=2025, scheme=scheme, status=RunStatus.ISSUED)[0]


def issued_report(unit) -> QuarterlyReport:
    """Of the unit; it was closed when there was nothing to count."""
    closing = Closing.objects.create(label="结账", start=date(2026, 1, 1), end=date(2026, 4, 1))
    names = ("title", "place", "period", "issuer", "closed_on", "dated_on", "basis")
    return QuarterlyReport.objects.create(
        year=2026,
        quarter=1,
        unit=unit,
        closing=closing,
        status=ReportStatus.ISSUED,
        issued_at=closing.closed_at,
        frame={"months_ahead": 6, "places": [["whole", "", ""]], "annexes": []},
        paper=dict.fromkeys(names, "") | {"chapters": [], "annexes": []},
    )


# What an argument of a route means. A route that none of these fits is an error of the test.
ARGUMENTS: dict[str, Callable[[Route, dict], object]] = {
    "uuid": lambda route, rows: rows[row_of(route)].uuid,
    "token": lambda route, rows: rows["feed"].token,
    "unit": lambda route, rows: rows["organisation"].unit.uuid,
    "model_label": lambda route, rows: "meetings.meeting",
    "step": lambda route, rows: "withdraw",
    "key": lambda route, rows: KEYS.get(route.name, "committee_meeting"),
    "code": lambda route, rows: some_campaign()[0].code,
    "number": lambda route, rows: 1,
    "section": lambda route, rows: "work",
    "kind": lambda route, rows: "notice",
    "size": lambda route, rows: "small",
    "rest": lambda route, rows: "nowhere",
    "object_id": lambda route, rows: stored_key(route, rows),
    "app_label": lambda route, rows: "branches",
    "url": lambda route, rows: "nowhere/",
    "ref": lambda route, rows: "now/whole/-/members",
}
# Of the pages whose key is none of an indicator.
KEYS = {"portal:figure_rule": "four_helps", "portal:figure_scheme": "stars"}
# What a page cannot do without.
QUERY = {
    "indicators:rows": "?period=2026",
    "admin:projects_secretaryproject_step": "?step=stop",
    "admin:grades_rating_step": "?step=cancel",
}
ROW_OF = {
    "core:lifecycle_step": "meeting",
    "core:document_download": "document",
    "core:view_update": "saved_view",
    "core:view_delete": "saved_view",
    "core:export_detail": "export",
    "core:export_download": "export",
    "zones:suggestion_detail": "suggestion",
    "zones:suggestion_answer": "suggestion",
    "zones:practice_adopt": "practice",
    "meetings:attachment_download": "attachment",
    "branches:person_detail": "person",
    "branches:person_phone": "person",
    "notices:notice_open": "notice",
    "juries:candidate_detail": "candidate",
    "juries:dossier_file": "candidate",
    "juries:line_detail": "result_line",
    "juries:objection_create": "result_line",
    "duties:calendar_feed": "feed",
    "duties:remark_detail": "remark",
    "duties:remark_answer": "remark",
    "assessments:ballot_cast": "ballot_poll",
    "meetings:book_list": "organisation",
    "portal:zone": "zone",
    "portal:zone_unit": "zone",
    "portal:handover": "organisation",
    "portal:contact_sheet": "contact_point",
    "portal:contact_paper": "contact_point",
    "contacts:check_remark": "contact_point",
    "contacts:visit_create": "contact_point",
    "contacts:visit_detail": "visit",
    "contacts:visit_update": "visit",
    "contacts:promise_follow": "promise",
    "portal:handover_ask": "organisation",
    "projects:milestone_update": "milestone",
    "projects:outcome_update": "outcome",
    "projects:event_detail": "project_event",
    "projects:evidence_file": "evidence",
    "projects:paper_detail": "year_paper",
    "projects:paper_bundle": "year_paper",
    "meetings:paper_detail": "paper",
    "meetings:paper_state": "paper",
    "meetings:paper_retry": "paper",
    "sixlights:base_detail": "base",
    "sixlights:base_book": "base",
    "sixlights:booking_detail": "booking",
    "sixlights:booking_visited": "booking",
    "sixlights:venue_detail": "venue",
    "sixlights:item_detail": "item",
    "sixlights:activity_detail": "campaign_activity",
    "sixlights:activity_update": "campaign_activity",
    "sixlights:meeting_count": "meeting",
    "portal:campaign_detail": "campaign",
    "branches:import_batch": "import_batch",
    "branches:import_save": "import_batch",
    "branches:import_marked": "import_batch",
    "branches:import_withdraw": "import_batch",
    "inspections:inspection_detail": "inspection",
    "inspections:visit_create": "inspection",
    "inspections:visit_detail": "inspection_visit",
    "inspections:visit_update": "inspection_visit",
    "inspections:ledger_pdf": "inspection",
    "inspections:notice_detail": "inspection_visit",
    "inspections:letter_pdf": "inspection_visit",
    "inspections:meeting_finding": "meeting",
    "inspections:letter_word": "inspection_visit",
    "inspections:finding_create": "inspection_visit",
    "inspections:common_detail": "common_issue",
    "inspections:measure_update": "measure",
    "inspections:evidence_file": "issue_evidence",
    "inspections:evidence_remove": "issue_evidence",
    "brands:logo": "logo",
    "brands:batch_paper": "batch",
    "brands:adoption_update": "adoption",
    "elections:election_detail": "election",
    "elections:by_election_confirm": "election",
    "elections:by_election_letter": "election",
    "elections:by_election_word": "election",
    "elections:by_election_paper": "election",
    "elections:election_update": "election",
    "elections:paper_file": "renewal_paper",
    "elections:paper_remove": "renewal_request",
    "elections:extension_approve": "term_extension",
    "elections:term_detail": "term",
    "elections:by_election_create": "term",
    "elections:extension_create": "term",
    "observations:session_update": "group_session",
    "news:picture": "picture",
    "news:draft_picture": "picture",
    "news:attachment": "article_file",
    "news:draft_file": "article_file",
    "news:submission_detail": "submission",
    "news:submission_file": "info_file",
}
ROW_OF_APP = {
    "meetings": "meeting",
    "branches": "organisation",
    "assessments": "result",
    "news": "article",
    "zones": "activity",
    "juries": "jury",
    "projects": "project",
    "brands": "brand",
    "elections": "renewal",
    "observations": "observation",
    "inspections": "issue",
    "grades": "rating",
    "reports": "report",
}


def row_of(route: Route) -> str:
    return ROW_OF.get(route.name) or ROW_OF_APP[route.name.partition(":")[0]]


def model_of(route: Route):
    """The model whose pages of the admin the route belongs to; None for the others."""
    labels = {(m._meta.app_label, m._meta.model_name): m for m in admin.site._registry}
    return labels.get(tuple(route.pattern.split("/")[1:3]))


def stored_key(route: Route, rows: dict) -> object:
    model = model_of(route)
    if model is None:
        return 1
    stored = model._base_manager.order_by("pk").first()
    return stored.pk if stored else 0


def address(route: Route, rows: dict) -> str:
    values = {name: ARGUMENTS[name](route, rows) for name in route.arguments}
    if route.name.endswith(":-") or route.name in ("admin:app_list",):
        return "/" + fill(route.pattern, values)
    return reverse(route.name, kwargs=values) + QUERY.get(route.name, "")


def fill(pattern: str, values: dict) -> str:
    """The address of an unnamed route, written from its pattern."""
    if "(?P<" in pattern:
        return f"admin/{next(iter(values.values()))}".rstrip("/") + "/"
    return pattern.replace("<path:object_id>", str(values["object_id"]))
