from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        # Sign-in events come from Django and allauth as signals; only the audit listens.
        from apps.accounts import receivers  # noqa: F401
