from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "apps.projects"
    label = "projects"
    verbose_name = "书记项目"

    def ready(self) -> None:
        # Rights, lifecycle, parts, papers and what jurors read register themselves when imported.
        from apps.projects import dossiers, history, lifecycle, permissions, services  # noqa: F401
        from apps.projects.printing import paper, years  # noqa: F401
