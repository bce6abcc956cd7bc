"""One file of many modules: what runs is the same, and nothing that it cannot join slips through."""

import shutil
import subprocess

import pytest

from glutes_site import modules


@pytest.fixture
def files():
    """By name; prints 42: two times one from a folder below, and forty from a neighbour."""
    return {
        "a/entry.mjs": 'import { twice as double, ONE } from "./more/b.mjs";\n'
        'import { hidden } from "./c.mjs";\n'
        "const value = double(ONE) + more();\nconsole.log(value);\n",
        "a/more/b.mjs": 'import { hidden } from "./d.mjs";\n'
        "export const ONE = 1;\nexport const twice = (n) => n * hidden();\n",
        "a/more/d.mjs": "export const hidden = () => 2;\n",
        "a/c.mjs": "const forty = 40;\nexport function more() {\n  return forty;\n}\n",
    }


def test_modules_run_in_one_file_as_they_do_apart(files, tmp_path):
    script, names = modules.join("a/entry.mjs", files.__getitem__)
    assert names == ["a/more/d.mjs", "a/more/b.mjs", "a/c.mjs", "a/entry.mjs"]
    node = shutil.which("node") or shutil.which("nodejs") or pytest.skip("Node is not installed")
    for name, text in {"joined.mjs": script, "small.mjs": modules.small(script)}.items():
        (tmp_path / name).write_text(text)
        done = subprocess.run([node, tmp_path / name], capture_output=True, text=True, timeout=30)
        assert (done.stdout, done.stderr) == ("42\n", "")


def test_a_module_that_several_import_is_there_once(files):
    files["a/c.mjs"] = (
        'import { hidden as two } from "./more/d.mjs";\nexport const more = () => 20 * two();\n'
    )
    _script, names = modules.join("a/entry.mjs", files.__getitem__)
    assert names.count("a/more/d.mjs") == 1


def test_what_nobody_asks_for_is_left_out(files):
    files["a/c.mjs"] += (
        "export const unasked = (n) => [\n  n,\n];\nexport function idle() {\n  return 1;\n}\nmore();\n"
    )
    script, _names = modules.join("a/entry.mjs", files.__getitem__)
    assert ("unasked" in script, "idle" in script, "return 1" in script, "more();" in script) == (
        False,
        False,
        False,
        True,
    )


@pytest.mark.parametrize(
    "line",
    [
        'import * as b from "./more/b.mjs";',
        'import "./more/b.mjs";',
        'import b from "./more/b.mjs";',
        "export default 1;",
        "export let count = 0;",
        'export { twice } from "./more/b.mjs";',
    ],
)
def test_a_form_that_it_does_not_know_is_named(files, line):
    files["a/c.mjs"] += line + "\n"
    with pytest.raises(ValueError, match="a/c.mjs"):
        modules.join("a/entry.mjs", files.__getitem__)


def test_what_is_taken_apart_is_made_first(tmp_path):
    node = shutil.which("node") or shutil.which("nodejs") or pytest.skip("Node is not installed")
    script = (
        "function run(make) {\n  const n = make();\n  const { twice, half = n } = { twice: 2 * n };\n"
        "  console.log(n, twice, half);\n}\nrun(() => 21);\n"
    )
    (tmp_path / "small.mjs").write_text(modules.small(script))
    done = subprocess.run([node, tmp_path / "small.mjs"], capture_output=True, text=True, timeout=30)
    assert (done.stdout, done.stderr) == ("21 42 21\n", "")


@pytest.mark.parametrize(
    "script", ["const n = 1, { twice } = double({ n });\n", "let n = 1;\nconst [twice] = double({ n });\n"]
)
def test_what_could_be_taken_apart_too_early_is_refused(script):
    with pytest.raises(ValueError, match="of its own"):
        modules.small(script)


def test_modules_that_import_each_other_are_refused(files):
    files["a/more/d.mjs"] = 'import { ONE } from "./b.mjs";\nexport const hidden = () => ONE;\n'
    with pytest.raises(ValueError, match="imports itself"):
        modules.join("a/entry.mjs", files.__getitem__)


def test_two_modules_that_mean_different_things_by_one_name_are_refused(files):
    files["a/c.mjs"] += "const ONE = 2;\n"
    with pytest.raises(ValueError, match=r"a/c.mjs and a/more/b.mjs both have a ONE"):
        modules.join("a/entry.mjs", files.__getitem__)
