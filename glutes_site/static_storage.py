"""Static files as production serves them: hashed names, compressed, each stylesheet in one piece."""

import re

from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

FOLDER = "css/"
IMPORT = re.compile(r'@import url\("(?P<name>[\w-]+\.css)"\)(?: layer\((?P<layer>[\w-]+)\))?;\n?')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s+")


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
    """

    support_js_module_import_aggregation = True
    keep_only_hashed_files = True
    # Source maps are not shipped, so the comments that name them lead nowhere.
    patterns = tuple(
        (extension, tuple(pattern for pattern in patterns if "sourceMappingURL" not in str(pattern)))
        for extension, patterns in HashedFilesMixin.patterns
    )

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            paths = self._write_stylesheets(paths)
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
