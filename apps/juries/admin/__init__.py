from apps.juries.admin import juries, results, schemes

__all__ = ["juries", "results", "schemes"]
