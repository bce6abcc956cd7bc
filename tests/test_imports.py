"""Who may import whom, and where the clock is read: the rules that keep the engine pure."""

import ast
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
APPS = ("exercises", "glutes_site", "plans")
PURE = ("plans.engine", "exercises.figures")
CHANCE = {"random", "secrets", "time", "uuid.uuid1", "uuid.uuid4"}
DOORS = ("views", "forms", "admin", "api", "urls", "commands")
CLOCK_READERS = ("views", "commands", "admin", "api", "middleware")
OWN_TRANSACTIONS = (
    "exercises.history",
    "plans.services",
    "plans.loading",
    "plans.quickstart",
    "glutes_site.accounts",
)
READERS = ("plans.queries", "exercises.queries")
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
CLOCK = {
    "timezone.now",
    "timezone.localtime",
    "timezone.localdate",
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.time",
}


@dataclass(frozen=True)
class Import:
    line: int
    name: str
    is_inside_function: bool


@dataclass(frozen=True)
class Module:
    name: str
    source: str

    @cached_property
    def nodes(self):
        return list(ast.walk(ast.parse(self.source)))

    @cached_property
    def imports(self):
        functions = [node for node in self.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        inside = {id(inner) for function in functions for inner in ast.walk(function)}
        found = []
        for node in self.nodes:
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    # A package is named like its folder, so a module's siblings are one level up.
                    parts = self.name.split(".")
                    base = ".".join(
                        [*parts[: len(parts) - node.level], *([node.module] if node.module else [])]
                    )
                names = [f"{base}.{alias.name}" for alias in node.names]
            else:
                continue
            found += [Import(node.lineno, name, id(node) in inside) for name in names]
        return found

    @property
    def calls(self):
        """Line, dotted end of the name, and whether there are arguments, of each method call."""
        for node in self.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                owner_name = getattr(owner, "attr", None) or getattr(owner, "id", "")
                yield node.lineno, f"{owner_name}.{node.func.attr}", bool(node.args or node.keywords)

    def is_in(self, *packages):
        return any(self.name == package or self.name.startswith(f"{package}.") for package in packages)

    @property
    def is_door(self):
        return not set(DOORS).isdisjoint(self.name.split("."))

    @property
    def may_read_the_clock(self):
        return not set(CLOCK_READERS).isdisjoint(self.name.split("."))


def within(name, *packages):
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def pure_uses_the_standard_library_only(module):
    for found in module.imports if module.is_in(*PURE) else ():
        own = within(found.name, *(package for package in PURE if module.is_in(package)))
        if not own and (
            found.name.split(".")[0] not in sys.stdlib_module_names or within(found.name, *CHANCE)
        ):
            yield found.line, found.name


def exercises_never_imports_plans(module):
    for found in module.imports if module.is_in("exercises") else ():
        if within(found.name, "plans"):
            yield found.line, found.name


def models_name_people_by_setting_only(module):
    for found in module.imports if module.is_in("plans.models", "exercises.models") else ():
        if found.name.endswith((".get_user_model", ".auth.models.User")) or within(
            found.name, "plans.services"
        ):
            yield found.line, found.name


def doors_never_import_the_engine(module):
    for found in module.imports if module.is_door else ():
        if within(found.name, "plans.engine"):
            yield found.line, found.name


def nothing_imports_the_site(module):
    for found in module.imports if not module.is_in("glutes_site") else ():
        if within(found.name, "glutes_site"):
            yield found.line, found.name


def no_import_inside_a_function(module):
    for found in module.imports:
        if found.is_inside_function:
            yield found.line, found.name


def no_signals(module):
    for found in module.imports:
        if "signals" in found.name.split(".") or within(found.name, "django.dispatch"):
            yield found.line, found.name


def services_alone_own_transactions(module):
    for found in module.imports if not module.is_in(*OWN_TRANSACTIONS) else ():
        if within(found.name, "django.db.transaction"):
            yield found.line, found.name


def queries_only_read(module):
    for line, name, _has_arguments in module.calls if module.is_in(*READERS) else ():
        if name.rpartition(".")[2] in WRITES:
            yield line, name


def the_clock_is_read_in_views_and_commands_only(module):
    for line, name, has_arguments in module.calls if not module.may_read_the_clock else ():
        if name in CLOCK and not (has_arguments and name == "timezone.localdate"):
            yield line, name


RULES = [
    pure_uses_the_standard_library_only,
    exercises_never_imports_plans,
    models_name_people_by_setting_only,
    doors_never_import_the_engine,
    nothing_imports_the_site,
    no_import_inside_a_function,
    no_signals,
    services_alone_own_transactions,
    queries_only_read,
    the_clock_is_read_in_views_and_commands_only,
]


def our_modules():
    for app in APPS:
        for path in sorted((PROJECT / app).rglob("*.py")):
            name = ".".join(path.relative_to(PROJECT).with_suffix("").parts)
            if "migrations" not in name.split("."):
                yield Module(name, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_project_keeps_the_rule(rule):
    breaches = [f"{module.name}:{line} {name}" for module in our_modules() for line, name in rule(module)]
    assert breaches == []


@pytest.mark.parametrize(
    "rule, name, source",
    [
        (pure_uses_the_standard_library_only, "plans.engine.ladder", "from django.utils import timezone"),
        (pure_uses_the_standard_library_only, "plans.engine.ladder", "import random"),
        (pure_uses_the_standard_library_only, "plans.engine.ladder", "from uuid import uuid4"),
        (pure_uses_the_standard_library_only, "exercises.figures.svg", "from exercises import models"),
        (exercises_never_imports_plans, "exercises.views", "from plans.models import Plan"),
        (exercises_never_imports_plans, "exercises.views", "import plans"),
        (
            models_name_people_by_setting_only,
            "plans.models",
            "from django.contrib.auth import get_user_model",
        ),
        (doors_never_import_the_engine, "plans.views", "from plans.engine import ladder"),
        (doors_never_import_the_engine, "plans.views.week", "from plans.engine.ladder import Dose"),
        (doors_never_import_the_engine, "plans.management.commands.x", "from ...engine import ladder"),
        (nothing_imports_the_site, "plans.views", "from glutes_site.accounts.models import User"),
        (no_import_inside_a_function, "plans.views", "def view():\n    import json"),
        (no_signals, "plans.models", "from django.db.models.signals import post_save"),
        (no_signals, "plans.models", "from django.dispatch import receiver"),
        (services_alone_own_transactions, "plans.views", "from django.db import transaction"),
        (queries_only_read, "plans.queries.week", "Plan.objects.create()"),
        (the_clock_is_read_in_views_and_commands_only, "plans.services.x", "timezone.now()"),
        (the_clock_is_read_in_views_and_commands_only, "plans.models", "datetime.date.today()"),
        (the_clock_is_read_in_views_and_commands_only, "plans.engine.x", "datetime.now(UTC)"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_breach_is_found(rule, name, source):
    assert list(rule(Module(name, source)))


def test_the_engine_and_the_figures_run_without_any_package():
    code = "import plans.engine.schedule, plans.engine.progression, plans.engine.timing, exercises.figures"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
