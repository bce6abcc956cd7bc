"""Everything that writes more than one row: load, decide, save, in one transaction each."""

from plans.services.archiving import archive, restore
from plans.services.changing import AlreadyAnswered, NotOffered, keep, take
from plans.services.choosing import NotFollowing, Refused, Stale, Superseded, TooLate, choose, undo
from plans.services.enrolling import AlreadyFollowing, enrol, first_choices, is_made_of, leave, rejoin
from plans.services.health import NoConsent, agree, flag, revoke
from plans.services.logging import Synced, save_records, sync
from plans.services.moving import Moved, has_rows, hold_rows, move_rows
from plans.services.publishing import CannotPublish, DraftChanged, Publication, publish_exercise, publish_plan

__all__ = [
    "rejoin",
    "revoke",
    "flag",
    "agree",
    "NoConsent",
    "Stale",
    "Refused",
    "NotFollowing",
    "choose",
    "AlreadyAnswered",
    "AlreadyFollowing",
    "CannotPublish",
    "DraftChanged",
    "Moved",
    "NotOffered",
    "Publication",
    "Superseded",
    "Synced",
    "TooLate",
    "archive",
    "enrol",
    "first_choices",
    "has_rows",
    "hold_rows",
    "is_made_of",
    "keep",
    "leave",
    "move_rows",
    "publish_exercise",
    "publish_plan",
    "restore",
    "save_records",
    "sync",
    "take",
    "undo",
]
