from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "apps.projects"
    label = "projects"
    verbose_name = "书记项目"

    def ready(self) -> None:
        # Rights register themselves when they are imported.
        from apps.projects import permissions  # noqa: F401
