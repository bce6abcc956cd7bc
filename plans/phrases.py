"""Every sentence that the player shows or speaks, in the language of the page; its scripts have none of their own.

Places are written `{name}`. What counts something has a form for each way of counting, by `n`.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Phrases = dict[str, str | dict[str, str]]


def phrases() -> Phrases:
    return _screen() | _launch() | _finish() | _sync() | _check() | _voice()


def _forms(singular: str, plural: str) -> dict[str, str]:
    """For the plural categories of a browser; a language with other ones falls back to `other`."""
    return {"one": ngettext(singular, plural, 1), "other": ngettext(singular, plural, 100)}


def _screen() -> Phrases:
    return (
        _phases()
        | _counts()
        | {
            "side-left": _("Left leg"),
            "side-right": _("Right leg"),
            "of-left": _("left leg"),
            "of-right": _("right leg"),
            "title": _("{name}, {side}"),
            "set": _("set {n} of {of}"),
            "next": _("Next"),
            "with-support": _("with support"),
            "with-hold": _("{reps}, hold {n} s"),
            "was": _("That was {n}."),
            "skipped": _("Skipped."),
            "now": _("Now {goal}."),
            "how-many": _("{title}: how many of {of}?"),
            "last-time": _("last time {n}"),
            "left-right": _("left {left} · right {right}"),
            "over": _("over"),
            "no-wake": _("This phone will not keep its screen on. Set it to stay on a little longer."),
            "do-start": _("Start"),
            "do-ready": _("Go now"),
            "do-work": _("Done"),
            "do-switch": _("I’m ready"),
            "do-rest": _("I’m ready"),
            "do-paused": _("Carry on"),
            "do-done": _("Finish"),
            "do-close": _("Close"),
            "cue-lift": _("Lift"),
            "cue-hold": _("Hold"),
            "cue-lower": _("Lower"),
            "cue-down": _("Down"),
            "cue-up": _("Up"),
            "cue-pulse": _("Pulse"),
            "cue-tap": _("Tap"),
            "cue-back": _("Back"),
            "breathe-in": _("breathe in"),
            "breathe-out": _("breathe out"),
        }
    )


def _phases() -> Phrases:
    return {
        "ready": _("Get ready"),
        "warm-up": _("Warm-up"),
        "warm-up-next": _("Warm-up · {name}"),
        "gap-switch": _("Change legs"),
        "gap-turn": _("Roll over"),
        "gap-rest": _("Rest"),
        "gap-move": _("Set up"),
        "paused": _("Paused"),
        "paused-hidden": _("You were away"),
        "paused-undo": _("Taken back"),
        "paused-restored": _("Welcome back"),
        "done": _("That’s it!"),
        "left": _("Good effort"),
    }


def _counts() -> Phrases:
    return {
        "of": _("of {n}"),
        "of-leg": _("of {n} per leg"),
        "rep-of": _("rep {n} of {of}"),
        "reps": _forms("{n} rep", "{n} reps"),
        "reps-leg": _forms("{n} rep per leg", "{n} reps per leg"),
        "seconds": _forms("{n} second", "{n} seconds"),
        "dose": _("{sets} × {reps}"),
        "per-side": _("{sets} × {reps} per side"),
        "per-leg": _("{sets} × {reps} per leg"),
        "progress": _("{n} of {of} sets done"),
        "sets-done": _forms("{n} set done", "{n} sets done"),
    }


def _launch() -> Phrases:
    return {
        "follow": _("Follow along"),
        "workout-name": _("Today’s workout"),
        "week": _("week {n} of {of}"),
        "quick-set": _("A quick set"),
        "about-minutes": _("about {n} min"),
        "kit": _("You need: {things}"),
        "no-kit": _("No kit needed"),
        "leave-out": _("Leave out {name}"),
        "left-out": _("left out today"),
        "no-time": _("no time today"),
        "carry-on": _("You stopped at {title}. It is all still here."),
        "begun": _forms("{n} set is done already.", "{n} sets are done already."),
    }


def _finish() -> Phrases:
    return {
        "later": _("It is all safe on this phone. What changes next will show once you are online."),
        "later-quick": _("It is all safe on this phone, and goes into your account once you are online."),
    }


def _sync() -> Phrases:
    return {
        "sync-saved-none": _("All in your account"),
        "sync-phone-none": _("All in your account"),
        "sync-offline-none": _("Offline · all in your account"),
        "sync-phone": _("On this phone · {n} waiting"),
        "sync-offline": _("Offline · on this phone, {n} waiting"),
        "sync-sign-in": _("On this phone · {n} waiting"),
        "sync-sign-in-none": _("Signed out · all in your account"),
        "sync-other-account": _("On this phone · {n} waiting; somebody else is signed in"),
        "sync-other-account-none": _("Somebody else is signed in"),
        "sync-old": _("waiting for more than a day"),
        "sync-refused": _("{n} not accepted"),
    }


def _check() -> Phrases:
    return {
        "check-screen": _("Keeps the screen on"),
        "check-screen-no": _(
            "Set the screen to stay on longer, or plug the phone in: low power may be why it refused."
        ),
        "check-sound": _("Plays sounds"),
        "check-sound-no": _("Turn the volume up and the silent switch off, then look again."),
        "check-voice": _("Speaks"),
        "check-voice-no": _("No voice was found. Add one in the phone’s settings, or choose beeps."),
        "check-vibrate": _("Vibrates"),
        "check-vibrate-no": _("This phone does not offer it."),
        "check-storage": _("Keeps what you log"),
        "check-storage-no": _(
            "The phone may tidy up after weeks without a visit. Add Rise to your home screen to be sure."
        ),
        "check-offline": _("Works offline"),
        "check-offline-no": _("Open this page once more while online, then it will."),
    }


def _voice() -> Phrases:
    return {
        "say-ready": _("Get ready."),
        "say-warm-up": _("Warm-up first."),
        "say-what": _("{title}, {goal}."),
        "say-go": _("Go."),
        "say-left": _("Left leg."),
        "say-right": _("Right leg."),
        "say-halfway": _("{n}. Halfway."),
        "say-last": _("{n}. Last one."),
        "say-hold": _("Hold, and keep breathing."),
        "say-was": _("{n} done."),
        "say-skipped": _("Skipped."),
        "say-switch": _("Change legs. Now your {side}."),
        "say-turn": _("Roll over. Next is your {side}."),
        "say-pause": _forms("You have {n} second.", "You have {n} seconds."),
        "say-rest": _forms("Rest for {n} second.", "Rest for {n} seconds."),
        "say-next": _("Next: {title}, {goal}."),
        "say-set": _("Set {n} of {of}."),
        "say-done": _("That was your last set. Well done."),
        "say-paused": _("Paused."),
        "say-resume": _("Carry on."),
        "say-undone": _("Taken back, and paused."),
        "say-more": _("15 seconds more."),
        "say-back": _("Rest is over. {title}, when you are ready."),
        "say-corrected": _("Corrected to {n}."),
        "say-support": _("With support."),
        "say-free": _("Without support."),
        "say-sample": _("This is how I count: one, two, three."),
    }
