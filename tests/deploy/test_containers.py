"""The files for containers and the pages about them say the same as the app, the script and nginx's template."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from streamlit import config

from mvdemo.command import _parser as demo_options

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


COMPOSE = text_of(DEPLOY / "compose.yaml")
TEMPLATE = text_of(DEPLOY / "nginx.conf.template")
BY_HAND = text_of(DEPLOY / "env.example")
SETTING = re.compile(r"^ +([A-Z][A-Z_]+): (.+)$", re.MULTILINE)
OF_THE_APP = dict(SETTING.findall(COMPOSE[COMPOSE.index("x-app:") : COMPOSE.index("\nservices:")]))
"""What compose.yaml sets for each replica."""


def names_in(text: str) -> set[str]:
    return set(re.findall(r"\b(?:MV|GIGGLE)_[A-Z_]+[A-Z]\b", text))


@pytest.mark.parametrize("name", sorted(OF_THE_APP))
def test_what_is_set_for_a_replica_is_something_that_it_reads(name):
    if name.startswith("STREAMLIT_"):
        assert name == config._config_options_template["server.cookieSecret"].env_var
        return
    assert any(f'"{name}"' in text_of(path) for path in (ROOT / "mvapp" / "studio").glob("*.py"))


def test_the_script_sets_what_the_containers_set():
    ours = {name for name, value in OF_THE_APP.items() if not value.startswith("${" + name)}
    assert ours == {"MV_LEDGER_URL", "MV_DEMO_STUDIO", "STREAMLIT_SERVER_COOKIE_SECRET"}
    script = text_of(DEPLOY / "replicas.py")
    assert {name for name in ours if f'"{name}"' not in script} == set()


def test_what_whoever_runs_the_containers_sets_is_listed_and_explained():
    asked = set(re.findall(r"\$\{(\w+)", COMPOSE))
    assert set(re.findall(r"^(?:# )?([A-Z_]+)=", BY_HAND, re.MULTILINE)) == asked
    needed = set(re.findall(r"\$\{(\w+):\?", COMPOSE))
    assert set(re.findall(r"^([A-Z_]+)=$", BY_HAND, re.MULTILINE)) == needed
    told = names_in(text_of(ROOT / "docs" / "replicas.md"))
    assert needed <= told <= asked | set(OF_THE_APP)


def test_the_manifest_sets_what_a_replica_reads():
    page = text_of(ROOT / "docs" / "kubernetes.md")
    assert names_in(page) <= set(OF_THE_APP)
    assert "STREAMLIT_SERVER_COOKIE_SECRET" in page


def test_nginx_in_its_container_knows_the_replicas_that_there_are(replicas):
    told = {name: value.strip('"') for name, value in SETTING.findall(COMPOSE) if name.startswith("PROXY_")}
    services = re.findall(r"^  (app-\d): \*app$", COMPOSE, re.MULTILINE)
    addresses = [f"{service}:8501" for service in services]
    assert told == replicas.proxy_settings(addresses, listen="80", resolver=told["PROXY_RESOLVER"])
    assert set(re.findall(r"\$\{(\w+)\}", TEMPLATE)) == set(told)


def test_nginx_lets_through_what_streamlit_lets_through():
    limit_mb = tomllib.loads(text_of(ROOT / ".streamlit" / "config.toml"))["server"]["maxUploadSize"]
    assert int(re.findall(r"client_max_body_size (\d+)m;", TEMPLATE)[0]) > limit_mb


def test_the_demo_studio_takes_the_options_of_its_container():
    written = re.findall(r"command: python -m mvdemo (.*)", COMPOSE)[0]
    options = demo_options().parse_args(shlex.split(re.sub(r"\$\{\w+:-(\w+)\}", r"\1", written)))
    assert f"http://demo:{options.port}" == OF_THE_APP["MV_DEMO_STUDIO"]


def test_what_the_image_is_made_of_is_there_and_let_in():
    image = text_of(DEPLOY / "Dockerfile")
    copied = {name for line in re.findall(r"^COPY (.*)$", image, re.MULTILINE) for name in line.split()[:-1]}
    let_in = set(re.findall(r"^!(.*)$", text_of(DEPLOY / "Dockerfile.dockerignore"), re.MULTILINE))
    assert copied == let_in
    assert {name for name in copied if not (ROOT / name).exists()} == set()
