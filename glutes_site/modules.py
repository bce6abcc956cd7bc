"""JavaScript as production serves it: an entry with everything that it imports in one small file."""

import posixpath
import re

import minify

IMPORT = re.compile(r'^import \{ (?P<names>[\w, $]+) \} from "(?P<path>\./[\w/-]+\.mjs)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (?P<name>\w+))", re.MULTILINE)
OTHER = re.compile(r"^(?:import|export)\b", re.MULTILINE)


def join(entry: str, read) -> tuple[str, list[str]]:
    """
    The module `entry` with those that it imports, each in a scope of its own, and the names of all of them in
    the order in which they run. `read(name)` gives the text of a module.

    Knows the two forms that our modules use (`import { a, b as c } from "./x.mjs";`, `export const`, `function`
    or `class`); ValueError for any other one, and where modules import each other in a circle.
    """
    order: list[str] = []
    texts: dict[str, str] = {}

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"{name} imports itself by way of {above[-1]}.")
        if name in texts:
            return
        text = read(name)
        neighbours = [
            posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) for path in _paths(text)
        ]
        for neighbour in neighbours:
            visit(neighbour, (*above, name))
        texts[name] = _in_scope(
            name,
            text,
            {path: order.index(n) for path, n in zip(_paths(text), neighbours, strict=True)},
            len(order),
        )
        order.append(name)

    visit(entry, ())
    return "".join(texts[name] for name in order), order


def _paths(text: str) -> list[str]:
    return [match["path"] for match in IMPORT.finditer(text)]


def _in_scope(name: str, text: str, places: dict[str, int], place: int) -> str:
    exports = [match["name"] for match in EXPORT.finditer(text)]
    body = IMPORT.sub(
        lambda match: f"const {{ {match['names'].replace(' as ', ': ')} }} = $m{places[match['path']]};\n",
        text,
    )
    body = EXPORT.sub("", body)
    if found := OTHER.search(body):
        line = body[found.start() :].split("\n", 1)[0]
        raise ValueError(f"{name} imports or exports in a form that is not known here: {line}")
    return f"const $m{place} = (() => {{\n{body}\nreturn {{ {', '.join(exports)} }};\n}})();\n"


def small(script: str) -> str:
    """The same script without what only people read."""
    return minify.string("application/javascript", script)
