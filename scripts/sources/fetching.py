"""Fetch JSON from a register, politely, and trust nothing of the answer.

Polite: one request at a time, a pause between two to the same host, Retry-After, and answers of the
last days from a cache. Careful: a limit to the time and to the size of an answer, no redirect to
another host, JSON alone.
"""

import email.utils
import hashlib
import http.client
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urljoin, urlsplit

from guide.core.atomic_files import write_text

ANSWER_BYTES = 4_000_000
TIMEOUT_SECONDS, ANSWER_SECONDS = 20.0, 60.0
TRIES = 4
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 120.0
# After so many questions without an answer, a host is not asked again in this run.
MOST_FAILURES = 3
_RETRIED = (408, 425, 429, 500, 502, 503, 504)
_ABSENT = (404, 410)
_REDIRECTS, MOST_HOPS = (301, 302, 303, 307, 308), 3
# The characters that an address may have (RFC 3986); others are encoded.
_URL_CHARACTERS = ":/?#[]@!$&'()*+,;=%~"
_JSON = re.compile(r"application/(?:[\w.+-]+\+)?json", re.IGNORECASE)
_SECRETS = re.compile(r"(?<=[?&])(?:mailto|api_key)=[^&]*&?")


class UnansweredError(Exception):
    """Signal that a question has no answer; the message says why, for an editor."""


class _RetryError(Exception):
    """Signal that asking again may help, after some seconds where the server says how many."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Take a redirect for an error, which `Fetcher` looks at."""

    def http_error_302(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
    ) -> None:
        """Return no answer to a redirect."""

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


@dataclass
class Fetcher:
    """Fetch JSON answers.

    agent: the name of this program, with an address of mail. cache: the folder of answers. today:
    the day in seconds since 1970, against which `cache_seconds` counts.
    """

    agent: str
    cache: Path
    interval: float = 1.0
    cache_seconds: float = 6 * 86_400
    timeout: float = TIMEOUT_SECONDS
    answer_seconds: float = ANSWER_SECONDS
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time
    _next: dict[str, float] = field(default_factory=dict)
    _failures: dict[str, int] = field(default_factory=dict)

    def fetch(self, address: str) -> Any:
        """Return the JSON at an address, or None where the register has nothing there.

        Raises UnansweredError.
        """
        path = self.cache / f"{hashlib.sha256(_SECRETS.sub('', address).encode()).hexdigest()}.json"
        fresh, answer = self._read_cache(path)
        if fresh:
            return answer
        host = urlsplit(address).netloc
        if self._failures.get(host, 0) >= MOST_FAILURES:
            raise UnansweredError("it had not answered several times, and was not asked again")
        try:
            answer = self._ask(address, host)
        except UnansweredError:
            self._failures[host] = self._failures.get(host, 0) + 1
            raise
        self._failures[host] = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, json.dumps({"fetched": self.clock(), "answer": answer}))
        return answer

    def _read_cache(self, path: Path) -> tuple[bool, Any]:
        """Return whether there is an answer that is young enough, and the answer."""
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            age = self.clock() - float(kept["fetched"])
            return 0 <= age < self.cache_seconds, kept["answer"]
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return False, None  # none, or damaged: it is fetched again

    def _ask(self, address: str, host: str) -> Any:
        pause = FIRST_PAUSE
        for number in range(1, TRIES + 1):
            self._wait_for(host)
            try:
                return self._ask_once(address)
            except _RetryError as error:
                if number == TRIES:
                    raise UnansweredError(f"{error}, {TRIES} times") from None
                wanted = pause if error.seconds is None else error.seconds
                if wanted > LONGEST_PAUSE:
                    raise UnansweredError(f"{error}, and asks for a longer pause") from None
                self.sleep(wanted)
                pause *= 2
        raise AssertionError("the last try returns or raises")

    def _wait_for(self, host: str) -> None:
        """Keep the pause between two requests to one host."""
        rest = self._next.get(host, 0.0) - self.clock()
        if rest > 0:
            self.sleep(min(rest, self.interval))
        self._next[host] = self.clock() + self.interval

    def _ask_once(self, address: str, hops: int = MOST_HOPS) -> Any:
        request = urllib.request.Request(
            address, headers={"User-Agent": self.agent, "Accept": "application/json"}
        )
        opener = urllib.request.build_opener(_NoRedirects)
        try:
            with opener.open(request, timeout=self.timeout) as response:
                kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
                if not _JSON.fullmatch(kind):
                    raise _RetryError("it answered with something else than JSON")
                return _parse(_read(response, self.answer_seconds))
        except urllib.error.HTTPError as error:
            with error:
                if error.code in _ABSENT:
                    return None
                if error.code in _RETRIED:
                    seconds = _retry_after(error.headers.get("Retry-After"), self.clock())
                    raise _RetryError(f"it answered with the error {error.code}", seconds) from None
                if error.code not in _REDIRECTS or not hops:
                    raise UnansweredError(f"it answered with the error {error.code}") from None
                target = _resolve(address, error.headers.get("Location", ""))
        except TimeoutError:
            raise _RetryError("it took too long to answer") from None
        except (OSError, http.client.HTTPException):
            raise _RetryError("it could not be reached") from None
        return self._ask_once(target, hops - 1)


def _resolve(address: str, location: str) -> str:
    """Return where a redirect leads; refuse another host and another scheme."""
    try:
        target = urljoin(address, location)
        is_same = urlsplit(target)[:2] == urlsplit(address)[:2]
    except ValueError:
        is_same = False
    if not is_same:
        raise UnansweredError("it leads to another site, which was not asked")
    return quote(target, safe=_URL_CHARACTERS)


def _read(response: http.client.HTTPResponse, seconds: float) -> bytes:
    """Read an answer up to the limit of its size, and of the time for all of it."""
    end = time.monotonic() + seconds
    parts, size = [], 0
    while part := response.read1(65_536):
        parts.append(part)
        size += len(part)
        if size > ANSWER_BYTES:
            raise UnansweredError(f"its answer is longer than {ANSWER_BYTES:,} bytes")
        if time.monotonic() > end:
            raise TimeoutError
    return b"".join(parts)


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise _RetryError("its answer is broken JSON") from None


def _retry_after(value: str | None, now: float) -> float | None:
    """Return the seconds of a Retry-After (RFC 9110, 10.2.3), which may be a date.

    >>> _retry_after("7", 0), _retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 50)
    (7.0, 10.0)
    """
    if value is None:
        return None
    if re.fullmatch("[0-9]{1,6}", value.strip()):
        return float(value)
    try:
        day = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    if day.tzinfo is None:
        day = day.replace(tzinfo=UTC)
    return max(0.0, (day - datetime.fromtimestamp(now, UTC)).total_seconds())
