"""Names of time zones: which ones we know, which one somebody means."""

from functools import cache
from zoneinfo import available_timezones

FALLBACK = "UTC"
# Not places: what this machine happens to be set to, and a placeholder of the zone database.
NOT_ZONES = {"localtime", "Factory"}
# Other names for zones that are listed by their city as well.
OLD_FAMILIES = ("Etc/", "US/", "Canada/", "Brazil/", "Mexico/", "Chile/", "SystemV/")


@cache
def known_zones():
    """Every name that is accepted, old ones too: a browser may still say Asia/Calcutta."""
    return frozenset(available_timezones() - NOT_ZONES)


@cache
def suggested_zones():
    """What a person is offered: cities by continent, and UTC."""
    cities = {name for name in known_zones() if "/" in name and not name.startswith(OLD_FAMILIES)}
    return tuple(sorted(cities)) + (FALLBACK,)


@cache
def _names_by_words():
    """What may be typed, in small letters with spaces: the whole name, or its city where only one has it."""
    names, cities = {}, {}
    for name in sorted(known_zones()):
        names[_plain(name)] = name
    for name in suggested_zones():
        cities.setdefault(_plain(name.rsplit("/", 1)[-1]), set()).add(name)
    by_city = {city: min(zones) for city, zones in cities.items() if len(zones) == 1}
    return by_city | names


def find_zone(text):
    """The zone that somebody means by “Europe/Lisbon”, “europe/lisbon” or “Lisbon”; None if we know none."""
    return _names_by_words().get(_plain(text))


def _plain(text):
    return " ".join(text.casefold().replace("_", " ").split())
