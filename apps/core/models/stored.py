"""Files that a row names; what they are was read from their content."""

from django.db import models

from apps.core.models.records import PublicModel


class StoredFileModel(PublicModel):
    name = models.CharField("文件名", max_length=150)
    content_type = models.CharField("类型", max_length=100)
    path = models.CharField("存放位置", max_length=120)
    sha256 = models.CharField("摘要", max_length=64)
    size = models.PositiveIntegerField("字节数")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
