from django.apps import AppConfig


class DrillConfig(AppConfig):
    name = "drill"

    def ready(self) -> None:
        # The worker learns the drill's kinds of jobs by importing them.
        from drill import work  # noqa: F401
