from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "apps.notices"
    label = "notices"
    verbose_name = "消息"

    def ready(self) -> None:
        # Listeners register themselves when they are imported.
        from apps.notices import ends_of_jobs  # noqa: F401
