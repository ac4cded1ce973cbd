"""Behind a company's proxy, with certificates of one's own, and on a line that breaks before it is open."""

import logging
import socket
import ssl
import struct
import time

import pytest
import trustme
from error_texts import everything_about
from hostile_faults import DRIPPING, UNSURE
from hostile_giggle import http
from requests.exceptions import InvalidSchema
from ways_to_giggle import HOST, Proxy, TLSDoor

from mvclient import ConfigurationError, MVTrusteeAPI, Unreachable, UntrustedConnection
from mvclient.operations import PAY, QUERY, Deadline, Operation
from mvclient.replies import Outcome, Reply
from mvclient.transport import Transport

VARIABLES = (
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "SSL_CERT_FILE",
)


@pytest.fixture(autouse=True)
def a_bare_machine(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def roots(authority, tmp_path_factory):
    """The file of one's own root certificate."""
    path = tmp_path_factory.mktemp("roots") / "root.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


def door(authority, port, *names):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return TLSDoor(context, port)


@pytest.fixture
def tls(giggle, authority):
    """Giggle behind TLS."""
    with door(authority, giggle.port, HOST, "127.0.0.1", "localhost") as at_the_door:
        yield at_the_door


@pytest.fixture
def proxy(tls):
    """A proxy that knows the way to Giggle, which nobody else does."""
    with Proxy(tls.port) as at_the_border:
        yield at_the_border


@pytest.fixture
def behind(monkeypatch, roots, proxy, giggle):
    """Makes a client behind the proxy, with the given settings of the machine."""

    def new(**settings):
        settings = {"https_proxy": proxy.url, "SSL_CERT_FILE": roots, **settings}
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        return Transport(f"https://{HOST}", giggle.key)

    return new


def sent_at_once(transport, operation=QUERY):
    return transport.send(operation, {"project_id": "p"})


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize("operation", [QUERY, PAY], ids=["kept-connection", "fresh-connection"])
def test_https_goes_through_the_proxy_and_the_key_stays_inside_tls(
    monkeypatch, roots, proxy, giggle, variable, operation
):
    monkeypatch.setenv(variable, proxy.url)
    monkeypatch.setenv("SSL_CERT_FILE", roots)
    reply = sent_at_once(Transport(f"https://{HOST}", giggle.key), operation)
    assert reply.outcome is Outcome.REFUSED  # Giggle itself knows no such project
    assert [request.headers["x-auth"] for request in giggle.received] == [giggle.key]
    (asked,) = proxy.asked
    assert asked.startswith(f"CONNECT {HOST}:443 HTTP/1.")
    assert giggle.key not in asked
    assert "x-auth" not in asked.lower()


def test_the_proxy_gets_its_own_password_and_nobody_else_does(behind, proxy, giggle, caplog):
    caplog.set_level(logging.DEBUG)
    transport = behind(https_proxy=proxy.url.replace("//", "//clerk:geheim%21@"))
    sent_at_once(transport)
    assert "Proxy-Authorization: Basic Y2xlcms6Z2VoZWltIQ==" in proxy.asked[0]
    assert "proxy-authorization" not in giggle.received[0].headers
    assert "geheim" not in caplog.text + repr(transport)


@pytest.mark.parametrize("no_proxy", ["*", HOST, ".test", f"elsewhere.example, {HOST}:8443"])
def test_no_proxy_is_obeyed(monkeypatch, roots, tls, proxy, giggle, no_proxy):
    look_up = socket.getaddrinfo
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", tls.port))]
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *more, **how: here if host == HOST else look_up(host, *more, **how)
    )
    for name, value in {"HTTPS_PROXY": proxy.url, "NO_PROXY": no_proxy, "SSL_CERT_FILE": roots}.items():
        monkeypatch.setenv(name, value)
    sent_at_once(Transport(f"https://{HOST}:8443", giggle.key))
    assert len(giggle.received) == 1
    assert proxy.asked == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_never_asked_for_through_a_proxy(behind, proxy, tls, giggle, host):
    behind()
    sent_at_once(Transport(f"https://{host}:{tls.port}", giggle.key))
    assert len(giggle.received) == 1
    assert proxy.asked == []


def test_plain_http_never_goes_through_a_proxy_which_would_see_the_key(behind, proxy, giggle, monkeypatch):
    behind(http_proxy=proxy.url, HTTP_PROXY=proxy.url, all_proxy=proxy.url)

    def nobody(*args, **kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert sent_at_once(Transport(f"http://{HOST}", giggle.key)).outcome is Outcome.NOT_SENT
    assert proxy.asked == []


def test_the_settings_are_read_when_the_client_is_made(behind, proxy, giggle, monkeypatch):
    transport = behind()
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for operation in (QUERY, PAY):
        sent_at_once(transport, operation)
    assert len(proxy.asked) == len(giggle.received) == 2


RESET = struct.pack("ii", 1, 0)


def resets(visitor):
    visitor.recv(1)
    visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


PAGE = b"<html>Please sign in, geheim</html>"
NO_WAY_THROUGH = {
    "asks for a password": (http(407, PAGE, {"Proxy-Authenticate": 'Basic realm="geheim"'}), "407"),
    "forbids": (http(403, PAGE), "403"),
    "finds nobody": (http(502, PAGE), "502"),
    "limits": (http(429, PAGE), "429"),
    "redirects": (http(302, b"", {"Location": "http://127.0.0.1:9/geheim"}), "302"),
    "shows a page as a success": (http(200, PAGE, {"Content-Type": "text/html"}), "ProxyError"),
    "shows a page without a head": (PAGE, "BadStatusLine"),
    "speaks of something else": (b"\x16\x03\x01\x00\x05hello" * 9 + b"\r\n\r\n", "BadStatusLine"),
    "hangs up": (b"", "RemoteDisconnected"),
    "stops in mid-head": (b"HTTP/1.1 200 OK\r\nX: ", "ProxyError"),
    "hangs up after the tunnel is open": (b"HTTP/1.1 200 OK\r\n\r\n", "ProxyError"),
}


@pytest.mark.parametrize("case", NO_WAY_THROUGH)
@pytest.mark.parametrize("operation", [QUERY, PAY], ids=["query", "pay"])
def test_what_the_proxy_did_not_let_through_is_surely_not_sent(behind, proxy, giggle, caplog, operation, case):
    caplog.set_level(logging.DEBUG)
    contents, detail = NO_WAY_THROUGH[case]
    proxy.answer = lambda visitor: visitor.sendall(contents)
    reply = sent_at_once(behind(https_proxy=proxy.url.replace("//", "//clerk:geheim@")), operation)
    assert reply.outcome is Outcome.NOT_SENT
    assert detail in reply.detail
    assert "geheim" not in repr(reply) + caplog.text
    assert giggle.received == []


def test_a_proxy_that_resets_is_surely_not_sent(behind, proxy, giggle):
    proxy.answer = lambda visitor: visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    assert sent_at_once(behind()).outcome is Outcome.NOT_SENT


def test_a_proxy_that_never_answers_is_surely_not_sent(behind, proxy):
    proxy.answer = lambda visitor: visitor.recv(1)
    impatient = Operation("query", "GET", QUERY.path, Deadline(0.2, 5, 5))
    assert sent_at_once(behind(), impatient).outcome is Outcome.NOT_SENT


def test_a_proxy_that_is_not_there_is_surely_not_sent(behind, proxy):
    with proxy:
        pass
    reply = sent_at_once(behind(https_proxy=proxy.url.replace("//", "//clerk:geheim@")))
    assert reply.outcome is Outcome.NOT_SENT
    assert reply.detail.startswith("ProxyError")
    assert "geheim" not in repr(reply)


def test_no_error_tells_the_proxys_password(behind, proxy, giggle, clock):
    proxy.answer = lambda visitor: visitor.sendall(NO_WAY_THROUGH["asks for a password"][0])
    behind(https_proxy=proxy.url.replace("//", "//clerk:geheim@"))
    api = MVTrusteeAPI(giggle.key, base_url=f"https://{HOST}", sleep=clock.sleep, clock=clock)
    with pytest.raises(Unreachable, match="ProxyError: 407") as caught:
        api.query("p")
    text = everything_about(caught.value) + repr(api)
    assert "geheim" not in text
    assert giggle.key not in text


def test_what_giggle_does_behind_the_proxy_is_told_as_without_one(behind, giggle):
    """A line that breaks after the tunnel was open proves nothing."""
    transport = behind()
    for fault in UNSURE[:8]:
        giggle.script("pay", fault)
        assert sent_at_once(transport, PAY).outcome is Outcome.UNSURE


UNUSABLE = ("http://", "http://clerk:geheim@host:99999", "socks9://clerk:geheim@host", "http://clerk:geheim@[::1")


@pytest.mark.parametrize("address", UNUSABLE)
def test_a_proxy_address_that_can_never_work_is_refused_at_the_door(behind, address):
    with pytest.raises(ConfigurationError, match="HTTPS_PROXY") as caught:
        behind(https_proxy=address)
    assert "geheim" not in everything_about(caught.value)


def test_a_socks_proxy_without_its_library_says_what_to_install(behind, monkeypatch):
    def missing(*args, **kwargs):
        raise InvalidSchema("Missing dependencies for SOCKS support.")

    monkeypatch.setattr("requests.adapters.SOCKSProxyManager", missing)
    address = "socks5://clerk:geheim@127.0.0.1:9"
    with pytest.raises(ConfigurationError) as caught:
        behind(https_proxy=address)
    assert 'pip install "requests[socks]"' in caught.value.advice
    assert "geheim" not in everything_about(caught.value)


@pytest.mark.parametrize("address", ["127.0.0.1:{port}", " http://127.0.0.1:{port}\n", "HTTP://127.0.0.1:{port}/"])
def test_a_proxy_address_may_be_written_in_each_usual_way(behind, proxy, giggle, address):
    sent_at_once(behind(https_proxy=address.format(port=proxy.port)))
    assert len(proxy.asked) == len(giggle.received) == 1


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
@pytest.mark.parametrize("operation", [QUERY, PAY], ids=["kept-connection", "fresh-connection"])
def test_ones_own_root_certificate_is_trusted(monkeypatch, tls, roots, giggle, variable, operation):
    monkeypatch.setenv(variable, roots)
    assert sent_at_once(Transport(f"https://127.0.0.1:{tls.port}", giggle.key), operation).outcome is Outcome.REFUSED
    assert len(giggle.received) == 1


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
@pytest.mark.parametrize("contents", [None, b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nbroken\n"])
def test_certificates_that_cannot_be_read_are_refused_at_the_door(monkeypatch, tmp_path, variable, contents):
    path = tmp_path / "geheim.pem"
    if contents is not None:
        path.write_bytes(contents)
    monkeypatch.setenv(variable, str(path))
    with pytest.raises(ConfigurationError, match=variable) as caught:
        MVTrusteeAPI("key", base_url="https://giggle.test")
    assert "geheim" not in everything_about(caught.value)
    MVTrusteeAPI("key", base_url="http://127.0.0.1:9")  # the demo studio needs none


@pytest.mark.parametrize("operation", [QUERY, PAY], ids=["query", "pay"])
def test_a_certificate_nobody_vouches_for_is_told_as_that(tls, giggle, operation):
    """As behind a hotel's sign-in page; the key was not sent."""
    reply = sent_at_once(Transport(f"https://127.0.0.1:{tls.port}", giggle.key), operation)
    assert reply.outcome is Outcome.MISCONFIGURED
    assert reply.detail.startswith("SSLCertVerificationError: ")
    assert giggle.received == []


def test_a_certificate_for_somebody_else_is_told_as_that(monkeypatch, authority, roots, giggle):
    monkeypatch.setenv("SSL_CERT_FILE", roots)
    with door(authority, giggle.port, "hotel.test") as elsewhere:
        reply = sent_at_once(Transport(f"https://127.0.0.1:{elsewhere.port}", giggle.key))
    assert reply.outcome is Outcome.MISCONFIGURED
    assert "mismatch" in reply.detail


def test_a_certificate_behind_a_proxy_is_judged_as_without_one(behind, monkeypatch, authority, tmp_path, giggle):
    trustme.CA().cert_pem.write_to_path(tmp_path / "another.pem")
    reply = sent_at_once(behind(SSL_CERT_FILE=str(tmp_path / "another.pem")))
    assert reply.outcome is Outcome.MISCONFIGURED
    assert giggle.received == []


BEFORE_TLS = {
    "plain http": lambda visitor: visitor.sendall(http(400, b"speak plainly")),
    "hangs up": lambda visitor: visitor.recv(1),
    "resets": resets,
    "half a handshake": lambda visitor: (visitor.recv(9), visitor.sendall(b"\x16\x03\x03\x00\x7a\x02")),
}


@pytest.mark.parametrize("case", BEFORE_TLS)
@pytest.mark.parametrize("operation", [QUERY, PAY], ids=["query", "pay"])
def test_a_handshake_that_breaks_is_surely_not_sent(giggle, case, operation):
    """The call comes after the handshake, so nothing of it was on the line."""

    class Rude(Proxy):
        def meet(self, visitor):
            BEFORE_TLS[case](visitor)

    with Rude(giggle.port) as rude:
        reply = sent_at_once(Transport(f"https://127.0.0.1:{rude.port}", "key"), operation)
    assert reply.outcome is Outcome.NOT_SENT


def test_inside_tls_a_lost_answer_still_proves_nothing(monkeypatch, tls, roots, giggle):
    monkeypatch.setenv("SSL_CERT_FILE", roots)
    transport = Transport(f"https://127.0.0.1:{tls.port}", giggle.key)
    for fault in UNSURE[:8]:
        giggle.script("pay", fault)
        assert sent_at_once(transport, PAY).outcome is Outcome.UNSURE
    assert len(giggle.received) == 8


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_that_is_wrong_or_jumps_changes_no_deadline(giggle, monkeypatch, hours):
    honest = time.time
    jumps = iter(range(10**9))
    monkeypatch.setattr(time, "time", lambda: honest() + hours * 3600 * (next(jumps) % 2))
    giggle.script("query", DRIPPING[0])
    patient = Operation("query", "GET", QUERY.path, Deadline(1, 1, 0.4))
    transport, began = Transport(giggle.base_url, giggle.key), time.monotonic()
    assert sent_at_once(transport, patient).outcome is Outcome.UNSURE
    assert 0.4 <= time.monotonic() - began < 5
    assert sent_at_once(transport).outcome is Outcome.REFUSED


def test_a_certificate_that_proves_nothing_is_told_from_a_wrong_address(monkeypatch):
    """Mostly it is a sign-in page of the network; nothing is wrong with the settings then."""
    api = MVTrusteeAPI("k", base_url="https://giggle.invalid")
    for detail, error in (
        ("SSLCertVerificationError: self-signed certificate", UntrustedConnection),
        ("InvalidURL", ConfigurationError),
    ):
        reply = Reply(Outcome.MISCONFIGURED, detail=detail)
        monkeypatch.setattr(api._calls.transport, "send", lambda *_, reply=reply: reply)
        with pytest.raises(ConfigurationError) as caught:
            api.query("p")
        assert type(caught.value) is error
