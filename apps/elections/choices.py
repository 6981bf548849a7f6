from django.db import models

from apps.branches.choices import COMMITTEE_POSTS, SECRETARY_POSTS, Post


class RenewalStatus(models.TextChoices):
    """The way of one 换届 (handbook 4.3). Overdue and extended are told from days, never stored."""

    DUE = "due", "待提醒"
    NOTIFIED = "notified", "已提醒"
    REQUESTED = "requested", "已请示"
    APPROVED = "approved", "已批复"
    LIST_APPROVED = "list_approved", "候选人预备人选已批"
    HELD = "held", "大会已开"
    CONFIRMED = "confirmed", "结果已批复"
    CANCELLED = "cancelled", "已撤销"


OPEN = (
    RenewalStatus.DUE,
    RenewalStatus.NOTIFIED,
    RenewalStatus.REQUESTED,
    RenewalStatus.APPROVED,
    RenewalStatus.LIST_APPROVED,
    RenewalStatus.HELD,
)
# Nothing has been asked of the higher body yet: reminders go on.
UNASKED = (RenewalStatus.DUE, RenewalStatus.NOTIFIED)
# The next word is the body's own.
AWAITING_BODY = (*UNASKED, RenewalStatus.APPROVED, RenewalStatus.LIST_APPROVED)
# What lies with the higher body now.
TO_BE_DECIDED = (RenewalStatus.REQUESTED, RenewalStatus.HELD)


class PaperKind(models.TextChoices):
    """The papers of R-TERM-03, in the order of the procedure."""

    NOTICE = "notice", "提醒函"
    REQUEST = "request", "换届请示"
    APPROVAL = "approval", "换届批复"
    CANDIDATES = "candidates", "候选人预备人选名单"
    REPORT = "report", "选举结果报告"
    RESULT_APPROVAL = "result_approval", "选举结果批复"

    def told(self, *, is_within_term: bool) -> str:
        """How the paper is called where a seat is filled within the term."""
        return str(self.label).replace("换届", "补选") if is_within_term else str(self.label)


# Written by the higher body; the others come from the body that elects.
OF_HIGHER_BODY = (PaperKind.NOTICE, PaperKind.APPROVAL, PaperKind.RESULT_APPROVAL)


class ElectionKind(models.TextChoices):
    GENERAL = "general", "换届选举"
    BY_ELECTION = "by_election", "补选"


class ElectionBody(models.TextChoices):
    MEETING = "meeting", "党员大会"
    CONGRESS = "congress", "党员代表大会"


class ElectionStatus(models.TextChoices):
    RECORDED = "recorded", "结果待批复"
    CONFIRMED = "confirmed", "结果已批复"
    VOID = "void", "选举无效"


class ExtensionStatus(models.TextChoices):
    ASKED = "asked", "待批复"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
    WITHDRAWN = "withdrawn", "已撤回"


# R-TERM-03 asks for these of a by-election too, before its result is approved.
OF_BY_ELECTION = (PaperKind.REQUEST, PaperKind.APPROVAL, PaperKind.REPORT)

# What an election fills; subgroup leaders and the cadres of a unit are named otherwise.
ELECTED_POSTS = (*SECRETARY_POSTS, *COMMITTEE_POSTS)
POST_CHOICES = [(post.value, post.label) for post in ELECTED_POSTS]
# Elected as a member first; which work he takes is told afterwards (分工).
DUTIES = (Post.ORGANISATION_MEMBER, Post.PUBLICITY_MEMBER, Post.DISCIPLINE_MEMBER)
DUTY_CHOICES = [(post.value, post.label) for post in DUTIES]
