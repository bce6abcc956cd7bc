"""Who may do what behind /admin/: the roles, said once more and in another way than their fixture says it."""

DRAFTS = {
    "exercises.exercise",
    "exercises.variation",
    "exercises.variationmuscle",
    "exercises.rung",
    "plans.plan",
    "plans.planworkout",
    "plans.planexercise",
}
PUBLISHED_WITH_AN_EXERCISE = {"exercises.muscle", "exercises.figurewords"}
LIVE_WHEN_SAVED = {"exercises.equipment", "exercises.hint", "exercises.safetynote"}
PUBLISHED = {"exercises.edition", "plans.planedition", "plans.planrevision"}
LIVES = {"plans.enrolment", "plans.enrolmentevent", "plans.workoutlog", "plans.setlog"}
# Somebody thought about these, and no role may see them.
IN_NO_ROLE = {
    "plans.feedback",  # what people say about their bodies
    "plans.operation",
    "plans.ledger",
    "accounts.alias",
    "plans.revisionvariation",
    "plans.loadedcontent",
    "account.emailaddress",
    "account.emailconfirmation",
    "auth.permission",
    "admin.logentry",
    "contenttypes.contenttype",
    "sessions.session",
}

ALL = "view add change delete"


def rights(*pairs):
    """`("view add", {models})` pairs, as the words for each model."""
    return {model: set(words.split()) for words, models in pairs for model in models}


def together(*parts):
    models = {model for part in parts for model in part}
    return {model: set().union(*(part.get(model, set()) for part in parts)) for model in models}


EDITOR = rights(
    (ALL, DRAFTS),
    ("view add change", PUBLISHED_WITH_AN_EXERCISE),
    ("view", LIVE_WHEN_SAVED | PUBLISHED),
)
PUBLISHER = together(
    EDITOR,
    rights(
        (ALL, PUBLISHED_WITH_AN_EXERCISE | LIVE_WHEN_SAVED),
        ("publish", {"exercises.exercise", "plans.plan"}),
    ),
)
SUPPORT = rights(("view", LIVES | {"accounts.user"}))
ADMINISTRATOR = together(
    PUBLISHER, SUPPORT, rights(("view add change", {"accounts.user"}), ("view", {"auth.group"}))
)
ROLES = {
    "Editor": EDITOR,
    "Publisher": PUBLISHER,
    "Support": SUPPORT,
    "Administrator": ADMINISTRATOR,
}
DECIDED = set(ADMINISTRATOR) | IN_NO_ROLE
