"""The library behind /admin/: one module for what moves, one for the words around it."""

from exercises.admin import library, published, words

__all__ = ["library", "published", "words"]
