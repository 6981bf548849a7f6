"""Accounts: the desk of the system administrator."""

from django.core.exceptions import ValidationError

from apps.accounts import services
from apps.accounts.models import User
from apps.core.admin import (
    EditForm,
    PasswordField,
    SystemAdmin,
    VerbForm,
    action,
    register,
    verb_page,
)

INITIAL_RULE = "至少 10 个字符，不能全是数字，不能与账号、姓名相近；请本人登录后立即修改"


class AccountForm(EditForm):
    password = PasswordField(label="初始密码", help_text=INITIAL_RULE)

    class Meta:
        model = User
        fields = ("username", "name", "email")


class PasswordForm(VerbForm):
    password = PasswordField(label="新密码", help_text=INITIAL_RULE)
    again = PasswordField(label="再输入一次")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("password") != cleaned.get("again"):
            raise ValidationError("两次输入的密码不一样，请重新输入")
        return cleaned


@register(User)
class UserAdmin(SystemAdmin):
    list_display = ("username", "name", "is_active", "date_joined")
    list_filter = ("is_active",)
    search_fields = ("username", "name")
    fields = ("username", "name", "email", "is_active")
    add_fieldsets = ((None, {"fields": ("username", "name", "email", "password")}),)
    actions_detail = ("reset_password",)

    def has_add_permission(self, request) -> bool:
        return request.user.has_perm("accounts.add_user")

    def has_change_permission(self, request, obj=None) -> bool:
        return request.user.has_perm("accounts.change_user")

    def get_readonly_fields(self, request, obj=None):
        return ("username",) if obj else ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = AccountForm
        return super().get_form(request, obj, change, **kwargs)

    def perform(self, request, obj, form, change) -> None:
        if not change:
            obj.__dict__.update(services.open_account(**form.cleaned_data).__dict__)
            return
        if "is_active" in form.changed_data:
            services.set_active(user=obj, is_active=obj.is_active, by=request.user)
        super().perform(request, obj, form, change)

    @action(description="重设密码", url_path="password", icon="key", permissions=["act"])
    def reset_password(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="重设密码",
            form_class=PasswordForm,
            run=lambda user, answers: services.set_password(
                user=user, password=answers["password"], by=request.user, request=request
            ),
            done="密码已重设，请通知本人登录后立即修改",
        )
