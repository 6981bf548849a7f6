from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "apps.news"
    label = "news"
    verbose_name = "党员之家"

    def ready(self) -> None:
        # Rights, the lifecycle table, drafts, parts and stored files register themselves when imported.
        from apps.news import drafts, history, lifecycle, permissions, services  # noqa: F401
