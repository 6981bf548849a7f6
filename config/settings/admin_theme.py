"""Look and side bar of the committee's admin site. Its colours stand in static/core/admin.css."""

# Group, then lists as `app.Model` or pages as `view|title|permission`, each with its icon.
# What is not registered or may not be seen is left out.
ADMIN_NAVIGATION = [
    (
        "组织生活",
        [
            ("admin:meetings_meeting_queue|待审核|meetings.review_meeting", "inbox"),
            ("meetings.Meeting", "event_note"),
            ("meetings.Talk", "forum"),
            ("meetings.StudyTopic", "menu_book"),
            ("duties.DutyRule", "checklist"),
            ("duties.Waiver", "event_busy"),
            ("duties.ReminderRule", "notifications"),
            ("duties:reminder_ask|提醒支部|duties.add_reminder", "campaign"),
        ],
    ),
    (
        "党组织",
        [
            ("branches.Unit", "apartment"),
            ("branches.Organisation", "account_tree"),
            ("branches.Office", "meeting_room"),
            (
                "admin:branches_organisation_set_up|组织设置提醒|branches.view_setupexception",
                "rule",
            ),
            ("branches.SetUpException", "verified"),
            ("branches.Appointment", "badge"),
            ("branches.Term", "how_to_vote"),
            ("branches.Handover", "swap_horiz"),
        ],
    ),
    (
        "联系片",
        [
            ("zones.Zone", "hub"),
            ("admin:zones_zone_division|划分联系片|zones.add_zonemembership", "call_split"),
            ("zones.ZoneMembership", "lan"),
            ("zones.Division", "summarize"),
            ("zones.ZoneActivity", "groups_3"),
            ("zones.Suggestion", "forum"),
            ("zones.Practice", "lightbulb"),
            ("zones.PracticeAdoption", "content_copy"),
        ],
    ),
    (
        "联系点",
        [
            ("contacts.ContactPoint", "handshake"),
            ("contacts.Holder", "person_search"),
            ("contacts.ContactVisit", "explore"),
            ("contacts.Promise", "fact_check"),
            ("contacts.MonthlyCheck", "event_available"),
            ("contacts.ResearchPoint", "science"),
            ("contacts.ResearchTopic", "quiz"),
            ("contacts.ResearchResult", "article"),
            ("contacts.HolderRule", "rule_settings"),
        ],
    ),
    (
        "党员",
        [
            ("branches.Person", "person"),
            ("branches.Membership", "group"),
            ("branches.MembershipRequest", "contact_mail"),
        ],
    ),
    (
        "考核评价",
        [
            ("assessments.Scheme", "rule"),
            ("assessments.Run", "play_circle"),
            ("assessments.PanelScore", "reviews"),
            ("assessments.BallotTotal", "ballot"),
            ("assessments.ManualEntry", "edit_note"),
            ("assessments.Result", "grading"),
            ("inspections.Issue", "report"),
        ],
    ),
    (
        "主题行动",
        [
            ("sixlights.Campaign", "campaign"),
            ("sixlights.CampaignItem", "list"),
            ("sixlights.Metric", "123"),
            ("sixlights.Activity", "local_activity"),
            ("sixlights.Lecturer", "record_voice_over"),
            ("sixlights.Honour", "military_tech"),
            ("sixlights.ThemeDayBase", "museum"),
            ("sixlights.BaseCategory", "category"),
            ("sixlights.BaseBooking", "event_available"),
            ("sixlights.Venue", "meeting_room"),
            ("sixlights.VenueReview", "star"),
            ("sixlights.VenueStandard", "rule"),
            ("sixlights.VolunteerTeam", "volunteer_activism"),
        ],
    ),
    (
        "品牌与项目",
        [
            ("brands.Brand", "workspace_premium"),
            ("projects.SecretaryProject", "flag"),
        ],
    ),
    ("报告", [("reports.QuarterlyReport", "summarize")]),
    (
        "导入导出",
        [("branches:import_upload|导入中心|branches.import_workbook", "upload_file")],
    ),
    (
        "内容发布",
        [
            ("news.Article", "article"),
            ("news.InfoSubmission", "outgoing_mail"),
            ("news.Case", "lightbulb"),
            ("news.StudySession", "school"),
            ("news.TrainingClass", "cast_for_education"),
            ("news.Audience", "groups"),
        ],
    ),
    (
        "系统设置",
        [
            ("branches.Sector", "category"),
            ("meetings.ReturnReason", "undo"),
            ("accounts.User", "manage_accounts"),
            ("branches.RoleGrant", "admin_panel_settings"),
            ("notices.GroupChannel", "forum"),
            ("duties.ReminderGroup", "groups"),
            ("notices.Delivery", "outgoing_mail"),
            ("core.CalendarDay", "calendar_month"),
            ("core.PolicyNumber", "123"),
            ("core.AuditEvent", "policy"),
            ("core.Job", "work_history"),
            ("core.Document", "description"),
        ],
    ),
]

UNFOLD = {
    "SITE_TITLE": "六亮 · 工委工作台",
    "SITE_HEADER": "六亮 · 工委工作台",
    "SITE_SUBHEADER": "本系统为非涉密系统，严禁存储、处理、传输国家秘密",
    "SITE_SYMBOL": "flare",
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
    "SHOW_BACK_BUTTON": True,
    "THEME": "light",
    "STYLES": ["apps.core.admin.shim_stylesheet"],
    "SCRIPTS": ["apps.core.admin.label_script"],
    "DASHBOARD_CALLBACK": "apps.core.desk.dashboard",
    "SIDEBAR": {
        "show_search": True,
        "command_search": True,
        "show_all_applications": False,
        "navigation": "apps.core.desk.navigation",
    },
}
