"""The forms of allauth with clean text and Chinese words."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base import forms as mfa

from apps.accounts import guessing
from apps.core.forms import CleanFormMixin


class Plain(CleanFormMixin):
    """Without placeholders, which repeat the label and vanish while one types."""

    labels: dict[str, str] = {}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.error_messages["required"] = f"请填写{field.label}"


class SignInForm(Plain, LoginForm):
    labels = {"login": "账号", "password": "密码"}


class PasswordForm(Plain, ChangePasswordForm):
    labels = {"oldpassword": "现在的密码", "password1": "新密码", "password2": "再输一次新密码"}


class PasswordAgainForm(Plain, ReauthenticateForm):
    labels = {"password": "密码"}


class LimitedCode(Plain, mfa.BaseAuthenticateForm):
    labels = {"code": "动态验证码或恢复码"}

    def clean_code(self) -> str:
        if guessing.is_code_locked(self.user.get_username()):
            raise get_adapter().validation_error("too_many_login_attempts")
        return super().clean_code()


class CodeForm(LimitedCode, mfa.AuthenticateForm):
    pass


class CodeAgainForm(LimitedCode, mfa.ReauthenticateForm):
    pass
