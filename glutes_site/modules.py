"""JavaScript as production serves it: an entry with everything that it imports in one small file."""

import posixpath
import re

import minify

IMPORT = re.compile(r'^import \{ (?P<names>[\w, $]+) \} from "(?P<path>\./[\w/-]+\.mjs)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) )", re.MULTILINE)
OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
DECLARED = re.compile(r"^(?:async )?(?:function|const|let|class) (?P<name>\w+)", re.MULTILINE)
ALIAS = re.compile(r"(\w+) as (\w+)")
DECLARATION = r"^(?:async )?(?:function|const) {}\b.*\n(?:[ )}}\]].*\n)*"
TAKEN_APART = re.compile(r"(?<!\()\bconst (?=[\[{])")
TAKEN_LATE = re.compile(
    r"^\s*(?:(?:const|let) \w.*, [\[{][\w ,:=.]*[\]}] = .*|let \w.*;\n\s*(?:const|let) [\[{].*)", re.MULTILINE
)
EXPORTED = re.compile(r"^export (?:async )?(?:function|const) (\w+)", re.MULTILINE)
CONST = re.compile(r"\bconst(?=[ \[{])")


def join(entry: str, read) -> tuple[str, list[str]]:
    """
    The module `entry` with those that it imports in one scope, and the names of all of them in the order in
    which they run. `read(name)` gives the text of a module.

    Knows the two forms that our modules use (`import { a, b as c } from "./x.mjs";`, `export const`, `function`
    or `class`). What a module exports and none speaks of is left out. ValueError for any other form, where
    modules import each other in a circle, and where two of them give something of their own the same name.
    """
    order: list[str] = []
    texts: dict[str, str] = {}
    owners: dict[str, str] = {}
    unsure: list[tuple[str, str]] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"{name} imports itself by way of {above[-1]}.")
        if name in texts:
            return
        text = read(name)
        for match in IMPORT.finditer(text):
            visit(posixpath.normpath(posixpath.join(posixpath.dirname(name), match["path"])), (*above, name))
        texts[name] = _without_borders(name, text)
        for own in [match["name"] for match in DECLARED.finditer(texts[name])]:
            if owners.setdefault(own, name) != name:
                raise ValueError(f"{name} and {owners[own]} both have a {own}.")
        unsure.extend((name, own) for own in EXPORTED.findall(text))
        order.append(name)

    visit(entry, ())
    for name, own in unsure:
        if sum(len(re.findall(rf"\b{own}\b", text)) for text in texts.values()) == 1:
            texts[name] = re.sub(DECLARATION.format(own), "", texts[name], flags=re.MULTILINE)
    return f"(() => {{\n{''.join(texts[name] for name in order)}}})();\n", order


def _without_borders(name: str, text: str) -> str:
    """Imports and exports are gone; what was imported under another name gets that name."""

    def rename(match: re.Match) -> str:
        return "".join(f"const {new} = {old};\n" for old, new in ALIAS.findall(match["names"]))

    text = EXPORT.sub("", IMPORT.sub(rename, text))
    if found := OTHER.search(text):
        raise ValueError(f"{name} imports or exports in a form that is not known here: {found[0]}")
    return text


def small(script: str) -> str:
    """
    The same script without what only people read.

    The minifier makes one list of declarations that follow each other, and may move `{ a } = …` to its front, before
    what that is made of. It does so among declarations of one kind only: hence `let` for these and `const` for the
    others, until it is done. ValueError for what would still be in one list.
    """
    if found := TAKEN_LATE.search(script):
        raise ValueError(f"Take things apart in a declaration of its own: {found[0]}")
    return CONST.sub("let", minify.string("application/javascript", TAKEN_APART.sub("let ", script)))
