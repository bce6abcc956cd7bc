"""Everything that writes more than one row: load, decide, save, in one transaction each."""

from plans.services.enrolling import AlreadyFollowing, enrol, first_choices, is_made_of, leave
from plans.services.logging import save_records
from plans.services.publishing import CannotPublish, publish_plan

__all__ = [
    "AlreadyFollowing",
    "CannotPublish",
    "enrol",
    "first_choices",
    "is_made_of",
    "leave",
    "publish_plan",
    "save_records",
]
