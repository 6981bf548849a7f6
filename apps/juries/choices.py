from django.db import models


class Subject(models.TextChoices):
    """What a jury looks at; what a candidate is, is known one floor higher."""

    PROJECT = "project", "书记项目立项评审"
    PROJECT_RESULT = "project_result", "书记项目结项评价"
    BRAND = "brand", "党建品牌评审"
    REPORT = "report", "书记述职评议"


class Averaging(models.TextChoices):
    PLAIN = "plain", "算术平均"
    TRIMMED = "trimmed", "去掉最高、最低分后平均"


class TieRule(models.TextChoices):
    """Who is in where equal marks meet the last place."""

    ALL_IN = "all_in", "同分的都入选"
    NONE_IN = "none_in", "同分的都不入选"
    BY_CHAIR = "by_chair", "由评审组组长从同分的当中选定"


class Light(models.TextChoices):
    """The jury's advice: pass, amend, redraft."""

    GREEN = "green", "绿灯"
    YELLOW = "yellow", "黄灯"
    RED = "red", "红灯"


class JuryStatus(models.TextChoices):
    DRAFT = "draft", "筹备"
    OPEN = "open", "正在评审"
    CLOSED = "closed", "评审截止"
    FROZEN = "frozen", "结果已定"
    CANCELLED = "cancelled", "取消"


# Candidates may still be entered; jurors see their sheets from OPEN on.
TAKING = (JuryStatus.DRAFT, JuryStatus.OPEN)
BEGUN = (JuryStatus.OPEN, JuryStatus.CLOSED, JuryStatus.FROZEN)
