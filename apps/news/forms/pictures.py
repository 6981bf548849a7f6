"""The pictures of an article: those that hang there, and room for a few more."""

from collections.abc import Sequence
from typing import Any

from django import forms

from apps.core.forms import CleanForm
from apps.core.uploads import IMAGE_SUFFIXES, accept
from apps.news.forms.articles import dress
from apps.news.models import Picture
from apps.news.services import Hanging

MORE, MOST = 3, 30


class PictureField(forms.FileField):
    widget = forms.FileInput(attrs={"accept": ",".join(IMAGE_SUFFIXES)})

    def clean(self, value, initial=None):
        upload = super().clean(value, initial)
        if not upload:
            return None
        accepted = accept(upload)
        if not accepted.content_type.startswith("image/"):
            raise forms.ValidationError("这里只放图片（JPG、PNG、WEBP），其他文件请放在附件里")
        return accepted


class PictureForm(CleanForm):
    """One picture: chosen now, or hanging there already under `picture`."""

    picture = forms.UUIDField(required=False, widget=forms.HiddenInput, label="图片")
    file = PictureField(label="选择图片", required=False)
    caption = forms.CharField(
        label="图片说明", max_length=120, required=False, help_text="印在图片下面"
    )
    alt = forms.CharField(
        label="画面内容",
        max_length=200,
        required=False,
        help_text="看不见图片的读者靠它了解画面；留空时用图片说明",
    )
    remove = forms.BooleanField(label="撤下这张图片", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
        if not self.initial.get("picture"):
            del self.fields["remove"]

    def clean(self):
        given = super().clean()
        has_picture = given.get("file") or given.get("picture")
        words = given.get("alt") or given.get("caption")
        if has_picture and not words and not given.get("remove"):
            self.add_error("caption", "请写图片说明或画面内容，看不见图片的读者靠它了解画面")
        if words and not has_picture and "file" not in self.errors:
            self.add_error("file", "写了说明却没有选图片，请选择图片，或删去说明")
        return given


class PictureForms(forms.BaseFormSet):
    """All of them in their order; what is taken down is left out."""

    pictures: dict = {}

    @classmethod
    def of(cls, data, files, pictures: Sequence[Picture]) -> "PictureForms":
        made: Any = forms.formset_factory(
            PictureForm, formset=cls, extra=MORE, max_num=MOST, absolute_max=MOST + MORE
        )
        initial = [{"picture": p.uuid, "caption": p.caption, "alt": p.alt} for p in pictures]
        found = made(data, files, initial=initial, prefix="pictures")
        found.pictures = {picture.uuid: picture for picture in pictures}
        return found

    def hangings(self) -> list[Hanging]:
        return [h for h in map(self._hanging, self.forms) if h]

    def _hanging(self, form: PictureForm) -> Hanging | None:
        given = form.cleaned_data
        picture = self.pictures.get(given.get("picture"))
        if given.get("remove") or not (given.get("file") or picture):
            return None
        caption = given.get("caption", "")
        return Hanging(caption, given.get("alt") or caption, given.get("file"), picture)

    def rows(self):
        """(form, picture) pairs for the page."""
        return [(form, self.pictures.get(form["picture"].initial)) for form in self.forms]
