"""Static files as production serves them: hashed names, compressed, the stylesheet in one piece."""

import re

from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/site.css"
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
    In development the browser follows the imports of `css/site.css`; here they are written into it,
    so that a page costs one request for its looks.
    """

    support_js_module_import_aggregation = True
    keep_only_hashed_files = True
    # Source maps are not shipped, so the comments that name them lead nowhere.
    patterns = tuple(
        (extension, tuple(pattern for pattern in patterns if "sourceMappingURL" not in str(pattern)))
        for extension, patterns in HashedFilesMixin.patterns
    )

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run and STYLESHEET in paths:
            paths = self._write_stylesheet(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _write_stylesheet(self, paths):
        """The paths to process: the whole stylesheet from here, its pieces no longer."""
        folder = STYLESHEET.rpartition("/")[0]

        def read(name):
            storage, path = paths[f"{folder}/{name}" if folder else name]
            with storage.open(path) as file:
                return file.read().decode()

        css, names = inline_imports(read(STYLESHEET.rpartition("/")[2]), read)
        pieces = [f"{folder}/{name}" for name in names]
        for name in [STYLESHEET, *pieces]:
            self.delete(name)
        self._save(STYLESHEET, ContentFile(tidy(css).encode()))
        return {name: place for name, place in paths.items() if name not in pieces} | {STYLESHEET: (self, STYLESHEET)}
