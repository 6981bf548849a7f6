from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "apps.core"
    label = "core"
    verbose_name = "公共内核"

    def ready(self) -> None:
        # Registering system checks is the documented use of ready().
        from apps.core import checks  # noqa: F401
