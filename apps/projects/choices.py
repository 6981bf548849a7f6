"""The states of a project (handbook 8.1) and the words around it."""

from django.db import models


class ProjectStatus(models.TextChoices):
    DRAFT = "draft", "选题"
    SUBMITTED = "submitted", "已申报"
    PRE_REVIEWED = "pre_reviewed", "已预审"
    PANEL = "panel", "立项评审中"
    APPROVED = "approved", "已立项"
    RETURNED = "returned", "退回修改"
    REFUSED = "refused", "未予立项"
    IN_PROGRESS = "in_progress", "推进中"
    MIDTERM = "midterm", "已中期检查"
    CONCLUDED = "concluded", "已提交结项"
    EVALUATED = "evaluated", "已评价"
    TITLED = "titled", "已命名"
    STOPPED = "stopped", "已中止"


# What the unit may still write of its application.
OPEN_APPLICATION = (ProjectStatus.DRAFT, ProjectStatus.RETURNED)
# Before the committee has decided.
BEFORE_DECISION = (
    ProjectStatus.SUBMITTED,
    ProjectStatus.PRE_REVIEWED,
    ProjectStatus.PANEL,
)
# While its milestones are worked on: only then can one be late.
UNDER_WAY = (ProjectStatus.IN_PROGRESS, ProjectStatus.MIDTERM)
# The plan of milestones may be written before, and changed while it is worked on.
PLANNING = (*OPEN_APPLICATION, ProjectStatus.APPROVED, *UNDER_WAY)
# Carried to its end, whatever was thought of it.
EVALUATED = (ProjectStatus.EVALUATED, ProjectStatus.TITLED)
ENDED = (*EVALUATED, ProjectStatus.REFUSED, ProjectStatus.STOPPED)


class EventKind(models.TextChoices):
    PROGRESS_MEETING = "progress_meeting", "推进会"
    FIELD_SHOW = "field_show", "观摩会"
    CHECK_UP = "check_up", "把脉问诊"


class TitleLevel(models.TextChoices):
    UNIT = "unit", "单位级"
    CITY = "city", "市级"
    PROVINCIAL = "provincial", "省级"
    NATIONAL = "national", "国家级"


class PaperKind(models.TextChoices):
    BOOK = "book", "项目汇编"
    SHEETS = "sheets", "全部项目表"
