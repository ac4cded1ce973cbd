"""Our own JavaScript and CSS: files that a linter can read, each read once, and how they get into a page."""

import json
from functools import cache
from pathlib import Path

import streamlit as st


@cache
def source(beside: str, name: str) -> str:
    """The text of the file `name` that lies beside the module with the `__file__` given."""
    return Path(beside).with_name(name).read_text(encoding="utf-8")


def run(script: str, given: object = None) -> None:
    """Have the page run a script, which finds what it needs in the constant `given`.

    Args:
        script: JavaScript, as `source` reads it; without a "<" before a letter, also in comments, or the page drops it.
        given: any JSON.
    """
    told = json.dumps(given).replace("<", "\\u003c")  # or a text could end the script
    st.html(f"<script>{{ const given = {told};\n{script}}}</script>", unsafe_allow_javascript=True)


def rules(css: str, **variables: str) -> None:
    """Give the page these rules, and the words or colours that they take from variables.

    Args:
        css: as `source` reads it.
        variables: the value of each CSS variable; "_" in its name stands for "-".
    """
    told = "".join(f"--{name.replace('_', '-')}: {value};" for name, value in variables.items())
    st.html(f"<style>:root {{{told}}}\n{css}</style>")


def quoted(words: str) -> str:
    """Words as a CSS variable holds them."""
    return json.dumps(words, ensure_ascii=False)
