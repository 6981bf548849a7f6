"""The few addresses of allauth that the portal offers: nobody signs up, no mail is sent."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.urls import path

from apps.core.access import PUBLIC, SIGNED_IN, declared

# The stages of signing in check the pending sign-in themselves.
entrance = declared(
    [
        path("login/", account.login, name="account_login"),
        path("inactive/", account.account_inactive, name="account_inactive"),
        path("code/", mfa.authenticate, name="mfa_authenticate"),
    ],
    PUBLIC,
)
own_account = declared(
    [
        path("logout/", account.logout, name="account_logout"),
        path("password/", account.password_change, name="account_change_password"),
        path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
        path("sessions/", sessions.list_usersessions, name="usersessions_list"),
        path("mfa/", mfa.index, name="mfa_index"),
        path("mfa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
        path("mfa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
        path("mfa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
        path("mfa/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
        path(
            "mfa/codes/generate/",
            recovery_codes.generate_recovery_codes,
            name="mfa_generate_recovery_codes",
        ),
    ],
    SIGNED_IN,
)
urlpatterns = [*entrance, *own_account]
