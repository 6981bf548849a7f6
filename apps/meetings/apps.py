from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "apps.meetings"
    label = "meetings"
    verbose_name = "组织生活"

    def ready(self) -> None:
        # Rights, the lifecycle table, the lists, drafts, parts, the checks, the papers and stored files
        # register themselves when imported.
        from apps.meetings import (  # noqa: F401
            checks,
            drafts,
            history,
            lifecycle,
            permissions,
            record_list,
            services,
        )
        from apps.meetings.printing import orders  # noqa: F401
