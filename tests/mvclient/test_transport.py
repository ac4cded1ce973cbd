"""The one gate for HTTP: what an exception or an answer proves, within the deadline."""

import dataclasses
import socket
import ssl
import threading
import time

import pytest
import requests
import urllib3.exceptions as urllib3_errors
from hostile_faults import DRIPPING, REFUSED, UNSURE, processed
from hostile_giggle import http

from mvclient import MVError, NoAnswer
from mvclient.lines import what_it_proves
from mvclient.operations import PAY, Deadline
from mvclient.replies import Outcome
from mvclient.transport import Transport


def the_same(**changes):
    return dataclasses.replace(PAY, **changes)


def wrapped(reason, by=requests.ConnectionError):
    """An exception as requests hands it on."""
    return by(urllib3_errors.MaxRetryError(None, "/pay", reason))


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (wrapped(urllib3_errors.NameResolutionError("h", None, socket.gaierror())), Outcome.NOT_SENT),
        (wrapped(urllib3_errors.NewConnectionError(None, "refused")), Outcome.NOT_SENT),
        (wrapped(urllib3_errors.ConnectTimeoutError(None, "slow"), requests.ConnectTimeout), Outcome.NOT_SENT),
        (wrapped(urllib3_errors.ProxyError("p", OSError()), requests.exceptions.ProxyError), Outcome.UNSURE),
        (wrapped(urllib3_errors.ProxyError("p", urllib3_errors.NewConnectionError(None, "refused"))), Outcome.NOT_SENT),
        (
            wrapped(urllib3_errors.SSLError(ssl.SSLCertVerificationError("self-signed")), requests.exceptions.SSLError),
            Outcome.MISCONFIGURED,
        ),
        (wrapped(urllib3_errors.SSLError(ssl.SSLEOFError("eof")), requests.exceptions.SSLError), Outcome.UNSURE),
        (wrapped(urllib3_errors.ReadTimeoutError(None, "/pay", "slow"), requests.ReadTimeout), Outcome.UNSURE),
        (requests.ReadTimeout(urllib3_errors.ReadTimeoutError(None, "/pay", "slow")), Outcome.UNSURE),
        (requests.ConnectionError(urllib3_errors.ProtocolError("aborted", ConnectionResetError())), Outcome.UNSURE),
        (requests.ConnectionError(TimeoutError("the body took too long")), Outcome.UNSURE),
        (requests.ConnectionError(), Outcome.UNSURE),
        (requests.exceptions.ChunkedEncodingError(), Outcome.UNSURE),
        (requests.exceptions.InvalidHeader("of the answer"), Outcome.UNSURE),
        (requests.exceptions.InvalidURL("of a redirect"), Outcome.UNSURE),
        (requests.TooManyRedirects(), Outcome.UNSURE),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "of a redirect"), Outcome.UNSURE),
        (ConnectionRefusedError(), Outcome.UNSURE),
        (MemoryError(), Outcome.UNSURE),
        (RecursionError(), Outcome.UNSURE),
    ],
    ids=repr,
)
def test_only_a_few_exceptions_prove_that_nothing_was_sent(error, outcome):
    assert what_it_proves(error) is outcome


def test_a_refused_connection_and_an_unknown_host_are_surely_not_sent(giggle, monkeypatch):
    transport = Transport(giggle.base_url, giggle.key)
    giggle.shut_the_door()
    assert transport.send(PAY, {"project_id": "p"}).outcome is Outcome.NOT_SENT

    def nobody(*args, **kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert Transport("http://no-such-host.invalid", "key").send(PAY, {}).outcome is Outcome.NOT_SENT


def test_a_connection_that_never_opens_is_surely_not_sent():
    """A listener with a full queue lets nobody in."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = []
        for _ in range(4):
            visitor = socket.socket()
            visitor.setblocking(False)
            visitor.connect_ex(listener.getsockname())
            waiting.append(visitor)
        port = listener.getsockname()[1]
        operation = the_same(deadline=Deadline(0.2, 5, 5))
        assert Transport(f"http://127.0.0.1:{port}", "key").send(operation, {}).outcome is Outcome.NOT_SENT
        for visitor in waiting:
            visitor.close()


def test_no_thread_left_is_surely_not_sent(giggle, monkeypatch):
    def no_more(_thread):
        raise RuntimeError("can't start new thread")

    transport = Transport(giggle.base_url, giggle.key)
    monkeypatch.setattr(threading.Thread, "start", no_more)
    assert transport.send(PAY, {}).outcome is Outcome.NOT_SENT
    monkeypatch.undo()
    assert giggle.received == []


@pytest.fixture
def impatient(monkeypatch):
    """The first call of an operation gets a deadline short enough to be waited for."""
    send = Transport.send
    short = Deadline(1, 1, 0.3)

    def arm(operation_name):
        left = [operation_name]

        def send_impatiently(self, operation, fields):
            if operation.name in left:
                left.remove(operation.name)
                operation = dataclasses.replace(operation, deadline=short)
            return send(self, operation, fields)

        monkeypatch.setattr(Transport, "send", send_impatiently)

    return arm


@pytest.mark.parametrize("fault", [*DRIPPING, *map(processed, DRIPPING)], ids=str)
@pytest.mark.parametrize("operation", ["create", "submit", "query", "pay", "retry"])
def test_a_server_that_drips_is_left_at_the_total_deadline(giggle, api, request_, impatient, operation, fault):
    """Each byte comes in time, the whole never does: no pair of timeouts bounds that."""
    giggle.script(operation, fault)
    impatient(operation)
    if operation in ("create", "submit"):
        project = giggle.truth.projects[timed(api.start, request_)]
        assert len(project.submit_bodies) == 1
    elif operation == "query":
        project = giggle.truth.new_project()
        assert timed(api.query, project.project_id).status == "processing"
    elif operation == "pay":
        project = giggle.truth.project_waiting_for_payment()
        if fault.is_processed:
            assert timed(api.pay, project.project_id).state == "paid"
        else:
            with pytest.raises(MVError, match="could not be confirmed"):
                timed(api.pay, project.project_id)
        assert len(giggle.calls("pay")) == 1
    else:
        project = giggle.truth.new_project(done=7, charges=1, fails_at="VideoGeneration")
        if fault.is_processed:
            timed(api.retry, project.project_id, "shot")
        else:
            with pytest.raises(NoAnswer):
                timed(api.retry, project.project_id, "shot")
        assert len(giggle.calls("retry")) == 1


def timed(call, *args):
    began = time.monotonic()
    try:
        return call(*args)
    finally:
        assert time.monotonic() - began < 5


@pytest.mark.parametrize("fault", [*UNSURE, *REFUSED], ids=str)
def test_whatever_comes_back_is_an_outcome_within_the_deadline(giggle, fault):
    giggle.script("pay", fault)
    reply = timed(Transport(giggle.base_url, giggle.key).send, PAY, {"project_id": "p"})
    assert reply.outcome in (Outcome.UNSURE, Outcome.REFUSED)
    assert giggle.key not in repr(reply)


def test_a_redirects_body_is_not_read_without_end(giggle):
    """The library itself would read it all before it looks whether redirects are followed."""

    def pour(line, _reply):
        line.write(http(302, b"", {"Location": "/elsewhere", "Content-Length": str(2**40)}))
        line.drip(b"x" * 100_000, every_s=0.001)

    giggle.script("pay", dataclasses.replace(REFUSED[0], name="endless", act=pour))
    reply = timed(Transport(giggle.base_url, giggle.key).send, the_same(deadline=Deadline(1, 1, 0.5)), {})
    assert reply.outcome in (Outcome.UNSURE, Outcome.REFUSED)
