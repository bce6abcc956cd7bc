"""Everything that writes more than one row: load, decide, save, in one transaction each."""

from plans.services.archiving import archive, restore
from plans.services.changing import AlreadyAnswered, NotOffered, Superseded, TooLate, keep, take, undo
from plans.services.enrolling import AlreadyFollowing, enrol, first_choices, is_made_of, leave
from plans.services.logging import Synced, save_records, sync
from plans.services.publishing import CannotPublish, DraftChanged, Publication, publish_exercise, publish_plan

__all__ = [
    "AlreadyAnswered",
    "AlreadyFollowing",
    "CannotPublish",
    "DraftChanged",
    "NotOffered",
    "Publication",
    "Superseded",
    "Synced",
    "TooLate",
    "archive",
    "enrol",
    "first_choices",
    "is_made_of",
    "keep",
    "leave",
    "publish_exercise",
    "publish_plan",
    "restore",
    "save_records",
    "sync",
    "take",
    "undo",
]
