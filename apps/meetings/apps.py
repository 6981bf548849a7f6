from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "apps.meetings"
    label = "meetings"
    verbose_name = "组织生活"

    def ready(self) -> None:
        # Rights and the lifecycle table register themselves when they are imported.
        from apps.meetings import lifecycle, permissions  # noqa: F401
