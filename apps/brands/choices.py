from django.db import models


class BrandLayer(models.TextChoices):
    """Where a brand stands; exactly one at a time, never mixed in one count (trap 6)."""

    NURTURING = "nurturing", "自主创建"
    SUBMITTED = "submitted", "申报"
    SHORTLISTED = "shortlisted", "初评入围"
    CERTIFIED = "certified", "认定"
    DEMONSTRATION = "demonstration", "示范"
    UNDER_RECHECK = "under_recheck", "复核中"
    IMPROVING = "improving", "整改提升"
    WITHDRAWN = "withdrawn", "摘牌"


# What the committee gave, and what a recheck may take away again.
HONOURED = (BrandLayer.CERTIFIED, BrandLayer.DEMONSTRATION)
# While nobody judges it, its owner writes on.
WRITABLE = (BrandLayer.NURTURING, BrandLayer.IMPROVING)
# Only after a certification; everybody may read of it.
PUBLIC = (*HONOURED, BrandLayer.UNDER_RECHECK, BrandLayer.IMPROVING, BrandLayer.WITHDRAWN)


class BatchKind(models.TextChoices):
    CERTIFICATION = "certification", "认定"
    DEMONSTRATION = "demonstration", "示范"


class RecheckOutcome(models.TextChoices):
    KEEP = "keep", "通过，保留"
    IMPROVE = "improve", "整改提升"
    WITHDRAW = "withdraw", "摘牌"
