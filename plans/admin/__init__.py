"""Plans and training behind /admin/: what editors write, and what is only looked at."""

from plans.admin import content, following, logs, published

__all__ = ["content", "following", "logs", "published"]
