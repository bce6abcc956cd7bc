"""One history as it goes on: people, their devices, and what must be true all the while and in the end."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.test import Client

from plans.models import Ledger, Operation, WorkoutLog
from tests.histories import forms
from tests.histories.edits import draft, workouts_of
from tests.histories.model import Account
from tests.histories.network import Network, Time
from tests.histories.steps import DAY, HOUR, SECOND, chance_of, uuid4
from tests.plans.syncing import SESSION

PLANNED = 2  # of the workouts, which have a form
WHILE_ASKING = 0.2  # how often something is logged meanwhile
MOST_FLUSHES = 3  # once all is well; then nothing waits any more


class Site:
    """What is there before any history: two people with a plan, a browser of each, and one of nobody."""

    devices = None  # see devices.py

    def __init__(self, people, enrolments, traveller, start):
        self.people, self.traveller, self.start = people, traveller, start
        self.workouts = {name: workouts_of(each.uid) for name, each in enrolments.items()}
        self.clients = {name: Client(enforce_csrf_checks=True) for name in (None, *people)}
        for name, person in people.items():
            self.clients[name].force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
            self.clients[name].get(SESSION)
        self.clients[None].get("/accounts/login/")
        self.tokens = {name: client.cookies["csrftoken"].value for name, client in self.clients.items()}


@dataclass
class Phone:
    """Who is signed in on it, whose pages are open, how its clock ticks and how far it is off."""

    grain: int
    signed_in: str | None = "ada"
    owner: str = "ada"
    skew: int = 0

    def clock(self, now):
        return (now + self.skew) // self.grain * self.grain


class World:
    def __init__(self, site, history):
        self.site, self.history = site, history
        self.time = Time(site.traveller, site.start)
        self.phones = [Phone(history.grain) for _phone in range(history.devices)]
        self.accounts = {name: Account() for name in site.people}
        self.network = Network(site, self.accounts, self.time, self._note)
        self.made = {name: {} for name in site.people}  # op -> record
        self.parents = []  # (account, op, op): who made the second had seen the first, in the same field
        self.replicas = {}  # (device, account) -> what it said last
        self.open_forms, self.told = [], []

    def run(self):
        self.site.devices.do("reset")
        for client in self.site.clients.values():
            client.cookies.pop("messages", None)  # of forms that were saved in another history
        for step in self.history.steps:
            self.time.wait(step.lapse)
            self._note(f"{step.action} on {step.device}")
            getattr(self, f"do_{step.action}")(step.device, step.chance)
        self._note("all is well again")
        self._heal()
        self._compare()

    def _note(self, text):
        self.told.append(f"{self.time.now - self.time.start:>9} ms  {text}")

    def _command(self, what, device, network=None, **command):
        phone = self.phones[device]
        said = self.site.devices.do(
            what,
            network,
            name=f"{device} {phone.owner}",
            account=str(self.site.people[phone.owner].uid),
            now=phone.clock(self.time.now),
            **command,
        )
        self.replicas[device, phone.owner] = said
        assert not said["lost"], f"waits, and is not shown: {said['lost']}"
        assert not said["quarantine"], f"was refused: {said['quarantine']}"
        return said

    # What people do ----------------------------------------------------------------------------------

    def do_edit(self, device, chance):
        phone = self.phones[device]
        for _edit in range(chance.choice((1, 1, 2, 4))):
            wanted = self._draw(phone, chance)
            self._look_at(wanted["draft"], self._command("edit", device, **wanted), phone.owner)

    def _draw(self, phone, chance):
        wanted = draft(chance, self._workouts(phone.owner), phone.clock(self.time.now))
        return {"draft": wanted, "op": uuid4(chance)}

    def _workouts(self, owner):
        return [self.site.workouts[owner][place] for place in self.history.workouts]

    def _look_at(self, wanted, said, owner):
        """The edit is taken down as it was made, and seen at once."""
        record, data = said["record"], wanted["data"]
        self._note(f"  {record['op'][:8]} at {record['edited_at'] - self.time.start}: {wanted}")
        assert {name: record[name] for name in wanted} == wanted, "an edit was taken down as another"
        assert record["op"] not in self.made[owner], "one op for two edits"
        self.made[owner][record["op"]] = record
        for name in data.keys() - {"prescription"}:
            assert said["shown"][name] == data[name], f"the edit of {name} does not show"
            if name in said["seen"]:
                self.parents.append((owner, said["seen"][name][1], record["op"]))
        if record["kind"] == "workout" and data.get("removed"):
            assert said["isHidden"], "a deleted workout is still there"
        if record["kind"] == "set" and data.get("removed") is False:
            assert not said["isHidden"], "a set that was just done is out of sight"

    def do_flush(self, device, chance):
        self._exchange("flush", device, chance)

    def do_pull(self, device, chance):
        self._exchange("pull", device, chance)

    def _exchange(self, door, device, chance):
        """Nobody waits for it: edits are made while a request is on its way."""
        phone, made = self.phones[device], []
        ask_network = self.network.between(device, phone, chance)

        def network(ask):
            reply = ask_network(ask)
            if chance.random() < WHILE_ASKING:
                made.append(self._draw(phone, chance))
                reply["edits"] = made[-1:]
            return reply

        said = self._command(door, device, network)
        for wanted, written in zip(made, said["written"], strict=True):
            self._look_at(wanted["draft"], written, phone.owner)

    def do_jump(self, device, chance):
        """The clock is set: within a day of the truth, mostly by little."""
        reach = chance.choice((SECOND, HOUR, DAY))
        self.phones[device].skew = chance.randint(-reach, reach)

    def do_sign(self, device, chance):
        """In or out in another tab; the pages that are open learn of it when they ask."""
        self.phones[device].signed_in = chance.choice((None, "ada", "ada", "bea"))

    def do_open(self, device, chance):
        """A new page, for whoever is signed in by then."""
        phone = self.phones[device]
        self._command("kill", device)
        phone.signed_in = phone.owner = phone.signed_in or chance.choice(("ada", "ada", "bea"))

    def do_kill(self, device, _chance):
        self._command("kill", device)

    def do_late(self, _device, chance):
        if self.network.held:
            self.network.deliver_held(chance)

    def do_form(self, device, chance):
        """The page of a workout is opened; it, or one that was open already, is saved."""
        owner = self.phones[device].owner
        if not self.open_forms or chance.random() < 0.6:
            planned = [each for each in self._workouts(owner) if each["enrolment"]]
            workout = chance.choice(planned or self.site.workouts[owner][:PLANNED])
            shown = forms.open_form(chance, self.accounts[owner], workout, self.time.now)
            self.open_forms.append((owner, shown))
        if chance.random() < 0.7:
            owner, shown = chance.choice(self.open_forms)
            fields = forms.fill_in(chance, shown)
            for _click in range(chance.choice((1, 1, 2))):
                self._save_form(owner, shown, fields)

    def _save_form(self, owner, shown, fields):
        records = forms.records_of(shown, fields, self.time.now)
        headers = {"X-CSRFToken": self.site.tokens[owner]}
        answer = self.site.clients[owner].post("/today/", fields, headers=headers)
        assert answer.status_code == 302, answer.status_code
        self.accounts[owner].receive(records, self.time.now)
        for record in records:
            self._note(f"  {record['op'][:8]} of a form: {record['data']}")
            self.made[owner].setdefault(record["op"], record)

    # In the end --------------------------------------------------------------------------------------

    def _heal(self):
        for device, owner in sorted(self.replicas):
            self._return(device, owner)
            for _flush in range(MOST_FLUSHES):
                if self.replicas[device, owner]["waiting"]:
                    self._reach("flush", device)
            assert not self.replicas[device, owner]["waiting"], f"still waits after {MOST_FLUSHES} flushes"
        while self.network.held:
            self.network.deliver_held(chance_of(0))

    def _return(self, device, owner):
        phone = self.phones[device]
        if phone.owner != owner:
            self._command("kill", device)
        phone.signed_in = phone.owner = owner

    def _reach(self, door, device):
        network = self.network.between(device, self.phones[device], chance_of(0), "fine")
        if self._command(door, device, network)["kind"] == "other-account":
            self._command("kill", device)  # the page says so, and is loaded again
            self._command(door, device, network)

    def _compare(self):
        if self.history.has_newcomer:  # somebody buys one more
            self.phones.append(Phone(self.history.grain))
            for owner in self.accounts:
                self._return(len(self.phones) - 1, owner)
                self._command("rows", len(self.phones) - 1)
        for owner, account in self.accounts.items():
            self._compare_server(owner, account)
        for device, owner in sorted(self.replicas):
            self._return(device, owner)
            if self.replicas[device, owner]["cursor"] != self._last_change(owner):
                self._reach("pull", device)
            found = self._command("rows", device)["rows"]
            _same(found, self.accounts[owner].expected(), f"device {device} of {owner}")
        for owner, earlier, later in self.parents:
            ops = self.accounts[owner].ops
            assert (ops[earlier], earlier) < (ops[later], later), f"{later} is older than {earlier}"

    def _last_change(self, owner):
        """Who knows of it has nothing to ask for."""
        return Ledger.objects.values_list("change", flat=True).filter(user=self.site.people[owner]).first()

    def _compare_server(self, owner, account):
        stored = Operation.objects.filter(user=self.site.people[owner]).values_list("op", "edited_ms")
        assert {str(op): ms for op, ms in stored} == account.ops, "edits are stored otherwise than they came"
        assert account.ops.keys() == self.made[owner].keys(), "an edit is lost, or one was never made"
        found = {
            str(row.uid): {
                "local_date": row.local_date.isoformat(),
                "time_zone": row.time_zone,
                "enrolment": str(row.enrolment.uid) if row.enrolment else None,
                "window": row.window,
                "slot": row.slot,
            }
            for row in WorkoutLog.objects.for_user(self.site.people[owner]).select_related("enrolment")
        }
        _same(found, account.expected_dates(), f"workouts of {owner}")


def live(site, history):
    """What went wrong in a history, and all that happened until then; None if nothing did. It leaves no trace."""
    world = World(site, history)
    try:
        with transaction.atomic():
            world.run()
            transaction.set_rollback(True)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        return f"{type(error).__name__}: {error}", world.told
    return None


def _same(found, expected, whose):
    wrong = {
        uid: (found.get(uid), expected.get(uid))
        for uid in found.keys() | expected.keys()
        if found.get(uid) != expected.get(uid)
    }
    assert not wrong, f"{whose}, found and expected: {wrong}"
