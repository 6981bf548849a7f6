"""The reader's own choices, and what the desk says of a group's robot."""

from datetime import time

from django import forms
from django.conf import settings

from apps.core.admin import EditForm, TextField, VerbForm
from apps.core.forms import VersionForm
from apps.notices.models import ChannelPreference, GroupChannel
from apps.notices.sending import is_quiet

ADDRESS_HELP = "在群里添加机器人后，把它的网址整段粘贴到这里。保存后不再显示"
SIGNING_HELP = "只有钉钉机器人选了“加签”才需要，以 SEC 开头"


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M", attrs={"class": "form-control"})


class PreferenceForm(VersionForm):
    """通知方式与免打扰. What is not asked here is always on: 站内消息."""

    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        max_length=254,
        error_messages={"invalid": "邮箱地址写法不对，应像 zhangsan@example.cn"},
    )
    by_mail = forms.BooleanField(label="同时发到电子邮箱，一天最多一封", required=False)
    is_muted = forms.BooleanField(label="免打扰：只收站内消息，不发邮件", required=False)
    quiet_from = forms.TimeField(
        label="安静时段从",
        required=False,
        widget=TimeInput,
        error_messages={"invalid": "时间写成 12:00"},
    )
    quiet_until = forms.TimeField(
        label="安静时段到",
        required=False,
        widget=TimeInput,
        error_messages={"invalid": "时间写成 14:00"},
    )
    wants_reviews = forms.BooleanField(label="记录审核通过时也告诉我", required=False)

    @staticmethod
    def initial_of(user, preference: ChannelPreference | None) -> dict:
        kept = preference or ChannelPreference(user=user)
        names = ("by_mail", "is_muted", "quiet_from", "quiet_until", "wants_reviews", "version")
        return {"email": user.email, **{name: getattr(kept, name) for name in names}}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("by_mail") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", "要收邮件，请先填写电子邮箱")
        start, end = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if (start is None) != (end is None) and not {"quiet_from", "quiet_until"} & set(
            self.errors
        ):
            missing = "quiet_from" if start is None else "quiet_until"
            self.add_error(missing, "安静时段请同时填写开始和结束")
        elif start and end and _covers_everything(start, end):
            begin, finish = settings.MESSAGE_HOURS
            self.add_error(
                "quiet_until",
                f"邮件只在工作日 {begin:%H:%M} 至 {finish:%H:%M} 发出，安静时段不能把它全部占去；"
                "不想收邮件请选“免打扰”",
            )
        return cleaned


def _covers_everything(start: time, end: time) -> bool:
    """Whether no full hour of the sending hours is left."""
    begin, finish = settings.MESSAGE_HOURS
    hours = (time(hour) for hour in range(begin.hour + 1, finish.hour))
    return all(is_quiet(hour, start, end) for hour in hours)


class GroupChannelForm(EditForm):
    address = TextField(label="机器人地址", max_length=500, help_text=ADDRESS_HELP)
    secret = TextField(label="加签密钥", max_length=200, required=False, help_text=SIGNING_HELP)

    class Meta:
        model = GroupChannel
        fields = ("name", "kind")


class AddressForm(VerbForm):
    address = TextField(label="机器人地址", max_length=500, help_text=ADDRESS_HELP)
    secret = TextField(label="加签密钥", max_length=200, required=False, help_text=SIGNING_HELP)


class ConfirmForm(VerbForm):
    """Asks nothing: the page shows what it concerns."""
