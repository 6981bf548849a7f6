"""Files that a row names; what they are was read from their content."""

from django.db import models

from apps.core.models.records import PublicModel
from apps.core.uploads import KeptFile


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


class OptionalFileModel(models.Model):
    """All five are empty where there is no file."""

    file_name = models.CharField("文件名", max_length=150, blank=True, editable=False)
    content_type = models.CharField("类型", max_length=100, blank=True, editable=False)
    path = models.CharField("存放位置", max_length=120, blank=True, editable=False)
    sha256 = models.CharField("摘要", max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField("字节数", default=0, editable=False)

    class Meta:
        abstract = True

    def hold(self, kept: KeptFile) -> None:
        columns = kept.columns
        self.file_name = columns.pop("name")
        for name, value in columns.items():
            setattr(self, name, value)
