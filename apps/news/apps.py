from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "apps.news"
    label = "news"
    verbose_name = "党员之家"

    def ready(self) -> None:
        # Rights register themselves when they are imported.
        from apps.news import permissions  # noqa: F401
