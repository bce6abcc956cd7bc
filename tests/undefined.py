"""A template of ours that prints a variable nobody defined fails its test."""

import sys
from pathlib import Path


class UndefinedVariableError(AssertionError):
    pass


class UndefinedVariable(str):
    """
    For the template engine's `string_if_invalid`.

    Templates of Django and of packages count on undefined variables being empty, so there it is an
    ordinary empty string; so it is in ours where `|default` says what is meant.
    """

    __slots__ = ("root",)

    def __new__(cls, root):
        self = super().__new__(cls)
        self.root = Path(root)
        return self

    def __bool__(self):
        return self._where() is not None

    def __contains__(self, text):
        return text == "%s"

    def __mod__(self, name):
        where = self._where()
        if where is None:
            return ""
        raise UndefinedVariableError(f"{where}: undefined template variable “{name}”")

    def _where(self):
        """File and line of the node that is being rendered, if it is ours and means no default."""
        frame = sys._getframe(2)
        while frame is not None:
            scope, name = frame.f_locals, frame.f_code.co_name
            if name == "resolve" and any(
                f[0].__name__ == "default" for f in getattr(scope.get("self"), "filters", ())
            ):
                return None
            if name == "render_annotated":
                node = scope["self"]
                path = Path(str(getattr(getattr(node, "origin", None), "name", "")))
                ours = path.is_relative_to(self.root) and ".venv" not in path.relative_to(self.root).parts
                return f"{path.relative_to(self.root)}:{node.token.lineno}" if ours else None
            frame = frame.f_back
        return None
