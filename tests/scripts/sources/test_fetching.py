"""A register that fails in every way, and a fetcher that neither hangs, nor trusts, nor insists."""

import gzip
import json
import time
from email.utils import formatdate

import pytest

from scripts.sources import fetching
from scripts.sources.fetching import Fetcher, UnansweredError
from tests.support.register_server import register_server, says, sends, status

AGENT = "test (mailto:me@example.org)"


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.now, self.slept = 1_000_000.0, []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


def fetcher(folder, clock=None, **settings):
    clock = clock or Clock()
    usual = {"interval": 0.0, "timeout": 0.3, "answer_seconds": 0.4}
    return Fetcher(AGENT, folder, sleep=clock.sleep, clock=lambda: clock.now, **(usual | settings))


def drip(handler):
    """Send one byte after the other, for longer than anybody should wait."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" ")
        time.sleep(0.05)


def hang(handler):
    time.sleep(0.6)


def close(handler):
    handler.close_connection = True


def babble(handler):
    handler.wfile.write(b"\x00\xff nonsense\r\n\r\n")
    handler.close_connection = True


def endless_header(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n{}")


def bad_chunks(handler):
    headers = b"Content-Type: application/json\r\nTransfer-Encoding: chunked"
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n\r\nzz\r\n{")
    handler.close_connection = True


RETRIED = {
    "error-500": (status(500), "it answered with the error 500"),
    "error-503": (status(503), "it answered with the error 503"),
    "too-many": (status(429), "it answered with the error 429"),
    "hangs": (hang, "it took too long to answer"),
    "drips": (drip, "it took too long to answer"),
    "closes": (close, "it could not be reached"),
    "babbles": (babble, "it could not be reached"),
    "endless-header": (endless_header, "it could not be reached"),
    "bad-chunks": (bad_chunks, "it could not be reached"),
    "cut": (sends(b'{"a": ', Content_Length="999"), "its answer is broken JSON"),
    "empty": (sends(b""), "its answer is broken JSON"),
    "broken": (sends(b'{"a": '), "its answer is broken JSON"),
    "deep": (sends(b"[" * 200_000), "its answer is broken JSON"),
    "long-number": (sends(b"1" * 100_000), "its answer is broken JSON"),
    "not-utf-8": (sends(b'"\xff\xfe'), "its answer is broken JSON"),
    "packed": (
        sends(gzip.compress(b"{}"), Content_Encoding="gzip"),
        "its answer is broken JSON",
    ),
    "page": (
        sends(b"<html>", Content_Type="text/html"),
        "it answered with something else than JSON",
    ),
    "no-type": (sends(b"{}", Content_Type=""), "it answered with something else than JSON"),
}


@pytest.mark.parametrize(("behavior", "reason"), RETRIED.values(), ids=RETRIED)
def test_a_passing_fault_is_tried_again_with_longer_pauses(tmp_path, behavior, reason):
    clock = Clock()
    with register_server({"/a": [behavior]}) as server:
        with pytest.raises(UnansweredError) as error:
            fetcher(tmp_path, clock).fetch(f"{server.address}/a")
        assert (str(error.value), len(server.asked)) == (f"{reason}, 4 times", 4)
    assert clock.slept == [2, 4, 8] and list(tmp_path.iterdir()) == []


FINAL = {
    "forbidden": (status(403), "it answered with the error 403"),
    "unauthorized": (status(401), "it answered with the error 401"),
    "wrong": (status(400), "it answered with the error 400"),
    "huge": (
        sends(b" " * (fetching.ANSWER_BYTES + 1)),
        "its answer is longer than 4,000,000 bytes",
    ),
    "elsewhere": (
        status(302, Location="http://127.0.0.1:9/a"),
        "it leads to another site, which was not asked",
    ),
    "other-scheme": (
        status(301, Location="https://127.0.0.1/a"),
        "it leads to another site, which was not asked",
    ),
    "file": (
        status(302, Location="file:///etc/passwd"),
        "it leads to another site, which was not asked",
    ),
    "odd": (status(308, Location="http://["), "it leads to another site, which was not asked"),
    "loop": (status(302, Location="/a"), "it answered with the error 302"),
}


@pytest.mark.parametrize(("behavior", "reason"), FINAL.values(), ids=FINAL)
def test_a_lasting_fault_is_not_tried_again(tmp_path, behavior, reason):
    clock = Clock()
    with register_server({"/a": [behavior]}) as server, pytest.raises(UnansweredError) as error:
        fetcher(tmp_path, clock, timeout=5, answer_seconds=5).fetch(f"{server.address}/a")
    assert (str(error.value), clock.slept) == (reason, [])


def test_a_fault_that_passes_ends_in_the_answer(tmp_path):
    with register_server({"/a": [status(502), close, says([1])]}) as server:
        assert fetcher(tmp_path).fetch(f"{server.address}/a") == [1]


def test_what_is_not_there_is_an_answer(tmp_path):
    with register_server({}) as server:
        asker = fetcher(tmp_path)
        assert asker.fetch(f"{server.address}/a") is asker.fetch(f"{server.address}/a") is None
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("value", "slept"),
    [
        ("7", [7.0]),
        ("0", [0.0]),
        (formatdate(1_000_030, usegmt=True), [30.0]),
        (formatdate(999_000, usegmt=True), [0.0]),
        ("soon", [2.0]),
        ("-3", [2.0]),
        ("Thu, 99 Foo 2026", [2.0]),
    ],
)
def test_a_server_says_when_to_ask_again(tmp_path, value, slept):
    clock = Clock()
    with register_server({"/a": [status(429, Retry_After=value), says(1)]}) as server:
        assert fetcher(tmp_path, clock).fetch(f"{server.address}/a") == 1
    assert clock.slept == slept


@pytest.mark.parametrize("value", ["121", "999999", formatdate(9_000_000_000, usegmt=True)])
def test_a_pause_that_is_too_long_is_not_waited_for(tmp_path, value):
    clock = Clock()
    refused = pytest.raises(UnansweredError, match="503, and asks for a longer pause")
    with register_server({"/a": [status(503, Retry_After=value)]}) as server, refused:
        fetcher(tmp_path, clock).fetch(f"{server.address}/a")
    assert clock.slept == []


def test_a_host_that_fails_again_and_again_is_left_alone(tmp_path):
    asker = fetcher(tmp_path)
    with register_server({"*": [status(403)]}) as server:
        for number in range(6):
            with pytest.raises(UnansweredError) as error:
                asker.fetch(f"{server.address}/{number}")
        assert len(server.asked) == fetching.MOST_FAILURES
    assert str(error.value) == "it had not answered several times, and was not asked again"


def test_two_requests_to_one_host_have_a_pause_between_them(tmp_path):
    clock = Clock()
    asker = fetcher(tmp_path, clock, interval=1.5)
    with register_server({"*": [says(1)]}) as server, register_server({"*": [says(1)]}) as other:
        for address in (f"{server.address}/a", f"{other.address}/a", f"{server.address}/b"):
            asker.fetch(address)
    assert clock.slept == [1.5]


def test_the_program_says_who_it_is_and_what_it_wants(tmp_path):
    with register_server({"/a": [says(1)]}) as server:
        fetcher(tmp_path).fetch(f"{server.address}/a")
        (request,) = server.asked
    assert (request.headers["User-Agent"], request.headers["Accept"]) == (AGENT, "application/json")


def test_a_redirect_on_one_host_is_followed(tmp_path):
    behaviors = {"/a": [status(301, Location="/b")], "/b": [says("b")]}
    with register_server(behaviors) as server:
        assert fetcher(tmp_path).fetch(f"{server.address}/a") == "b"


def test_an_answer_is_kept_for_some_days_and_without_the_mail_address(tmp_path):
    clock = Clock()
    asker = fetcher(tmp_path, clock, cache_seconds=100)
    with register_server({"/a": [says(1), says(2)]}) as server:
        first = [asker.fetch(f"{server.address}/a?x=1&mailto={who}@example.org") for who in "ab"]
        clock.now += 101
        again = asker.fetch(f"{server.address}/a?x=1&mailto=c@example.org")
    assert (first, again) == ([1, 1], 2)
    (kept,) = tmp_path.iterdir()
    assert "example.org" not in kept.name + kept.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", "null", '{"fetched": "x", "answer": 1}', '{"fetched": 1e6}', "\x00"]
)
def test_a_damaged_answer_is_fetched_again(tmp_path, damage):
    asker = fetcher(tmp_path)
    with register_server({"/a": [says(1), says(2)]}) as server:
        asker.fetch(f"{server.address}/a")
        (kept,) = tmp_path.iterdir()
        kept.write_text(damage, encoding="utf-8")
        assert asker.fetch(f"{server.address}/a") == 2


def test_an_answer_from_the_future_is_fetched_again(tmp_path):
    clock = Clock()
    asker = fetcher(tmp_path, clock)
    with register_server({"/a": [says(1), says(2)]}) as server:
        asker.fetch(f"{server.address}/a")
        (kept,) = tmp_path.iterdir()
        kept.write_text(json.dumps({"fetched": clock.now + 9, "answer": 3}), encoding="utf-8")
        assert asker.fetch(f"{server.address}/a") == 2


def test_a_server_that_is_not_there_is_said_so(tmp_path):
    with register_server({}) as server:
        address = f"{server.address}/a"
    with pytest.raises(UnansweredError, match="it could not be reached, 4 times"):
        fetcher(tmp_path).fetch(address)
