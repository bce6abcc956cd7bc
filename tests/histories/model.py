"""What must come out of any history, in plain dictionaries: the rules once more, without a line of the site's code."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

TOLERANCE = 5 * 60 * 1000  # ms that a clock may be ahead
DATED = ("local_date", "time_zone")


class Account:
    """
    What the server should hold of one person.

    rows: uid -> {kind, workout, data, stamps}, of fields that were said. ops: op -> its stored stamp.
    """

    def __init__(self):
        self.rows, self.ops, self.said, self.refs = {}, {}, {}, {}

    def receive(self, records, now):
        """The expected outcomes: [op, status, stored stamp]."""
        return [self._receive(record, now) for record in records]

    def _receive(self, record, now):
        op = record["op"]
        if op in self.ops:
            return [op, "duplicate", self.ops[op]]
        said = _by_now(record["workout"], record["workout"], now)
        data = _by_now(record["data"], record["workout"], now)
        stamp = [self._clamped(record, now), op]
        ref = record["workout"]["uid"]
        blank = {"kind": record["kind"], "workout": ref, "data": {}, "stamps": {}}
        row = self.rows.setdefault(record["uid"], blank)
        is_news = False
        for name, value in data.items():
            held = row["stamps"].get(name)
            if held is None or (stamp < held if name == "prescription" else stamp > held):
                row["data"][name], row["stamps"][name] = value, stamp
                is_news = True
        self.ops[op] = stamp[0]
        self.said.setdefault(ref, []).append((record["kind"] == "set", stamp, said))
        self.refs[ref] = {name: record["workout"][name] for name in ("enrolment", "window", "slot")}
        return [op, "applied" if is_news else "superseded", stamp[0]]

    def _clamped(self, record, now):
        latest = now + TOLERANCE
        if record["edited_at"] <= latest:
            return record["edited_at"]
        greatest = max(self.stamps(record["workout"]["uid"]), default=[0, ""])
        is_above = [record["edited_at"], record["op"]] > greatest
        return max(latest, greatest[0] + 1) if is_above else latest

    def stamps(self, workout):
        rows = (row for row in self.rows.values() if row["workout"] == workout)
        return [stamp for row in rows for stamp in row["stamps"].values()]

    def is_hidden(self, workout):
        """Removed, and no live set was touched later."""
        row = self.rows.get(workout)
        if not row or not row["data"].get("removed"):
            return False
        removed = row["stamps"]["removed"]
        return not any(
            max(each["stamps"].values()) > removed
            for each in self.rows.values()
            if each["kind"] == "set" and each["workout"] == workout and not each["data"].get("removed")
        )

    def expected(self):
        """As a device that knows everything shows it."""
        return {
            uid: row | ({"hidden": self.is_hidden(uid)} if row["kind"] == "workout" else {})
            for uid, row in self.rows.items()
        }

    def expected_dates(self):
        """Of each workout: its own word, else that of its latest set, else of its latest record."""
        found = {}
        for workout, said in self.said.items():
            _is_set, _stamp, ref = max(said, key=lambda each: each[:2])
            own = self.rows.get(workout, {"data": {}})["data"]
            found[workout] = {name: own.get(name, ref[name]) for name in DATED} | self.refs[workout]
        return found


def _by_now(values, workout, now):
    """Nothing was done later than now, or than today where it was done."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=now)
    today = moment.astimezone(ZoneInfo(workout["time_zone"])).date().isoformat()
    latest = {"local_date": today, "done_at": now, "finished_at": now}
    return {
        name: min(value, latest[name]) if name in latest and value is not None else value
        for name, value in values.items()
    }
