from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "apps.meetings"
    label = "meetings"
    verbose_name = "组织生活"

    def ready(self) -> None:
        # Rights, the lifecycle table, the lists, drafts and the stored files register when imported.
        from apps.meetings import (  # noqa: F401
            drafts,
            lifecycle,
            permissions,
            record_list,
            services,
        )
