"""What the player asks for and sends: JSON, for whoever is signed in, kept by no cache on the way."""

from plans.api.exchange import session, sync
from plans.api.schedule import schedule

__all__ = ["schedule", "session", "sync"]
