"""What is committed: nothing that belongs to one machine, files of a readable size, one licence each."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
TEXT = {
    "",
    ".py",
    ".html",
    ".css",
    ".js",
    ".mjs",
    ".toml",
    ".yaml",
    ".yml",
    ".md",
    ".txt",
    ".json",
    ".svg",
    ".cfg",
    ".sh",
}
# In pieces, so that this file does not name what it forbids.
FORBIDDEN = [
    ("a package registry", re.compile(r"(?:pypi|npmjs|pythonhosted|pkg\.github)" + r"\.(?:org|com)")),
    ("a registry in a lock file", re.compile(r"regist" + r"ry\s*=\s*[\"']http")),
    ("an extra index", re.compile(r"(?:index-u" + r"rl|find-li" + r"nks)\b")),
    ("a path of one machine", re.compile(r"(?<![\w.])/(?:root|home|Users|work)" + r"/\w")),
    ("a folder beside the project", re.compile(r"\.\./sha" + r"red\b")),
]
# Well above the sizes that a file should keep, which are a smell and no law.
LONGEST = {".py": 600, ".html": 160, ".css": 200, ".js": 200, ".mjs": 300}


def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:  # an unpacked archive has no history: then everything but what tools leave behind
        skip = {
            ".venv",
            ".git",
            "__pycache__",
            "node_modules",
            ".ruff_cache",
            ".mypy_cache",
            ".pytest_cache",
            "var",
        }
        paths = (path for path in PROJECT.rglob("*") if path.is_file() and skip.isdisjoint(path.parts))
        names = [str(path.relative_to(PROJECT)) for path in paths]
        return [name for name in names if name != "uv.lock" and not name.startswith("db.sqlite3")]
    return [name for name in listed.stdout.split("\0") if name and (PROJECT / name).is_file()]


def texts():
    for name in tracked():
        if Path(name).suffix in TEXT:
            yield name, (PROJECT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("what, pattern", FORBIDDEN, ids=[what for what, _pattern in FORBIDDEN])
def test_nothing_names(what, pattern):
    found = [
        f"{name}:{number}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == [], what


def test_the_lock_file_which_names_download_hosts_is_not_committed():
    assert not {"uv.lock", "package-lock.json", ".npmrc", "pip.conf"}.intersection(tracked())


def test_files_stay_readable():
    long = [
        f"{name}: {len(text.splitlines())} lines"
        for name, text in texts()
        if len(text.splitlines()) > LONGEST.get(Path(name).suffix, 10**6)
        and not name.startswith("tests/")
        and "/migrations/" not in name
    ]
    assert long == []


def test_no_page_has_an_inline_style_or_script():
    banned = re.compile(
        r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
    )
    found = [
        f"{name}:{number}"
        for name, text in texts()
        if name.endswith(".html")
        for number, line in enumerate(text.splitlines(), start=1)
        if banned.search(line)
    ]
    assert found == []


def test_direct_dependencies_are_pinned_exactly():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    groups = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    loose = [
        wanted for group in groups for wanted in group if not re.fullmatch(r"[\w.\[\],-]+==[\w.]+", wanted)
    ]
    assert loose == []


def test_every_dependency_has_its_hash():
    listed = (PROJECT / "requirements.txt").read_text()
    packages = re.findall(r"^[\w.\[\]-]+==", listed, re.MULTILINE)
    assert (
        len(packages)
        == len(re.findall(r"^[\w.\[\]-]+==[^\n]*\\\n\s+--hash=sha256:", listed, re.MULTILINE))
        > 5
    )


@pytest.mark.parametrize("name", ["LICENSE", "LICENSE-CONTENT", "README.md", "CHANGELOG.md"])
def test_it_says_what_it_is_and_who_may_use_it(name):
    assert (PROJECT / name).read_text().strip()
