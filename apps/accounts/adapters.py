from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter

from apps.accounts import guessing
from apps.core import audit


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the system administrator; nobody signs up, no mail is sent."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "账号或密码不对，请核对大小写和输入法后再试",
        "too_many_login_attempts": "这个账号近来输错的次数太多。请一小时后再试，或到平时登录的地点登录",
        "enter_current_password": "现在的密码不对，请重新输入",
        "incorrect_password": "密码不对，请重新输入",
        "rate_limited": "操作太频繁，请过几分钟再试",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_client_ip(self, request) -> str | None:
        return audit.client_address(request)

    def pre_authenticate(self, request, **credentials) -> None:
        account = guessing.lock_key(request, credentials)
        if guessing.is_spread(account, audit.client_address(request)):
            raise self.validation_error("too_many_login_attempts")


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "验证码不对或已过期，请输入应用里最新的六位数字",
    }
