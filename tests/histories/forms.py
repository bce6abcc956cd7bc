"""The plain form of a workout, which saves in between: what its page would show and send, without rendering it."""

from dataclasses import asdict

from plans.forms.workout import Shown, WorkoutForm
from plans.records import moment_of
from tests.histories.edits import PRESCRIPTIONS
from tests.histories.steps import uuid4
from tests.plans.syncing import record_of


def open_form(chance, account, workout, now):
    """What the page of a workout shows of the account as it is now."""
    row = account.rows.get(workout["uid"], {"data": {}})["data"]
    asked = row.get("prescription") or chance.choice(PRESCRIPTIONS)
    keys = [
        f"{each['exercise']}.1.{number}.{side}"
        for each in asked
        for number in range(1, each["sets"] + 1)
        for side in (("left", "right") if each["laterality"] == "per_side" else ("both",))
    ]
    live = [
        each["data"]
        for each in account.rows.values()
        if each["workout"] == workout["uid"] and not each["data"].get("removed")
    ]
    sets = {f"{d['exercise']}.1.{d['number']}.{d['side']}": d.get("reps") for d in live if "side" in d}
    felt = {d["exercise"]: d.get("rating", "") for d in live if "exercise" in d and "side" not in d}
    return Shown(
        nonce=uuid4(chance),
        workout=workout["uid"],
        enrolment=workout["enrolment"],
        window=workout["window"],
        slot=workout["slot"],
        date=moment_of(now).date().isoformat(),
        time_zone="UTC",
        reps={key: sets.get(key) for key in keys},
        ratings={each["exercise"]: felt.get(each["exercise"], "") for each in asked},
        prescription=asked,
        is_logged="prescription" in row,
        is_finished=row.get("finished_at") is not None,
        greatest_ms=max((ms for ms, _op in account.stamps(workout["uid"])), default=0),
    )


def fill_in(chance, shown):
    """Ticks kept, taken away and added, numbers corrected."""
    fields = {"token": shown.token, "save": "1"}
    for key, reps in shown.reps.items():
        if chance.random() < (0.8 if reps is not None else 0.4):
            fields[f"done-{key}"] = "on"
        fields[f"reps-{key}"] = str(chance.randint(0, 30) if chance.random() < 0.3 else reps or 10)
    for exercise, rating in shown.ratings.items():
        fields[f"rating-{exercise}"] = chance.choice((rating, "easy", "hard"))
    return fields


def records_of(shown, fields, now):
    """The records that the form means when it is saved now."""
    form = WorkoutForm(fields, shown=shown)
    assert form.is_valid(), (form.errors, asdict(shown))
    return [record_of(edit) for edit in form.edits(moment_of(now))]
