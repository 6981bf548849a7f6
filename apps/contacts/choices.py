from django.db import models


class VisitForm(models.TextChoices):
    """How a leader helps on a visit (R-CP-06)."""

    LECTURE = "lecture", "给全体党员讲党课"
    TALKS = "talks", "谈心谈话"
    ORGANISATIONAL_LIFE = "organisational_life", "参加组织生活"
    DISCIPLINE_STORIES = "discipline_stories", "讲纪律故事"
    FIELD_STUDY = "field_study", "座谈调研"


class PromiseOwner(models.TextChoices):
    """Who does what was promised on a visit."""

    LEADER = "leader", "联系领导"
    BRANCH = "branch", "党支部"
    COMMITTEE = "committee", "工委"


class PromiseStatus(models.TextChoices):
    OPEN = "open", "正在办"
    REPORTED = "reported", "支部已办"
    KEPT = "kept", "已兑现"
    DROPPED = "dropped", "不再办"


# What a leader still has to come back to.
PENDING = (PromiseStatus.OPEN, PromiseStatus.REPORTED)


class TopicStatus(models.TextChoices):
    DRAFT = "draft", "拟定"
    RUNNING = "running", "正在调研"
    CONCLUDED = "concluded", "已形成成果"
