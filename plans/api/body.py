"""The body of a request, read with care: it comes from anywhere, and nothing in it may surprise what follows."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, UnreadablePostError

MOST_BYTES = 256 * 1024
MOST_RECORDS = 100
DEEPEST = 8  # a record's prescription lies five deep
LONGEST_NUMBER = 18  # digits; milliseconds since 1970 have 13


class Refused(Exception):
    """The request as a whole: answered with a status and a word for it."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status, self.error = status, error


MALFORMED = (400, "malformed")
TOO_LARGE = (413, "too-large")


@dataclass(frozen=True, slots=True)
class Body:
    account: str
    cursor: int | None
    records: list[Any]

    @classmethod
    def of(cls, request: HttpRequest) -> Body:
        found = _parse(_text_of(request))
        if not isinstance(found, dict):
            raise Refused(*MALFORMED)
        account, cursor, records = (found.get(name) for name in ("account", "cursor", "records"))
        if not isinstance(account, str) or not isinstance(records, list) or not _is_cursor(cursor):
            raise Refused(*MALFORMED)
        return cls(account, cursor, records)


def _is_cursor(value: object) -> bool:
    return value is None or (type(value) is int and value >= 0)


def _text_of(request: HttpRequest) -> str:
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if request.content_type != "application/json" or charset not in ("utf-8", "utf8"):
        raise Refused(*MALFORMED)
    if _length_of(request) > MOST_BYTES:
        raise Refused(*TOO_LARGE)
    try:
        raw = request.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise Refused(*TOO_LARGE)
        return raw.decode("utf-8")
    except (UnreadablePostError, UnicodeDecodeError):
        raise Refused(*MALFORMED) from None


def _length_of(request: HttpRequest) -> int:
    length = request.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) <= LONGEST_NUMBER else 0


def _parse(text: str) -> Any:
    """Numbers that are none of ours become infinite, which no field takes; their record is refused alone."""
    try:
        found = json.loads(text, object_pairs_hook=_without_doubles, parse_int=_whole, parse_constant=float)
        _check(found, DEEPEST)
    except (ValueError, RecursionError):
        raise Refused(*MALFORMED) from None
    return found


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= LONGEST_NUMBER else math.inf


def _check(value: object, depth: int) -> None:
    """No text that a database cannot keep (NUL, half a character), nothing nested without end."""
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("NUL")
        value.encode()  # fails for half of a surrogate pair
    elif isinstance(value, dict | list):
        if not depth:
            raise ValueError("too deep")
        for inner in (*value, *value.values()) if isinstance(value, dict) else value:
            _check(inner, depth - 1)
