"""
Content: the fixtures of the library and of the plans, brought into the database.

Rows follow their fixture until an editor changes or deletes them; from then on they are theirs.
`fixtures` reads and checks the files, `rows` decides row by row, `load_content` does it all at once
or not at all. `dump_content` is the way back, from the database to files.
"""

from plans.loading.dump import dump_content
from plans.loading.fixtures import FOLDERS, MODELS, ContentError, read_fixtures
from plans.loading.load import load_content
from plans.loading.rows import Report

__all__ = ["FOLDERS", "MODELS", "ContentError", "Report", "dump_content", "load_content", "read_fixtures"]
