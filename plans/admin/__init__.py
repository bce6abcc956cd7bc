"""Plans and training behind /admin/: what editors write, and what is only looked at."""

from plans.admin import content, exchange, following, logs, published, publishing

__all__ = ["content", "exchange", "following", "logs", "published", "publishing"]

exchange.add_exchange()  # after the others: it takes what they registered
