"""换届 at the desk."""

from apps.elections.admin import elections, extensions, renewals

__all__ = ["elections", "extensions", "renewals"]
