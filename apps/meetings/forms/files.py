"""Several files in one field, each checked by its content."""

from django import forms
from django.core.exceptions import ValidationError

from apps.core.uploads import ACCEPTED, AcceptedFile, accept

MAX_FILES = 10


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked by its content."""

    widget = FilesInput(attrs={"accept": ",".join(ACCEPTED)})

    def clean(self, value, initial=None) -> list[AcceptedFile]:
        uploads = [upload for upload in value or [] if upload]
        if len(uploads) > MAX_FILES:
            raise ValidationError(f"一次最多上传 {MAX_FILES} 个文件，其余的请保存后再添加")
        accepted, refusals = [], []
        for upload in uploads:
            try:
                accepted.append(accept(upload))
            except ValidationError as refusal:
                refusals += refusal.messages
        if refusals:
            raise ValidationError(refusals)
        return accepted
