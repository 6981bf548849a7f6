"""States of a quarterly report."""

from django.db import models


class ReportStatus(models.TextChoices):
    CLOSING = "closing", "正在结账"
    DRAFT = "draft", "草拟"
    CHECKED = "checked", "已核对"
    ISSUED = "issued", "已印发"
    SUPERSEDED = "superseded", "已被新报告替代"
    WITHDRAWN = "withdrawn", "已撤回"


# Still being written: one of a quarter and place at a time.
IN_HAND = (ReportStatus.CLOSING, ReportStatus.DRAFT, ReportStatus.CHECKED)
# The quarter is closed, and is not closed a second time.
STANDING = (*IN_HAND, ReportStatus.ISSUED)
# Left the house once, whatever became of it.
SENT_OUT = (ReportStatus.ISSUED, ReportStatus.SUPERSEDED)
# Without numbers: not frozen yet, or ended before they were.
UNCLOSED = (ReportStatus.CLOSING, ReportStatus.WITHDRAWN)
