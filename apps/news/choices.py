from django.db import models


class Section(models.TextChoices):
    """The sections of 党员之家 (ux 3.4); the value stands in the address of each."""

    WORK = "work", "工作动态"
    NOTICES = "notices", "通知公告"
    BRANCHES = "branches", "支部风采"
    MATERIALS = "materials", "学习资料"
    CASES = "cases", "案例"


class ArticleStatus(models.TextChoices):
    """三审: an article is read three times before it is public."""

    DRAFT = "draft", "起草"
    FIRST = "first", "待初审"
    SECOND = "second", "待复审"
    FINAL = "final", "待终审"
    PUBLISHED = "published", "已发布"
    RETURNED = "returned", "退回"
    WITHDRAWN = "withdrawn", "已撤下"
    VOID = "void", "作废"


# In these its unit writes on; from the review on the staff do.
WRITABLE = (ArticleStatus.DRAFT, ArticleStatus.RETURNED)
UNDER_REVIEW = (ArticleStatus.FIRST, ArticleStatus.SECOND, ArticleStatus.FINAL)


class AdoptionLevel(models.TextChoices):
    CITY = "city", "市级"
    PROVINCE = "province", "省级"
    CENTRAL = "central", "中央"
