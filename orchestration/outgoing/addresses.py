"""Which addresses are public. Pure.

The lists follow IANA's registries of special-purpose addresses (RFC 6890), which Python's
`ipaddress` knows by its version only; what carries another address within is judged by that one.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address

_SPECIAL: Final = tuple(
    (ip_network(network), what)
    for network, what in (
        ("0.0.0.0/8", "an unspecified address"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "an address of a carrier's inside"),
        ("127.0.0.0/8", "a loopback address"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "an address for examples"),
        ("192.88.99.0/24", "a reserved address"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "an address for benchmarks"),
        ("198.51.100.0/24", "an address for examples"),
        ("203.0.113.0/24", "an address for examples"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
        ("168.63.129.16/32", "a cloud's metadata service"),
        ("::/128", "an unspecified address"),
        ("::1/128", "a loopback address"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a private address"),
        ("ff00::/8", "a multicast address"),
        ("2001::/23", "a reserved address"),
        ("2001:db8::/32", "an address for examples"),
        ("2002::/16", "an address with another one inside (6to4)"),
        ("3fff::/20", "an address for examples"),
    )
)
_NEVER_BY_NAME: Final = ("unspecified", "link-local", "multicast", "metadata")
_PUBLIC_6: Final = ip_network("2000::/3")
_NAT64: Final = ip_network("64:ff9b::/96")
_MAPPED: Final = ip_network("::ffff:0:0/96")


def inner(address: Address) -> Address:
    """Return the IPv4 address that is meant by a mapped or NAT64 one; others as they are."""
    carries = isinstance(address, IPv6Address) and (address in _NAT64 or address in _MAPPED)
    return IPv4Address(int(address) & 0xFFFF_FFFF) if carries else address


def special(address: Address) -> str | None:
    """Return what an address is that is not public, such as "a private address"; else None."""
    meant = inner(address)
    for network, what in _SPECIAL:
        if meant.version == network.version and meant in network:
            return what
    strange = isinstance(meant, IPv6Address) and meant not in _PUBLIC_6
    return "a reserved address" if strange or not meant.is_global else None


def never_by_name(what: str) -> bool:
    """Tell whether not even an allowed name may lead there: only its address can be allowed."""
    return any(word in what for word in _NEVER_BY_NAME)
