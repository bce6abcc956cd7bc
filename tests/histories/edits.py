"""What a person does on a device, as drafts of records: few workouts and few sets, so that devices get in each
other's way."""

from uuid import UUID

from plans.engine.identity import feedback_uid, set_uid, workout_uid
from plans.records import moment_of
from tests.histories.steps import chance_of, pick, uuid4
from tests.plans.syncing import ASKED

SQUAT = ASKED
CLAM = ASKED | {
    "exercise": "clam",
    "rung": "C1",
    "name": "Clam",
    "variation": "clam",
    "laterality": "per_side",
    "side_order": "switch_each_set",
    "first_side": "right",
}
PRESCRIPTIONS = [[SQUAT, CLAM], [SQUAT | {"reps": 12, "name": "Slow squat"}, CLAM], [CLAM | {"sets": 1}]]
TRIMS = [None, {"minutes": 5, "sets": {"squat": 1}}, {"minutes": None, "sets": {"clam": 0}}]
PLACES = [("squat", 1, "both"), ("squat", 2, "both"), ("clam", 1, "left"), ("clam", 1, "right")]
ZONES = ["UTC", "Pacific/Auckland", "America/New_York"]

KINDS = {"log": 40, "correct": 14, "undo": 12, "redo": 8, "begin": 10, "finish": 5, "resume": 2, "rate": 8}
KINDS |= {"unrate": 2, "trim": 4, "delete": 7, "restore": 3, "move": 2}


def workouts_of(enrolment):
    """Two of the plan, and two quick sets, whose names another account may use as well."""
    planned = [
        {"uid": str(workout_uid(enrolment, 1, slot)), "enrolment": str(enrolment), "window": 1, "slot": slot}
        for slot in (1, 2)
    ]
    names = chance_of("quick")
    quick = {"enrolment": None, "window": None, "slot": None}
    return [*planned, *({"uid": uuid4(names), **quick} for _set in range(2))]


def draft(chance, workouts, ms):
    """One edit. ms: what the device takes for now."""
    what, zone = pick(chance, KINDS), chance.choice(ZONES)
    day = moment_of(ms).date().isoformat()
    workout = chance.choice(workouts) | {"local_date": day, "time_zone": zone}
    uid = UUID(workout["uid"])
    if what in ("log", "correct", "undo", "redo"):
        exercise, number, side = chance.choice(PLACES)
        place = {"exercise": exercise, "part": 1, "number": number, "side": side}
        name = set_uid(uid, exercise, 1, number, side)
        return _draft("set", name, workout, place | _set_data(what, chance, ms))
    if what in ("rate", "unrate"):
        exercise = chance.choice(("squat", "clam"))
        felt = {"rating": chance.choice(("easy", "right", "hard")), "removed": False}
        data = {"exercise": exercise} | (felt if what == "rate" else {"removed": True})
        return _draft("feedback", feedback_uid(uid, exercise), workout, data)
    return _draft("workout", uid, workout, _workout_data(what, chance, workout, ms))


def _draft(kind, uid, workout, data):
    return {"kind": kind, "uid": str(uid), "workout": workout, "data": data}


def _set_data(what, chance, ms):
    if what == "undo":
        return {"removed": True}
    if what == "redo":
        return {"removed": False}
    if what == "correct":
        return {"reps": chance.randint(0, 30)}
    target = {name: SQUAT[name] for name in ("reps", "hold_seconds", "variation", "name", "rung")}
    data = {"reps": chance.randint(0, 30), "removed": False, "target": target, "done_at": ms}
    return data | ({"rest_seconds": chance.randint(0, 99)} if chance.random() < 0.5 else {})


def _workout_data(what, chance, workout, ms):
    dated = {"local_date": workout["local_date"], "time_zone": workout["time_zone"]}
    if what == "begin":
        return dated | {"prescription": chance.choice(PRESCRIPTIONS)}
    return {
        "finish": {"finished_at": ms},
        "resume": {"finished_at": None},
        "trim": {"trim": chance.choice(TRIMS)},
        "delete": {"removed": True},
        "restore": {"removed": False},
        "move": {"local_date": f"2027-01-0{chance.randint(1, 5)}"},
    }[what]
