"""Rules of the house: what a committee may set for its own portal without a new version of it."""

from datetime import time

from config.settings.environment import env

# How long after filing a secretary takes a record back himself.
TAKE_BACK_MINUTES = env.int("TAKE_BACK_MINUTES", default=10)
# How many days after filing the notes of a meeting may still follow.
NOTES_DAYS = env.int("NOTES_DAYS", default=7)
# How long an open resolution is asked for at the following meetings.
RESOLUTION_FOLLOWED_DAYS = env.int("RESOLUTION_FOLLOWED_DAYS", default=400)
# How far back the meetings lie that a leader may point to when he records a visit.
CONTACT_MEETING_DAYS = env.int("CONTACT_MEETING_DAYS", default=90)
# How many days after a handover the former secretary may still look things up.
HANDOVER_READING_DAYS = env.int("HANDOVER_READING_DAYS", default=30)
# Longer lists are made into workbooks in the background; those are kept for so many hours.
EXPORT_DIRECT_ROWS = env.int("EXPORT_DIRECT_ROWS", default=500)
EXPORT_HOURS = env.int("EXPORT_HOURS", default=24)
# What a workbook of the whole committee is called after.
EXPORT_BODY = env("EXPORT_BODY", default="市直机关")
# A void record may be taken out of the recycle bin for so many days.
RECYCLE_DAYS = env.int("RECYCLE_DAYS", default=30)
# Seconds that a field of a form takes, by how it is answered; one that may stay empty takes a glance.
BURDEN_SECONDS = {
    "choice": 4,
    "day": 6,
    "number": 6,
    "words": 12,
    "text": 90,
    "file": 30,
    "glance": 1,
}

# Drafts of forms: seconds of typing between two savings, bytes of one, how many one person may
# have, and after how many days without a change one is thrown away.
DRAFT_SECONDS = env.int("DRAFT_SECONDS", default=15)
DRAFT_MAX_BYTES = env.int("DRAFT_MAX_BYTES", default=512 * 1024)
DRAFT_LIMIT = env.int("DRAFT_LIMIT", default=50)
DRAFT_KEEP_DAYS = env.int("DRAFT_KEEP_DAYS", default=90)

# The committee's desk: after and before how many days something is put on its first page.
DESK_RETURNED_DAYS = env.int("DESK_RETURNED_DAYS", default=7)
DESK_REVIEW_DAYS = env.int("DESK_REVIEW_DAYS", default=7)
DESK_DUE_DAYS = env.int("DESK_DUE_DAYS", default=7)
DESK_TERM_DAYS = env.int("DESK_TERM_DAYS", default=180)
# Messages leave the portal between these hours of working days only (ux 1.2).
MESSAGE_HOURS = (time(8, 30), time(18, 0))
# A message that cannot be delivered is tried this often, then shown to the staff.
MESSAGE_ATTEMPTS = 3
MESSAGE_RETRY_MINUTES = 10
# So many e-mails leave with one look at the ledger, which comes every minute.
MESSAGE_BATCH = 100
# For sites with a gateway of their own: group messages as JSON to any address.
GENERIC_WEBHOOKS = env.bool("GENERIC_WEBHOOKS", default=False)
# The same thing is not asked for again by the staff for so long (ux 1.2).
REMINDER_REST_HOURS = 72
# A reminder whose hour passed while the portal was down is still sent for so many working days.
REMINDER_CATCH_UP_DAYS = 2
# How often the feed of one person is read; phones look every few hours.
CALENDAR_FETCHES_AN_HOUR = 60
# How long before a year its holidays must be known.
HOLIDAY_NOTICE_DAYS = 31

# A longer file is checked and brought in by the workers.
IMPORT_JOB_ROWS = env.int("IMPORT_JOB_ROWS", default=2000)
IMPORT_PASTE_ROWS = env.int("IMPORT_PASTE_ROWS", default=500)
IMPORT_WITHDRAWAL_HOURS = env.int("IMPORT_WITHDRAWAL_HOURS", default=24)

# Quarterly reports: so many months ahead terms are looked for that end, and so many rows stand
# below a number in an annex; the portal shows the others.
REPORT_AHEAD_MONTHS = env.int("REPORT_AHEAD_MONTHS", default=6)
REPORT_ANNEX_ROWS = env.int("REPORT_ANNEX_ROWS", default=300)

# 党员之家: what stands at the foot of its public pages; an empty slot is not shown.
NEWS_ORGANISER = env("NEWS_ORGANISER", default="市直机关工委")
NEWS_CONTACT = env("NEWS_CONTACT", default="")
NEWS_ICP = env("NEWS_ICP", default="")
NEWS_POLICE_RECORD = env("NEWS_POLICE_RECORD", default="")
NEWS_PARTY_MARK = env("NEWS_PARTY_MARK", default="")
