from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "apps.projects"
    label = "projects"
    verbose_name = "书记项目"

    def ready(self) -> None:
        # Rights, lifecycle, parts and paths of files register themselves when they are imported.
        from apps.projects import history, lifecycle, permissions, services  # noqa: F401
