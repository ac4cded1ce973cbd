"""Who may use the admin routes: nobody of the embedded studio's, and of the command's only who reads its terminal."""

import pytest
import requests

ROUTES = [("GET", "/_demo/faults"), ("DELETE", "/_demo/faults"), ("POST", "/_demo/faults"), ("GET", "/_demo/projects")]


def told(studio, method, path, **how):
    return requests.request(method, studio.base_url + path, timeout=10, **how).status_code


@pytest.mark.parametrize(("method", "path"), [*ROUTES, ("GET", "/_demo"), ("GET", "/")])
def test_an_embedded_studio_has_none(open_studio, method, path):
    assert told(open_studio(admin_secret=None), method, path) == 404


@pytest.mark.parametrize(("method", "path"), [*ROUTES, ("DELETE", "/_demo/projects/demo-1")])
@pytest.mark.parametrize("secret", ["", "wrong", "s3cre", "s3cret!", "é"])
def test_without_the_secret_nothing_is_told_or_changed(open_studio, method, path, secret):
    studio = open_studio(admin_secret="s3cret")
    assert told(studio, method, path, params={"secret": secret}, json={}) == 401


def test_with_it_all_is_as_ever(open_studio):
    studio = open_studio(admin_secret="s3cret")
    assert told(studio, "GET", "/_demo/projects?secret=s3cret") == 200
    assert told(studio, "GET", "/_demo/projects", headers={"X-Secret": "s3cret"}) == 200
    assert told(studio, "GET", "/_demo") == 200, "the manual is no secret"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8790", "localhost.evil.example", "127.0.0.1.nip.io", ""]
)
def test_a_name_that_another_site_gave_this_machine_is_refused(open_studio, host):
    assert told(open_studio(), "GET", "/_demo/projects", headers={"Host": host}) in (400, 421)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8790", "192.168.0.7", "[::1]:8790"])
def test_its_own_names_are_fine(open_studio, host):
    assert told(open_studio(), "GET", "/_demo/projects", headers={"Host": host}) == 200
