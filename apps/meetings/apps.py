from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "apps.meetings"
    label = "meetings"
    verbose_name = "组织生活"

    def ready(self) -> None:
        # Rights, the lifecycle table, the lists, drafts, the checks, the papers and the stored files
        # register themselves when imported.
        from apps.meetings import (  # noqa: F401
            checks,
            drafts,
            lifecycle,
            permissions,
            record_list,
            services,
        )
        from apps.meetings.printing import orders  # noqa: F401
