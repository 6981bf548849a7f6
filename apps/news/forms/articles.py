"""The form of an article, the same for units and for the staff."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone

from apps.branches.models import Organisation
from apps.core.forms import OnceForm
from apps.meetings.forms.files import FilesField
from apps.news.choices import Section
from apps.news.models import Article
from apps.news.services import ArticleText

LONGEST_BODY = 50_000
BODY_HELP = (
    "空一行就是另起一段。需要时：行首写“## ”是小标题，“- ”是列表，两边加**是加粗，"
    "[文字](网址) 是链接；单独一行写 [图1]，第一张图片就放在那里"
)


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class ArticleForm(OnceForm):
    """`places` are the organisations for which the writer may draft."""

    organisation = forms.ModelChoiceField(
        label="起草党组织",
        queryset=Organisation.objects.none(),
        to_field_name="uuid",
        empty_label="请选择",
        error_messages={"required": "请选择起草党组织"},
    )
    section = forms.ChoiceField(label="栏目", choices=Section.choices)
    title = forms.CharField(
        label="标题", max_length=120, error_messages={"required": "请填写文章标题"}
    )
    subtitle = forms.CharField(label="副标题", max_length=120, required=False)
    source = forms.CharField(
        label="来源", max_length=80, required=False, help_text="留空时写起草党组织的名称"
    )
    author = forms.CharField(label="作者", max_length=80, required=False)
    body = forms.CharField(
        label="正文",
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=BODY_HELP,
        error_messages={"required": "请填写正文"},
    )
    publish_at = forms.DateTimeField(
        label="定时发布",
        required=False,
        widget=MomentInput,
        help_text="终审通过后到这个时间才公开；留空即时公开",
    )
    attachments = FilesField(
        label="附件",
        required=False,
        help_text="供读者下载，可不传；单个文件不超过 10 MB",
    )
    removed = forms.ModelMultipleChoiceField(
        label="删去附件",
        queryset=Article.objects.none(),
        to_field_name="uuid",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(
        required=False, min_value=1, widget=forms.HiddenInput, label="版本"
    )

    def __init__(self, *args, places, article: Article | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["organisation"].queryset = places
        fields["organisation"].widget.attrs["data-picker"] = ""
        fields["removed"].queryset = article.attachments.all() if article else None
        if article is None:
            del self.fields["removed"]
            del self.fields["version"]
        else:
            del self.fields["organisation"]
            if not article.attachments.exists():
                del self.fields["removed"]
        dress(self)

    def clean_publish_at(self):
        moment = self.cleaned_data["publish_at"]
        if moment and moment < timezone.now() and "publish_at" in self.changed_data:
            raise forms.ValidationError("定时发布的时间已经过了，请改成以后的时间，或留空")
        return moment

    def text(self) -> ArticleText:
        given = self.cleaned_data
        return ArticleText(**{n: given[n] for n in ArticleText.__dataclass_fields__})

    def accept_version(self, version: int) -> None:
        """Having been told, the writer may save over what stands there now."""
        self.data = cast(QueryDict, self.data).copy()
        self.data["version"] = str(version)


class CorrectionForm(OnceForm):
    """更正: only what readers have read; what was wrong is told them."""

    title = forms.CharField(label="标题", max_length=120)
    body = forms.CharField(
        label="正文", max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 14})
    )
    note = forms.CharField(
        label="更正说明",
        max_length=200,
        help_text="读者会在文章下面看到，如：更正参加人数",
        error_messages={"required": "请写明更正了什么"},
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput, label="版本")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


def dress(form: forms.Form) -> None:
    """The looks of the portal's controls, and the help text as their description."""
    for name, field in form.fields.items():
        widget = field.widget
        is_choice = isinstance(widget, forms.Select)
        if not isinstance(widget, forms.CheckboxSelectMultiple | forms.CheckboxInput):
            widget.attrs["class"] = "form-select" if is_choice else "form-control"
        if field.help_text:
            widget.attrs["aria-describedby"] = f"{form[name].auto_id}_helptext"
