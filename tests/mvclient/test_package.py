"""The public names, the error tree and what an import costs."""

import inspect
import re
import subprocess
import sys
import types

import mvclient
from mvclient import errors

QUIET_IMPORT = """
import os, sys, threading
os.environ.clear()
class NoReading(dict):
    def __missing__(self, key): raise AssertionError(f"the environment was asked for {key}")
import mvclient
assert "PIL" not in sys.modules, "Pillow before there is a picture"
assert not {"mvapp", "mvdemo", "streamlit", "sqlalchemy", "numpy"} & set(sys.modules)
assert threading.active_count() == 1
mvclient.MVRequest("n", "prompt", "16:9", prompt="p", reference_image="asset")
mvclient.MVRequest("n", "prompt", "16:9", prompt="p", reference_image_url="https://a.b/c")
assert "PIL" not in sys.modules, "Pillow for a picture that is not here"
import mvclient.images
assert "PIL" not in sys.modules, "Pillow before there is a picture"
"""


def test_all_is_sorted_and_true():
    assert mvclient.__all__ == sorted(mvclient.__all__)
    public = {
        name
        for name, value in vars(mvclient).items()
        if not name.startswith("_") and (name in ("images", "songs") or not isinstance(value, types.ModuleType))
    }
    assert public == set(mvclient.__all__)


def test_an_import_needs_no_pillow_and_starts_nothing():
    subprocess.run([sys.executable, "-W", "error", "-c", QUIET_IMPORT], check=True)


def test_the_drawn_tree_is_the_real_one():
    drawn = re.findall(r"^([ │├└─]*)(\w+)(?: |$)", errors.__doc__.split("::")[1], re.MULTILINE)
    lines = [(len(branch), name) for branch, name in drawn if hasattr(errors, name)]
    parents, stack = {}, []
    for depth, name in lines:
        while stack and stack[-1][0] >= depth:
            stack.pop()
        parents[name] = stack[-1][1] if stack else None
        stack.append((depth, name))
    real = {
        name: next((base.__name__ for base in value.__bases__ if issubclass(base, errors.MVError)), None)
        for name, value in vars(errors).items()
        if inspect.isclass(value) and issubclass(value, errors.MVError)
    }
    assert parents == real


def test_every_leaf_of_the_tree_says_what_to_do_next():
    leaves = [
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, errors.MVError) and not value.__subclasses__()
    ]
    assert len(leaves) > 10
    assert all(leaf.advice.endswith(".") for leaf in leaves)


def test_create_and_submit_cannot_be_made_apart():
    public = {name for name in dir(mvclient.MVTrusteeAPI) if not name.startswith("_")}
    workflows = {"create_and_submit", "execute_workflow"}
    others = {"query", "watch", "pay", "retry", "check_key", "share_budget", "upload_asset", "save_film"}
    assert public == {"start", *others, *workflows}
