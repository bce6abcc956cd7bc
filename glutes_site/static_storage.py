"""Static files as production serves them: hashed names, compressed, each stylesheet in one piece."""

import re

from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from glutes_site import modules

FOLDER = "css/"
SCRIPTS = "js/"
IMPORT = re.compile(r'@import url\("(?P<name>[\w-]+\.css)"\)(?: layer\((?P<layer>[\w-]+)\))?;\n?')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s+")
STYLES = dict(HashedFilesMixin.patterns)["*.css"]
MODULE_IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns[1]


def inline_imports(text: str, read) -> tuple[str, list[str]]:
    """
    The stylesheet with its imports written into it, and the names of the files that were written in.

    `read(name)` gives the text of a neighbouring stylesheet. Imports inside those are left alone.
    """
    names = []

    def write_out(match: re.Match) -> str:
        names.append(match["name"])
        body = read(match["name"])
        return f"@layer {match['layer']} {{\n{body}}}\n" if match["layer"] else body

    return IMPORT.sub(write_out, text), names


def tidy(css: str) -> str:
    """Without comments and indentation. Strings of ours hold no runs of spaces."""
    return SPACE.sub(" ", COMMENT.sub("", css)).strip() + "\n"


class SiteStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """
    In development the browser follows the imports of our stylesheets (`css/site.css` for the site,
    another for the admin); here they are written into them, so that a page costs one request for its looks.
    Neither they nor our scripts keep their comments.
    """

    keep_only_hashed_files = True
    # The imports of modules too, under both of their endings. Source maps are not shipped, so the comments that
    # name them lead nowhere and are left alone.
    patterns = (
        ("*.css", tuple(found for found in STYLES if "sourceMappingURL" not in str(found))),
        ("*.js", MODULE_IMPORTS),
        ("*.mjs", MODULE_IMPORTS),
    )

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            paths = self._write_scripts(self._write_stylesheets(paths))
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _write_stylesheets(self, paths):
        """The paths to process: whole stylesheets from here, their pieces no longer."""

        def read(name):
            storage, path = paths[FOLDER + name]
            with storage.open(path) as file:
                return file.read().decode()

        whole, pieces = {}, set()
        for name in paths:
            if name.startswith(FOLDER) and name.endswith(".css"):
                css, imported = inline_imports(read(name.removeprefix(FOLDER)), read)
                if imported:
                    whole[name] = tidy(css)
                    pieces.update(FOLDER + piece for piece in imported)
        for name in {*whole, *pieces}:
            self.delete(name)
        for name, css in whole.items():
            self._save(name, ContentFile(css.encode()))
        kept = {name: place for name, place in paths.items() if name not in pieces}
        return kept | {name: (self, name) for name in whole}

    def _write_scripts(self, paths):
        """Our own scripts made small, each with what it imports in one piece; what only others import is gone."""

        def read(name):
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read().decode()

        ours = [name for name in paths if name.startswith(SCRIPTS) and name.endswith((".js", ".mjs"))]
        joined = {name: modules.join(name, read) for name in ours}
        pieces = {piece for name, (_script, names) in joined.items() for piece in names if piece != name}
        whole = {name: script for name, (script, _names) in joined.items() if name not in pieces}
        for name in ours:
            self.delete(name)
        for name, script in whole.items():
            self._save(name, ContentFile(modules.small(script).encode()))
        kept = {name: place for name, place in paths.items() if name not in pieces}
        return kept | {name: (self, name) for name in whole}
