"""The names of rows: any device computes the same one for the same workout, set or feedback."""

from uuid import UUID, uuid5


def workout_uid(enrolment: UUID, window: int, slot: int) -> UUID:
    """No date is part of it: a workout can be moved. `window` and `slot` count from 1."""
    return uuid5(enrolment, f"workout/{window}/{slot}")


def set_uid(workout: UUID, exercise: str, part: int, number: int, side: str) -> UUID:
    return uuid5(workout, f"{exercise}/{part}/{number}/{side}")


def feedback_uid(workout: UUID, exercise: str) -> UUID:
    return uuid5(workout, f"{exercise}/feedback")
