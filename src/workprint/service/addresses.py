"""Addresses that strangers name: what may be fetched, and never from within the server's own networks."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

from workprint.base import Text

from .file_faults import UrlRefused

PORTS = {"http": 80, "https": 443}
LONGEST = 4096

_HERE = "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16"
_RESERVED = (
    "192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.175.48.0/24 "
    "198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
)
# A public address by its number, and the door to the host for every machine of one large cloud.
_CLOUD = "168.63.129.16/32"
NOT_V4 = tuple(ipaddress.IPv4Network(each) for each in f"{_HERE} {_RESERVED} {_CLOUD}".split())
"""Every IPv4 range that is not the public net (IANA's registry of special addresses, and multicast)."""

PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
"""All that is handed out to the public. Outside lie ::1, fc00::/7, fe80::/10, ff00::/8, and those that
hold an IPv4 address: ::/96, ::ffff:0:0/96, 64:ff9b::/96, 64:ff9b:1::/48."""
# Within it: protocols and tunnels (Teredo, ORCHID, 6to4), documentation, AS112, anycast of tests.
NOT_V6 = tuple(
    ipaddress.IPv6Network(each)
    for each in ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20"]
)

_SCHEME: Text = {"en": "only http and https addresses are", "zh": "仅支持 http 和 https 地址"}
_READ: Text = {"en": "it cannot be read as an address", "zh": "无法识别为地址"}
_NAMED: Text = {"en": "it holds a user name or password", "zh": "其中含有用户名或密码"}
_PORT: Text = {"en": "only the ports 80 and 443 are open for that", "zh": "仅允许端口 80 和 443"}
PRIVATE: Text = {"en": "it is not an address of the public internet", "zh": "它不是公共互联网地址"}
_NUMBER: Text = {"en": "its host is a number and not a name", "zh": "其主机为数字而非名称"}
_LONG: Text = {"en": "it is too long", "zh": "地址过长"}


@dataclass(frozen=True)
class Place:
    """A file somewhere in the net: whom to ask, and for what. `host` is a name or a public address."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def header(self) -> str:
        """The host as the Host header has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.header}{self.target}"

    @property
    def shown(self) -> str:
        """Without what follows a question mark, which may hold keys."""
        return self.url.partition("?")[0]

    @property
    def name(self) -> str:
        """What the file may be called."""
        return unquote(self.target.partition("?")[0], errors="replace").rpartition("/")[2]


def place_of(url: str) -> Place:
    """Where a URL leads. Raises `UrlRefused`; a name that leads into a private network is only found out
    when it is looked up."""
    if len(url) > LONGEST:
        raise _refused(url[:100] + "…", _LONG)
    if not url or any(ord(letter) <= 32 or ord(letter) == 127 or letter == "\\" for letter in url):
        raise _refused(url, _READ)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _refused(url, _READ) from error
    if parts.scheme not in PORTS:
        raise _refused(url, _SCHEME)
    if "@" in parts.netloc:
        raise _refused(url, _NAMED)
    if (port or PORTS[parts.scheme]) not in PORTS.values() or port == 0:
        raise _refused(url, _PORT)
    host = _host(url, parts.hostname or "", "[" in parts.netloc)
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Place(parts.scheme, host, port or PORTS[parts.scheme], target)


def further(place: Place, told: str) -> Place:
    """Where a place sends one on to. Raises `UrlRefused`."""
    try:
        return place_of(urljoin(place.url, told))
    except ValueError as error:
        raise _refused(told, _READ) from error


def public(address: str) -> bool:
    """Whether an address is one of the public internet, and not of any network of one's own."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return not any(found in network for network in NOT_V4)
    if found.scope_id or found not in PUBLIC_V6:
        return False
    return not any(found in network for network in NOT_V6)


def _host(url: str, host: str, bracketed: bool) -> str:
    if bracketed:
        if not public(host):
            raise _refused(url, PRIVATE)
        return host
    host = unicodedata.normalize("NFKC", host).replace("。", ".").lower().removesuffix(".")
    try:
        # Names in other scripts, as the name servers know them.
        host = host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise _refused(url, _READ) from error
    if not re.fullmatch(
        r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*", host
    ):
        raise _refused(url, _READ)
    last = host.rpartition(".")[2]
    if last.isdigit() or re.fullmatch(r"0x[0-9a-f]*", last):
        return _number(url, host)
    if "." not in host or last in (
        "localhost",
        "local",
        "internal",
        "localdomain",
        "home",
        "lan",
        "intranet",
    ):
        raise _refused(url, PRIVATE)
    return host


def _number(url: str, host: str) -> str:
    """An IPv4 address, in the one spelling that all programs read alike: not octal, hex, short or as one
    number."""
    try:
        address = str(ipaddress.IPv4Address(host))
    except ValueError as error:
        raise _refused(url, _NUMBER) from error
    if not public(address):
        raise _refused(url, PRIVATE)
    return address


def _refused(url: str, because: Text) -> UrlRefused:
    shown = "".join(letter if letter.isprintable() else "�" for letter in url.partition("?")[0])
    # What stands before an @ may be a password.
    head, at, rest = shown.rpartition("@")
    if at:
        shown = f"{head.partition('//')[0]}//…@{rest}"
    return UrlRefused(url=shown[:200], because=because)
