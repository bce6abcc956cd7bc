"""Following a plan: what is published, what a person chose, what was done."""

from plans.models.enrolment import Enrolment, EnrolmentEvent, EnrolmentQuerySet
from plans.models.ledger import Ledger
from plans.models.loaded import LoadedContent
from plans.models.log import Feedback, Operation, Record, RecordQuerySet, SetLog, WorkoutLog
from plans.models.plan import Plan, PlanExercise, PlanQuerySet, PlanWorkout, Weekday
from plans.models.revision import PlanEdition, PlanRevision, RevisionVariation

__all__ = [
    "Enrolment",
    "EnrolmentEvent",
    "EnrolmentQuerySet",
    "Feedback",
    "Ledger",
    "LoadedContent",
    "Operation",
    "Plan",
    "PlanEdition",
    "PlanExercise",
    "PlanQuerySet",
    "PlanRevision",
    "PlanWorkout",
    "Record",
    "RecordQuerySet",
    "RevisionVariation",
    "SetLog",
    "Weekday",
    "WorkoutLog",
]
