"""Files from URLs: nothing leads into a private network, however it is written or answered."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from guests import Guest, serving, sound, until
from workprint.base import Fault
from workprint.service.addresses import place_of, public
from workprint.service.fetching import REDIRECTS, Fetcher
from workprint.service.file_faults import NotFetched, UrlRefused

PUBLIC = "93.184.216.34"

# Refused by what is written, before anything is looked up.
WRITTEN = [
    "http://127.0.0.1/",
    "http://127.0.0.1:80/",
    "https://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://0x7f.1/",
    "http://127.0.0.1./",
    "http://127.0.0.1../",
    "http://00127.0.0.1/",
    "http://127.0.0.01/",
    "http://0x/",
    "http://1/",
    "http://256.256.256.256/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://127｡0｡0｡1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://10.0.0.1/",
    "http://10.255.255.255/",
    "http://172.16.0.1/",
    "http://172.31.255.254/",
    "http://192.168.0.1/",
    "http://192.168.255.255/",
    "http://169.254.169.254/latest/",
    "http://169.254.169.254./",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0251.0376.0251.0376/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://192.0.0.192/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://198.19.255.255/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:93.184.216.34]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::10.0.0.1]/",
    "http://[64:ff9b:1::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a00:1::1]/",
    "http://[2001::1]/",
    "http://[2001:db8::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[100::1]/",
    "http://[3fff::1]/",
    "http://[::1%25lo]/",
    "http://[v1.1]/",
    "http://[127.0.0.1]/",
    "http://[/",
    "http://]/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://a.localhost/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://router/",
    "http://db/",
    "http://router.lan/",
    "http://intranet/",
    "http://user@example.com/",
    "http://user:sesame@example.com/",
    "http://@example.com/",
    "http://example.com@127.0.0.1/",
    "http://example.com:sesame@127.0.0.1/",
    "http://127.0.0.1%2f@example.com/",
    "http://127.0.0.1\\@example.com/",
    "http://example.com:22/",
    "http://example.com:8080/",
    "http://example.com:6379/",
    "http://example.com:0/",
    "http://example.com:-1/",
    "http://example.com:65536/",
    "http://example.com:443x/",
    "http://example.com:８０８０/",
    "file:///etc/passwd",
    "ftp://example.com/a",
    "gopher://example.com/",
    "dict://example.com/",
    "data:video/mp4;base64,AAAA",
    "jar:http://example.com!/",
    "concat:http://example.com/",
    "ffconcat://a",
    "unix:///run/a.sock",
    "//example.com/a",
    "example.com/a",
    "/etc/passwd",
    "http:example.com",
    "http:///a",
    "https:///etc/passwd",
    "http://",
    "http://./",
    "http://../",
    "http://example..com/",
    "http://-a-.com/",
    "http://exa%6dple.com/",
    "http://127.0.0.1%00.example.com/",
    "http://%31%32%37.0.0.1/",
    "http://a_b%20c/",
    "http://⑯⑨。②⑤④。⑯⑨。②⑤④/",
    "http://127.0.0.1#@example.com/",
    "http://127.0.0.1?@example.com/",
    "http://0xA9.0xFE.0xA9.0xFE/",
    "http://127.0.0.1:443/a",
]

SPACED = [
    "", " ", "http://example.com/a b", " http://example.com/", "http://example.com/\r\nHost: a", "http://exa\tmple.com/",
    "http://example.com/\0", "http://127.0.0.1\n.example.com/", "http://example.com/" + "a" * 5000,
]  # fmt: skip

# Refused by what the name servers answer; one bad answer among good ones is enough.
ANSWERED = [
    ["127.0.0.1"], ["10.1.2.3"], [PUBLIC, "127.0.0.1"], ["127.0.0.1", PUBLIC], [PUBLIC, "::1"], ["::ffff:10.0.0.1"],
    ["fe80::1%eth0"], ["64:ff9b::a00:1"], ["2002:a00:1::"], ["100.64.0.1"], ["0.0.0.0"], ["192.0.0.8"], ["198.18.0.1"],
    ["240.0.0.1"], ["fd12::1"], ["169.254.169.254"], ["224.0.0.251"], ["not an address"],
]  # fmt: skip

GOOD = {
    "http://example.com": ("http", "example.com", 80, "/"),
    "HTTPS://Example.COM/a/b.mp4?x=1#part": ("https", "example.com", 443, "/a/b.mp4?x=1"),
    "http://example.com.:443/a": ("http", "example.com", 443, "/a"),
    "http://bücher.example/ü.mp4": ("http", "xn--bcher-kva.example", 80, "/%C3%BC.mp4"),
    "http://例え.テスト/a": ("http", "xn--r8jz45g.xn--zckzah", 80, "/a"),
    "http://93.184.216.34/": ("http", "93.184.216.34", 80, "/"),
    "https://[2606:4700:4700::1111]/a": ("https", "2606:4700:4700::1111", 443, "/a"),
    "http://example.com/a%20b.mp4": ("http", "example.com", 80, "/a%20b.mp4"),
}


@pytest.mark.parametrize("url", [*WRITTEN, *SPACED])
def test_what_leads_elsewhere_is_refused_unseen(url: str) -> None:
    def never(*asked: object) -> list[str]:
        raise AssertionError(asked)

    with (
        pytest.raises(UrlRefused) as refused,
        Fetcher(resolve=never, dial=never).open(url, 5),  # type: ignore[arg-type]
    ):
        raise AssertionError(url)
    assert "sesame" not in refused.value.say("en")
    assert refused.value.say("zh") != refused.value.say("en")


@pytest.mark.parametrize("addresses", ANSWERED, ids=" ".join)
def test_a_name_that_leads_inside_is_refused(addresses: list[str]) -> None:
    def never(*asked: object) -> socket.socket:
        raise AssertionError(asked)

    with (
        pytest.raises(UrlRefused),
        Fetcher(resolve=lambda host, port: addresses, dial=never).open("http://example.com/a", 5),
    ):
        raise AssertionError(addresses)


@pytest.mark.parametrize("url", GOOD)
def test_what_is_public_is_understood(url: str) -> None:
    place = place_of(url)
    assert (place.scheme, place.host, place.port, place.target) == GOOD[url]


@pytest.mark.parametrize(
    "address", [PUBLIC, "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001::1", "172.32.0.1"]
)
def test_public_addresses_are(address: str) -> None:
    assert public(address)


class Web:
    """A server on loopback that stands for the whole internet: every answer is written out, and what was
    asked and dialled is noted."""

    def __init__(self, answers: Sequence[bytes | Callable[[socket.socket], None]]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.dialled: list[tuple[str, int]] = []
        self.names: dict[str, list[list[str]]] = {}
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def fetcher(self, patience: float = 5.0) -> Fetcher:
        return Fetcher(resolve=self.resolve, dial=self.dial, patience=patience)

    def resolve(self, host: str, port: int) -> list[str]:
        if host not in self.names:
            return [host] if host[0].isdigit() else [PUBLIC]
        found = self.names[host]
        return found.pop(0) if len(found) > 1 else found[0]

    def dial(self, address: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append((address, port))
        return socket.create_connection(self.listener.getsockname(), seconds)

    def _serve(self) -> None:
        for told in self.answers:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                raw = b""
                while b"\r\n\r\n" not in raw and (more := connection.recv(4096)):
                    raw += more
                self.asked.append(raw.decode("latin-1"))
                if callable(told):
                    told(connection)
                else:
                    connection.sendall(told)

    def close(self) -> None:
        self.over.set()
        # Ends a wait for the next one.
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(5)


@contextmanager
def web(*answers: bytes | Callable[[socket.socket], None]) -> Iterator[Web]:
    made = Web(answers)
    try:
        yield made
    finally:
        made.close()


def found(body: bytes, *headers: str, length: int | None = None) -> bytes:
    told = "".join(f"{each}\r\n" for each in headers)
    size = len(body) if length is None else length
    return f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n{told}\r\n".encode() + body


def moved(to: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Elsewhere\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


def fetched(fetcher: Fetcher, url: str = "http://example.com/a.wav", seconds: float = 5.0) -> bytes:
    with fetcher.open(url, seconds) as answer:
        return b"".join(answer.parts)


def test_the_checked_address_is_dialled_and_the_host_is_named() -> None:
    with web(found(b"abc")) as there:
        there.names["example.com"] = [["93.184.216.34", "93.184.216.35"]]
        assert fetched(there.fetcher(), "http://example.com/a.wav?k=1") == b"abc"
    assert there.dialled == [("93.184.216.34", 80)]
    first, *headers = there.asked[0].split("\r\n")
    assert first == "GET /a.wav?k=1 HTTP/1.1"
    assert "Host: example.com" in headers
    assert "Accept-Encoding: identity" in headers
    assert not [each for each in headers if each.lower().startswith(("cookie", "authorization", "referer"))]


def test_a_name_server_that_changes_its_mind_is_asked_once() -> None:
    with web(found(b"abc")) as there:
        there.names["example.com"] = [[PUBLIC], ["127.0.0.1"]]
        assert fetched(there.fetcher()) == b"abc"
        # It is asked anew for the next, and then it leads inside.
        with pytest.raises(UrlRefused):
            fetched(there.fetcher())
    assert there.dialled == [(PUBLIC, 80)]


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://10.0.0.1:3128")
    with web(found(b"abc")) as there:
        assert fetched(there.fetcher()) == b"abc"
    assert there.dialled == [(PUBLIC, 80)]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_checked(status: int) -> None:
    with web(moved("/b", status), moved("http://other.example/c", status), found(b"abc")) as there:
        assert fetched(there.fetcher()) == b"abc"
    assert [each.split(" ")[1] for each in there.asked] == ["/a.wav", "/b", "/c"]
    assert "Host: other.example" in there.asked[2]


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1/", "//169.254.169.254/latest/", "http://[::1]/", "http://2130706433/", "file:///etc/passwd",
        "ftp://example.com/", "http://example.com:6379/", "http://user:sesame@example.com/", "http://inside.example/",
    ],
)  # fmt: skip
def test_a_redirect_that_leads_inside_is_refused(to: str) -> None:
    with web(moved(to), found(b"secret")) as there:
        there.names["inside.example"] = [["10.0.0.1"]]
        with pytest.raises(UrlRefused):
            fetched(there.fetcher())
    assert len(there.dialled) == 1


def test_redirects_end() -> None:
    round_and_round = [moved(f"/{each}") for each in range(REDIRECTS + 1)]
    with web(*round_and_round, found(b"abc")) as there, pytest.raises(NotFetched, match="without end"):
        fetched(there.fetcher())
    assert len(there.dialled) == REDIRECTS + 1


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "answers 404"),
        (b"HTTP/1.1 206 Partial\r\nContent-Length: 1\r\n\r\na", "answers 206"),
        (b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", "answers 302"),
        (found(b"abc", "Content-Encoding: gzip"), "compressed"),
        (found(b"abc", length=100), "broke off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", "broke off"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "broke off"),
        (b"", "broke off"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 70_000 + b"\r\n\r\n", "broke off"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 200 + b"\r\n", "broke off"),
    ],
)
def test_what_is_no_file_is_said(told: bytes, why: str) -> None:
    with web(told) as there, pytest.raises(NotFetched, match=why):
        fetched(there.fetcher())


def test_a_server_that_never_ends_is_left() -> None:
    dripping = web(lambda connection: drip(connection, there))
    with dripping as there, pytest.raises(NotFetched, match="too long"):
        fetched(there.fetcher(), seconds=0.3)


def test_a_server_that_says_nothing_is_left() -> None:
    with web(lambda connection: wait(there)) as there, pytest.raises(NotFetched, match="nothing answers"):
        fetched(there.fetcher(patience=0.2))


def wait(there: Web) -> None:
    there.over.wait(20)


def drip(connection: socket.socket, there: Web) -> None:
    """No length is told, so that only the clock tells that this is no end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while not there.over.wait(0.02):
        try:
            connection.sendall(b"a")
        except OSError:
            return


def test_https_checks_the_certificate_by_name() -> None:
    with web(lambda connection: None) as there:
        seen: list[str] = []
        fetcher = there.fetcher(patience=0.2)
        fetcher.context = ssl.create_default_context()
        real = fetcher.context.wrap_socket

        def wrap(connection: socket.socket, server_hostname: str) -> ssl.SSLSocket:
            seen.append(server_hostname)
            return real(connection, server_hostname=server_hostname)

        fetcher.context.wrap_socket = wrap  # type: ignore[method-assign, assignment]
        assert fetcher.context.check_hostname
        assert fetcher.context.verify_mode == ssl.CERT_REQUIRED
        with pytest.raises(NotFetched):
            fetched(fetcher, "https://example.com/a")
    assert seen == ["example.com"]
    assert there.dialled == [(PUBLIC, 443)]


@pytest.fixture(scope="module")
def guest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guest]:
    with serving(tmp_path_factory.mktemp("fetching"), max_upload=100_000) as made:
        yield made


def ask(guest: Guest, *urls: str, **more: str) -> tuple[int, dict[str, object]]:
    path = f"/api/upload-video/nemo_agent/me/{guest.begin()}"
    told = guest.ask("POST", path, json={"urls": urls, "source_type": "url", **more})
    return told.status_code, told.json()


def test_files_are_fetched_into_the_session(guest: Guest) -> None:
    with web(found(sound()), moved("/z"), found(sound(tone=9))) as there:
        guest.service.uploads.fetcher = there.fetcher()
        status, told = ask(guest, "http://example.com/x/My%20sound.wav?key=secret")
        assert status == 200, told
        (file,) = told["data"]["files"]  # type: ignore[index]
        assert file["filename"] == "My sound.wav"
        assert file["file_type"] == "audio"
        assert guest.client.get(file["cdn_url"]).content == sound()
        status, told = ask(guest, "http://example.com/")
        assert status == 200
    assert guest.left() == []


@pytest.mark.parametrize(
    ("told", "code", "status"),
    [
        (found(b"#EXTM3U\nhttp://10.0.0.1/"), 4001, 415),
        (found(b"RIFF" + b"\0" * 200_000), 4002, 413),
        (b"HTTP/1.1 200 OK\r\n\r\nRIFF" + b"\0" * 200_000, 4002, 413),
        (b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", 400, 400),
        (moved("http://10.0.0.1/"), 400, 400),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_left(
    guest: Guest, told: bytes, code: int, status: int
) -> None:
    with web(told) as there:
        guest.service.uploads.fetcher = there.fetcher()
        answered, body = ask(guest, "http://example.com/a.mp4")
    assert (answered, body["code"]) == (status, code), body
    assert guest.left() == []


def test_nothing_is_begun_where_one_url_is_refused(guest: Guest) -> None:
    def never(*asked: object) -> list[str]:
        raise AssertionError(asked)

    guest.service.uploads.fetcher = Fetcher(resolve=never)
    status, told = ask(guest, "http://example.com/a.mp4", "http://127.0.0.1/")
    assert (status, told["fault"]) == (400, "url_refused")


@pytest.mark.parametrize(
    "body",
    [{}, {"urls": []}, {"urls": "http://a.example/"}, {"urls": [1]}, {"urls": ["http://a.example/"] * 17}],
)
def test_a_body_that_names_no_urls_is_refused(guest: Guest, body: object) -> None:
    told = guest.ask("POST", f"/api/upload-video/nemo_agent/me/{guest.session}", json=body)
    assert told.status_code == 400


def test_a_fetch_that_is_given_up_ends(guest: Guest) -> None:
    with web(lambda connection: drip(connection, there)) as there:
        guest.service.uploads.fetcher = there.fetcher()
        caller = guest.service.caller(guest.headers["Authorization"].split()[1], "")
        (upload,) = guest.service.files.fetch(caller, guest.session, ["http://example.com/a.mp4"])
        until(lambda: there.asked)
        assert guest.ask("DELETE", f"/v1/uploads/{upload.id}").status_code == 204
        until(lambda: guest.service.queue.get(f"fetch_{upload.id}").state == "cancelled")
    assert guest.left() == []


def test_what_was_fetched_is_not_fetched_again(guest: Guest, tmp_path: Path) -> None:
    uploads, queue = guest.service.uploads, guest.service.queue
    with web(found(sound(tone=21))) as there:
        uploads.fetcher = there.fetcher()
        caller = guest.service.caller(guest.headers["Authorization"].split()[1], "")
        (upload,) = guest.service.files.fetch(caller, guest.session, ["http://example.com/a.wav"])
        until(lambda: guest.service.files.settled(upload))
        job = queue.get(f"fetch_{upload.id}")
        kept = queue.step(job.id, "fetched")

    # Begun again with the net gone, the job finds what it has.
    class Again:
        cancel = threading.Event()

        def __init__(self) -> None:
            self.job = job

        def step(self, name: str, do: Callable[[], object]) -> object:
            return queue.step(job.id, name)

    assert uploads.fetch(Again()) == {"ingest": f"ingest_{upload.id}"}  # type: ignore[arg-type]
    assert kept["size"] == len(sound(tone=21))
    assert len(there.asked) == 1


def test_faults_are_faults_in_both_languages() -> None:
    with web(b"") as there, pytest.raises(Fault) as fault:
        fetched(there.fetcher())
    assert "连接中断" in fault.value.say("zh")
