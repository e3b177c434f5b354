"""Which URLs users may set: whatever form an address takes, only public ones pass."""

import contextlib
from ipaddress import IPv4Address, IPv6Address, ip_address

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from orchestration.outgoing.addresses import Address, special
from orchestration.outgoing.errors import ForbiddenURL
from orchestration.outgoing.rules import Allowed, Rules, parse_allowed
from orchestration.outgoing.transport import check_url

NOTHING = Rules()
INSIDE = (
    "10.0.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1", "192.168.1.1",
    "100.64.0.1", "100.100.100.200", "0.0.0.1", "0.1.2.3", "192.0.0.192", "192.0.2.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "168.63.129.16", "192.88.99.1",
)  # fmt: skip
INSIDE_6 = (
    "::", "::1", "::2", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
    "2001::1", "2001:10::1", "2002:7f00:1::", "3fff::1", "64:ff9b:1::1", "100::1", "4000::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "::127.0.0.1",
)  # fmt: skip
OUTSIDE = ("1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1")


def bracketed(address: object) -> str:
    return f"[{address}]" if ":" in str(address) else str(address)


def why(url: str, rules: Rules = NOTHING) -> str:
    with pytest.raises(ForbiddenURL) as refused:
        check_url(url, rules, field="base_url")
    problem = refused.value.problem()
    assert problem["field"] == "base_url"
    assert problem["mend"]
    return str(problem["detail"])


@pytest.mark.parametrize("address", [*INSIDE, *INSIDE_6])
def test_an_address_inside_is_refused(address: str) -> None:
    assert special(ip_address(address)) is not None
    assert "leads to" in why(f"http://{bracketed(address)}/v1")


@pytest.mark.parametrize("address", [*OUTSIDE, "64:ff9b::808:808"])
def test_a_public_address_is_allowed(address: str) -> None:
    assert special(ip_address(address)) is None
    check_url(f"https://{bracketed(address)}/v1", NOTHING)


@pytest.mark.parametrize(
    "name", ["api.example.com", "API.Example.com.", "bücher.example", "a_b.io"]
)
def test_a_plain_name_passes_until_its_addresses_are_known(name: str) -> None:
    check_url(f"https://{name}:8443/v1", NOTHING)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://example.com/", "neither http nor https"),
        ("file:///etc/passwd", "neither http nor https"),
        ("gopher://127.0.0.1:6379/_x", "neither http nor https"),
        ("//example.com", "neither http nor https"),
        ("https://user:pass@example.com/", "user or password"),
        ("https://example.com@127.0.0.1/", "user or password"),
        ("https:///v1", "no host"),
        ("http://a..b/", "no host"),
        ("http://example.com:0/", "port 0"),
        ("http://[fe80::1%25eth0]/", "no host|no URL"),
        ("http://[::1", "no URL"),
        ("http://example.com:99999/", "port 99999"),
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str, said: str) -> None:
    text = why(url)
    assert any(each in text for each in said.split("|")), text


def test_the_error_does_not_repeat_a_password_or_a_query() -> None:
    with pytest.raises(ForbiddenURL) as refused:
        check_url("https://me:hunter2@example.com/v1?key=swordfish", NOTHING)
    said = f"{refused.value} {refused.value.problem()}"
    assert "example.com/v1" in said
    assert "hunter2" not in said
    assert "swordfish" not in said


def in_other_forms(address: IPv4Address) -> list[str]:
    """How C libraries and browsers read and write IPv4 addresses."""
    a, b, c, d = address.packed
    number = int(address)
    return [
        str(number), hex(number), f"{number:#o}".replace("o", ""), f"{a}.{number & 0xFFFFFF}",
        f"{a}.{b}.{number & 0xFFFF}", f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}",
        f"0{a:o}.0{b:o}.0{c:o}.0{d:o}", f"00{a}.{b}.{c}.{d}", f"0x{a:02x}.{b}.{c}.0{d:o}",
        f"{number}.",
        f"{a}.{b}.{c}.0x{d:x}.",
    ]  # fmt: skip


@given(st.ip_addresses(v=4))
@example(IPv4Address("127.0.0.1"))
def test_no_odd_form_of_an_ipv4_address_passes(address: IPv4Address) -> None:
    for form in in_other_forms(address):
        if form.removesuffix(".") != str(address):
            assert "cannot be used" in why(f"http://{form}/")


@given(st.sampled_from(INSIDE), st.sampled_from(["", "."]))
def test_no_wide_letters_or_dots_hide_an_address(address: str, end: str) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else "。" for sign in address)
    for host in (wide + end, address.replace(".", "。") + end, address + end):
        with contextlib.suppress(UnicodeError):
            assert "cannot be used" in why(f"http://{host}/")


@given(st.ip_addresses(v=4))
def test_an_ipv6_address_is_as_public_as_the_ipv4_address_within(address: IPv4Address) -> None:
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        carrier = IPv6Address(int(IPv6Address(prefix)) | int(address))
        assert special(carrier) == special(address)


@given(st.ip_addresses(v=4))
def test_a_6to4_address_is_never_public(address: IPv4Address) -> None:
    assert special(IPv6Address((0x2002 << 112) | (int(address) << 80))) is not None


@given(st.ip_addresses())
def test_nothing_that_python_knows_as_special_is_public(address: Address) -> None:
    if special(address) is None and not isinstance(address, IPv6Address):
        assert address.is_global
        assert not address.is_multicast
    if special(address) is None and isinstance(address, IPv6Address):
        within_nat64 = int(address) >> 32 == int(IPv6Address("64:ff9b::")) >> 32
        assert within_nat64 or address.ipv4_mapped or address.is_global


@given(st.text(max_size=40), st.sampled_from(["http://", "https://", ""]))
def test_any_text_is_a_url_that_may_be_asked_or_a_named_refusal(text: str, begin: str) -> None:
    with contextlib.suppress(ForbiddenURL):
        url = check_url(begin + text, NOTHING)
        assert url.scheme in ("http", "https")
        assert not url.userinfo
        with contextlib.suppress(ValueError):
            assert special(ip_address(url.raw_host.decode())) is None


@given(st.ip_addresses(v=6))
def test_an_address_with_a_zone_never_passes(address: IPv6Address) -> None:
    assert "cannot be used" in why(f"http://[{address}%25eth0]/")
    assert "cannot be used" in why(f"http://[{address}%eth0]/")


def test_one_bad_address_among_good_ones_refuses_the_host() -> None:
    good, bad = ip_address("1.1.1.1"), ip_address("10.0.0.1")
    assert NOTHING.refusal("example.com", 443, [good]) is None
    assert NOTHING.refusal("example.com", 443, [good, bad]) is not None
    assert NOTHING.refusal("example.com", 443, []) is not None


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("Ollama.Internal.", Allowed("ollama.internal")),
        ("localhost:11434", Allowed("localhost", 11434)),
    ],
)
def test_an_allowed_host_is_read(text: str, allowed: Allowed) -> None:
    assert parse_allowed(text) == allowed


@pytest.mark.parametrize(
    "text", ["", "a b", "http://x", "10.0.0.0/33", "0x7f.1", "localhost:0", "*"]
)
def test_an_allowed_host_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"write ollama\.internal"):
        parse_allowed(text)


def rules(*texts: str) -> Rules:
    return Rules(tuple(map(parse_allowed, texts)))


def test_an_allowed_network_may_be_asked_at_its_port_only() -> None:
    allowed = rules("10.1.0.0/16", "127.0.0.1:11434", "[fd00::1]:8080", "fd01::/16")
    for url in ("http://10.1.2.3/", "http://127.0.0.1:11434/", "http://[fd00::1]:8080/",
                "http://[fd01::5]/", "http://[::ffff:10.1.2.3]/"):  # fmt: skip
        check_url(url, allowed)
    for url in ("http://10.2.0.1/", "http://127.0.0.1:6379/", "http://[fd00::1]/"):
        assert "leads to" in why(url, allowed)


def test_an_allowed_name_may_lead_inside_but_not_to_metadata() -> None:
    allowed = rules("ollama.internal:11434")
    private, metadata = [ip_address("10.0.0.5")], [ip_address("169.254.169.254")]
    assert allowed.refusal("Ollama.internal.", 11434, private) is None
    assert allowed.refusal("ollama.internal", 22, private) is not None
    assert allowed.refusal("evil.ollama.internal", 11434, private) is not None
    assert allowed.refusal("ollama.internal", 11434, metadata) is not None
    assert rules("169.254.169.254").refusal("x", 80, metadata) is None


def test_ports_of_public_hosts_can_be_limited() -> None:
    limited = Rules(ports=(443,))
    check_url("https://1.1.1.1/", limited)
    assert "port 8080" in why("https://1.1.1.1:8080/", limited)


def test_a_checked_url_is_the_one_that_was_given() -> None:
    assert check_url("https://api.example.com/v1", NOTHING) == httpx.URL(
        "https://api.example.com/v1"
    )
