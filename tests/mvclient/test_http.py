"""What goes over the wire and what never does: keys, addresses, bodies, connections, redirects."""

import pytest
from hostile_faults import answers, raw, redirect
from hostile_giggle import HostileGiggle

from mvclient import ConfigurationError, KeyRefused, MissingKey, MVError, MVRequest, MVTrusteeAPI
from mvclient.operations import PAY, QUERY
from mvclient.replies import Outcome
from mvclient.transport import Transport


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
@pytest.mark.parametrize("operation", ["create", "query", "pay"])
def test_a_redirect_is_never_followed_and_the_other_host_never_sees_the_key(giggle, api, request_, status, operation):
    project = giggle.truth.project_waiting_for_payment()
    with HostileGiggle() as other:
        giggle.always(operation, redirect(status, other.base_url + "/api/v1/project/create"))
        call = {"create": lambda: api.start(request_), "query": lambda: api.query(project.project_id)}
        with pytest.raises(MVError):
            call.get(operation, lambda: api.pay(project.project_id))()
        assert other.received == []
    assert len(giggle.calls(operation)) == 1


def test_the_environments_passwords_and_its_proxies_for_http_are_not_used(giggle, make_api, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret\n")
    with HostileGiggle() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.base_url)
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        monkeypatch.setenv("NETRC", str(netrc))
        make_api().query(giggle.truth.new_project().project_id)
        assert proxy.received == []
    (request,) = giggle.received
    assert "authorization" not in request.headers


def test_cookies_are_not_kept(giggle, api):
    project = giggle.truth.new_project()
    giggle.script("query", answers(500, "", name="cookie", Set_Cookie="session=1; Path=/"))
    api.query(project.project_id)
    assert len(giggle.received) == 2
    assert all("cookie" not in request.headers for request in giggle.received)


def test_a_payment_goes_over_a_fresh_connection(giggle, api):
    connections = []
    giggle.on_received = lambda request: connections.append(
        (request.operation, frozenset(line.connection.getpeername()[1] for line in giggle._lines))
    )
    api.pay(giggle.truth.project_waiting_for_payment().project_id)
    (query, before), (pay, during) = connections
    assert (query, pay) == ("query", "pay")
    assert during - before


def test_a_kept_connection_that_the_server_closed_meanwhile_is_only_one_more_look(giggle, api):
    project = giggle.truth.new_project()
    api.query(project.project_id)
    giggle.shut_the_door()
    giggle.open_the_door()
    assert api.query(project.project_id).status == "processing"


def test_a_large_body_is_sent_in_blocks(giggle, request_):
    """In one piece it would have to fit into the connect timeout."""
    from mvclient.operations import SUBMIT  # noqa: PLC0415 - this test's only

    transport = Transport(giggle.base_url, giggle.key)
    picture = "x" * 12_000_000
    reply = transport.send(SUBMIT, {"project_id": "p", "reference_image_url": picture})
    assert reply.outcome is Outcome.REFUSED  # no such project
    (request,) = giggle.received
    assert request.fields["reference_image_url"] == picture
    assert request.headers["content-length"] == str(len(request.body))
    assert "transfer-encoding" not in request.headers


def test_every_call_carries_the_key_and_json(giggle, api, request_):
    project_id = api.start(request_)
    list(api.watch(project_id))
    for request in giggle.received:
        assert request.headers["x-auth"] == giggle.key
        assert request.headers["accept"] == "application/json"
        if request.method == "POST":
            assert request.headers["content-type"] == "application/json"
        assert giggle.key not in request.target


def test_the_calls_go_to_the_documented_places(giggle, api, request_):
    project_id = api.start(request_)
    list(api.watch(project_id))
    giggle.truth.projects[project_id].fails_at = "x"
    api.retry(project_id, "shot")
    assert {(request.method, request.target) for request in giggle.received} == {
        ("POST", "/api/v1/project/create"),
        ("POST", "/api/v1/trustee_mode/mv/submit"),
        ("GET", f"/api/v1/trustee_mode/mv/query?project_id={project_id}"),
        ("POST", "/api/v1/trustee_mode/mv/pay"),
        ("POST", "/api/v1/trustee_mode/mv/retry"),
    }
    assert giggle.calls("pay")[0].fields == {"project_id": project_id}
    assert giggle.calls("retry")[0].fields == {"project_id": project_id, "current_step": "shot"}


@pytest.mark.parametrize("project_id", ["a b&c=d", "../../x", "日本", "a\r\nx-evil: 1"])
def test_a_strange_project_id_stays_inside_its_place(giggle, api, project_id):
    with pytest.raises(MVError):
        api.query(project_id)
    (request,) = giggle.received
    assert request.operation == "query"
    assert request.fields == {"project_id": project_id}


def test_the_key_comes_from_the_argument_or_the_environment(giggle, monkeypatch):
    monkeypatch.setenv("GIGGLE_API_KEY", f"  {giggle.key}\n")
    monkeypatch.setenv("GIGGLE_API_BASE", giggle.base_url + "/")
    project = giggle.truth.new_project()
    assert MVTrusteeAPI().query(project.project_id).status == "processing"
    with pytest.raises(KeyRefused):
        MVTrusteeAPI("another").query(project.project_id)
    with pytest.raises(MVError):
        MVTrusteeAPI(base_url="http://127.0.0.1:9", network_retries=0).query(project.project_id)


@pytest.mark.parametrize("nothing", [None, "", "   ", "\n"])
def test_no_key_says_where_to_get_one_and_how_to_set_it(monkeypatch, nothing):
    monkeypatch.setenv("GIGGLE_API_KEY", "  ")
    with pytest.raises(MissingKey) as caught:
        MVTrusteeAPI(nothing)
    assert "giggle.pro" in str(caught.value)
    assert "GIGGLE_API_KEY" in str(caught.value)


def test_without_an_address_it_is_giggle_itself():
    assert "https://giggle.pro" in repr(MVTrusteeAPI("some-key"))


@pytest.mark.parametrize("key", ["line\nbreak", "two words", "ключ", "null\0byte", "tab\tkey", "x\x7f"])
def test_a_key_that_cannot_be_a_header_is_refused_at_the_door_without_being_shown(key):
    with pytest.raises(ConfigurationError) as caught:
        MVTrusteeAPI(key)
    assert key not in str(caught.value)
    assert key not in repr(caught.value)


@pytest.mark.parametrize(
    "base_url",
    [
        "giggle.pro",
        "ftp://giggle.pro",
        "https://",
        "https://user:word@giggle.pro",
        "https://giggle.pro?x=1",
        "http:// a",
    ],
)
def test_an_address_that_can_never_work_is_refused_at_the_door(base_url):
    with pytest.raises(ConfigurationError):
        MVTrusteeAPI("some-key", base_url=base_url)


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:99999", "http://[::1", "http://host:port"])
def test_an_address_that_only_the_call_finds_wrong_is_a_configuration_error(base_url):
    api = MVTrusteeAPI("some-key", base_url=base_url)
    with pytest.raises(ConfigurationError):
        api.query("p")


def test_an_answer_without_length_is_whole_when_the_connection_closes(giggle):
    body = b'{"code": "0", "msg": "ok", "data": {"a": 1}}'
    giggle.script("query", raw(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body, name="no-length"))
    reply = Transport(giggle.base_url, giggle.key).send(QUERY, {"project_id": "p"})
    assert (reply.outcome, reply.data) == (Outcome.DONE, {"a": 1})


@pytest.mark.parametrize("code", ["0", "200", 0, 200, 200.0])
def test_code_0_and_200_are_success_as_number_and_as_text(giggle, code):
    from hostile_faults import envelope  # noqa: PLC0415 - this test's only

    giggle.script("pay", envelope(code))
    assert Transport(giggle.base_url, giggle.key).send(PAY, {}).outcome is Outcome.DONE


def test_request_bodies_are_the_requests_own(giggle, api):
    """Text of every script arrives as it was."""
    words = 'Ünïcödé 日本 🎵 "quotes" \\ \n\t\0 \ud83d'
    api.start(MVRequest("n", "custom", "9:16", lyrics=words, style=words, title=words, reference_image="a"))
    (request,) = giggle.calls("submit")
    assert request.fields["lyrics"] == words
