"""What lies between a device and the real server, and eats, keeps, doubles and muddles what goes through."""

import json

from plans.records import milliseconds, moment_of
from tests.histories.steps import FATES, pick
from tests.plans.syncing import SESSION, SYNC

NO_ANSWER, KILLED = {}, {"isKilled": True}
PORTAL = {"status": 200, "headers": {"Content-Type": "text/html"}, "text": "<title>Free Wi-Fi</title>"}
JSON = {"status": 200, "headers": {"Content-Type": "application/json"}}
ANOTHER = JSON | {"text": '{"now": 1800000000000, "results": [], "rows": []}'}  # to whatever was asked
DELAYS = (0, 0, 1, 40, 400)  # ms on the way there, and on the way back
WRONG_TOKEN = "x" * 64
# A request for the session either arrives or does not.
SESSION_FATES = {"dropped": NO_ANSWER, "broken": NO_ANSWER, "portal": PORTAL, "killed before": KILLED}


class Time:
    """The server's clock."""

    def __init__(self, traveller, start):
        self.traveller, self.start = traveller, milliseconds(start)
        self.now = self.start
        self.wait(0)

    def wait(self, ms):
        self.now += ms
        self.traveller.move_to(moment_of(self.now))


class Network:
    """
    Every request that arrives is answered by the server as the model (`accounts`) says, or the history fails.

    held: requests that their device has given up, and that may arrive yet.
    """

    def __init__(self, site, accounts, time, note):
        self.site, self.accounts, self.time, self.note = site, accounts, time, note
        self.held, self.answers, self.sessions = [], {}, {}

    def between(self, device, phone, chance, fate=None):
        """The network as a device has it now; `fate` where it is no matter of chance."""

        def network(ask):
            self.time.wait(chance.choice(DELAYS))
            what = fate or pick(chance, FATES)
            reply = self._answer(ask, what, phone.signed_in, (device, phone.owner), chance)
            self.note(f"  {ask['method']} {ask['path']} {what}: {reply.get('status', 'no answer')}")
            self.time.wait(chance.choice(DELAYS))
            return reply | {"now": phone.clock(self.time.now), "edits": []}

        return network

    def _answer(self, ask, fate, browser, page, chance):
        if ask["path"] == SESSION:
            return SESSION_FATES[fate] if fate in SESSION_FATES else self._session(ask, browser)
        match fate:
            case "dropped":
                return NO_ANSWER
            case "killed before":
                return KILLED
            case "portal":
                return PORTAL
            case "broken":
                return PORTAL | {"status": 503}
            case "too large":
                return PORTAL | {"status": 413}
            case "late":
                self.held.append((ask, browser))
                return NO_ANSWER
            case "stale":
                return self.answers.get(page, ANOTHER)
            case "wrong token":
                return self.deliver(ask | {"token": WRONG_TOKEN}, browser)
            case "signed out":
                return self.deliver(ask | {"token": self.site.tokens[None]}, None)
        reply = self.deliver(ask, browser)
        if fate == "twice":
            reply = chance.choice((reply, self.deliver(ask, browser)))
        if fate == "fine":
            self.answers[page] = reply
        return {"cut": NO_ANSWER, "killed after": KILLED}.get(fate, reply)

    def _session(self, ask, browser):
        """Asked for once a history, since it says the same each time; the hour in it is of no use to anybody."""
        if browser not in self.sessions:
            self.sessions[browser] = self.deliver(ask, browser)
        return self.sessions[browser]

    def deliver_held(self, chance):
        ask, browser = self.held.pop(chance.randrange(len(self.held)))
        self.note("  what had been given up arrives")
        self.deliver(ask, browser)

    def deliver(self, ask, browser):
        client = self.site.clients[browser]
        if ask["path"] == SESSION:
            answer, expected = client.get(SESSION), 200 if browser else 401
        else:
            headers = {"X-CSRFToken": ask["token"]}
            answer = client.post(SYNC, ask["body"], content_type="application/json", headers=headers)
            expected = self._expected_status(ask, browser)
        assert answer.status_code == expected, (expected, answer.status_code, answer.content[:500])
        text = answer.content.decode()
        if ask["path"] == SYNC and expected == 200:
            self._check(browser, json.loads(ask["body"]), json.loads(text))
        headers = {"Content-Type": answer.headers["Content-Type"]}
        return {"status": answer.status_code, "headers": headers, "text": text}

    def _expected_status(self, ask, browser):
        if ask["token"] == WRONG_TOKEN:
            return 403
        if browser is None:
            return 401
        is_theirs = json.loads(ask["body"])["account"] == str(self.site.people[browser].uid)
        return 200 if is_theirs else 409

    def _check(self, browser, body, told):
        account = self.accounts[browser]
        expected = account.receive(body["records"], self.time.now)
        found = [[each["op"], each["status"], each["edited_at"]] for each in told["results"]]
        assert found == expected, f"the server said {found} where {expected} is right"
        known = account.rows.keys() | account.refs.keys()
        assert {row["uid"] for row in told["rows"]} <= known, "the server told rows of somebody else"
