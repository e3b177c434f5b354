"""Decides which URLs and addresses may be asked. Pure: it looks nothing up.

A URL is `http` or `https`, names its host plainly and carries no user or password. Hosts that
are numbers in another form than `1.2.3.4` or `[2001:…]` are refused: programs differ in how they
read them. Which addresses a name leads to is decided when they are known (`Rules.refusal`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from orchestration.outgoing.addresses import Address, inner, never_by_name, special

Network = IPv4Network | IPv6Network
SCHEMES = {"http": 80, "https": 443}
HIGHEST_PORT = 65_535
_LABEL = re.compile(r"^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_NUMBER = re.compile(r"^([0-9]+|0x[0-9a-f]*)\Z")
_LONGEST = 253


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a URL is refused.

    Attributes:
        why: What is wrong with it, as the end of a sentence that begins with "it".
        mend: What to do about it.
    """

    why: str
    mend: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """A host or network inside that may be asked all the same.

    Attributes:
        target: A host's name in lower case, or a network.
        port: The only port; None for every one.
    """

    target: str | Network
    port: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be asked beside public addresses.

    Attributes:
        allowed: Hosts and networks inside.
        ports: The only ports of public hosts; empty for every one.
    """

    allowed: tuple[Allowed, ...] = ()
    ports: tuple[int, ...] = ()

    def refusal_of_url(self, scheme: str, userinfo: bytes, host: str, port: int) -> Refusal | None:
        """Return why a URL may not be asked, as far as it can be seen from itself.

        Args:
            scheme: In lower case.
            userinfo: What stands before `@`.
            host: As it is sent, in ASCII; an IPv6 address without brackets.
            port: The one in the URL, else the scheme's.
        """
        if scheme not in SCHEMES:
            return Refusal("is neither http nor https", "Use an address that begins with https://.")
        if userinfo:
            return Refusal("holds a user or password", "Leave it out; keep the key as a secret.")
        name = plain(host)
        address = literal(name)
        if address is None and (problem := _misnamed(name)) is not None:
            return problem
        if not 0 < port <= HIGHEST_PORT:
            return Refusal(f"names the port {port}", f"Use a port from 1 to {HIGHEST_PORT}.")
        return None if address is None else self.refusal(name, port, [address])

    def refusal(self, host: str, port: int, addresses: Sequence[Address]) -> Refusal | None:
        """Return why a host that has these addresses may not be asked; each one must be fit."""
        if not addresses:
            return Refusal("names a host without an address", "Check the host's name.")
        for address in addresses:
            if not self._allows(plain(host), port, address):
                what = special(address)
                if what is not None:
                    return Refusal(f"leads to {what}", _INSIDE)
                if self.ports and port not in self.ports:
                    known = ", ".join(map(str, self.ports))
                    return Refusal(f"names the port {port}", f"Use one of: {known}. {_PORTS}")
        return None

    def _allows(self, host: str, port: int, address: Address) -> bool:
        fit = [each.target for each in self.allowed if each.port in (None, port)]
        networks = [each for each in fit if not isinstance(each, str)]
        if any(_within(form, each) for each in networks for form in (address, inner(address))):
            return True
        return host in fit and not never_by_name(special(address) or "")


_INSIDE = (
    "Use a public address. For a server of your own, such as a local model, whoever runs "
    "Switchyard adds its host or network to SWITCHYARD_OUTGOING__ALLOW."
)
_PORTS = "Whoever runs Switchyard can add others to SWITCHYARD_OUTGOING__PORTS."


def parse_allowed(text: str) -> Allowed:
    """Read `host`, `network` or `address`, with `:port` where only that one is allowed.

    Raises:
        ValueError: It is none of them; the text says what to write.
    """
    target, port = _split_port(text.strip().lower())
    if (network := _network(target)) is not None:
        return Allowed(network, port)
    name = plain(target)
    if _misnamed(name) is not None:
        raise ValueError(
            f"{text!r} is no host, address or network: write ollama.internal, localhost:11434, "
            "10.1.0.0/16 or [fd00::1]:8080"
        )
    return Allowed(name, port)


def plain(host: str) -> str:
    """Return a host's name in lower case, without the dot of the root at its end."""
    return host.lower().removesuffix(".")


def literal(host: str) -> Address | None:
    """Return the address that a host is; None when it is a name, or has a zone."""
    try:
        return None if "%" in host else ip_address(host)
    except ValueError:
        return None


def _misnamed(name: str) -> Refusal | None:
    labels = name.split(".")
    if _NUMBER.match(labels[-1]):
        return Refusal("names its host by a number", "Write the address as 1.2.3.4, or a name.")
    if len(name) > _LONGEST or not all(map(_LABEL.match, labels)):
        return Refusal("names no host", "Write a host's name, such as api.example.com.")
    return None


def _within(address: Address, network: Network) -> bool:
    return address.version == network.version and address in network


def _network(text: str) -> Network | None:
    try:
        return ip_network(text.strip("[]"), strict=False)
    except ValueError:
        return None


def _split_port(text: str) -> tuple[str, int | None]:
    """Split `:port` off; the colons of an IPv6 address without brackets are its own."""
    host, colon, port = text.rpartition(":")
    bare = ":" in host and not host.endswith("]")
    if not colon or bare or not port.isdecimal() or not 0 < int(port) <= HIGHEST_PORT:
        return text, None
    return host, int(port)
