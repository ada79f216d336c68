import httpx
import pytest

from tacitus.fetch.addresses import checked_addresses, checked_url, forbidden
from tacitus.fetch.faults import FetchError


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "::1",
        "0.0.0.0",
        "::",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "fe80::1",
        "fe80::1%eth0",
        "fd00:ec2::254",
        "fec0::1",
        "100.64.0.1",
        "224.0.0.1",
        "ff02::1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2001:0:a00:1::1",
        "::127.0.0.1",
        "::10.0.0.1",
        "no address",
    ],
)
def test_addresses_inside_are_forbidden(address):
    assert forbidden(address)


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_public_addresses_pass(address):
    assert forbidden(address) is None


@pytest.mark.parametrize(
    ("address", "passes"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
    ],
)
def test_only_this_machine_passes_with_the_switch(address, passes):
    assert (forbidden(address, allow_loopback=True) is None) == passes


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/x",
        "gopher://example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/x",
        "/etc/passwd",
        "http://",
        "http:///x",
        "http://[::1",
        "http://user:secret@example.org/",
        "http://example.org:99999/",
        "http://example.org/" + "a" * 9_000,
        "",
    ],
)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(FetchError) as caught:
        checked_url(url)
    assert caught.value.problem.code == "bad-url"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "base", "made"),
    [
        (" http://Example.ORG/a#b ", None, "http://example.org/a"),
        ("/b?c", "http://example.org/a/", "http://example.org/b?c"),
        ("//other.org/b", "https://example.org/a", "https://other.org/b"),
        (b"/caf\xc3\xa9", "http://example.org/", "http://example.org/caf%C3%A9"),
        (b"/caf\xe9", "http://example.org/", "http://example.org/caf%C3%A9"),
        ("http://bücher.example/", None, "http://xn--bcher-kva.example/"),
    ],
)
def test_addresses_are_made_absolute(given, base, made):
    url = checked_url(given, httpx.URL(base) if base else None)
    assert f"{url.scheme}://{url.raw_host.decode()}{url.raw_path.decode()}" == made


def test_one_address_inside_makes_a_name_untrusted():
    with pytest.raises(FetchError) as caught:
        checked_addresses("rebind.example", 80, lambda host, port: ["93.184.216.34", "127.0.0.1"])
    assert caught.value.problem.code == "forbidden-address"


@pytest.mark.parametrize("resolve", [lambda host, port: [], lambda host, port: [][0]])
def test_names_without_address(resolve):
    def failing(host, port):
        try:
            return resolve(host, port)
        except IndexError as error:
            raise OSError("unknown name") from error

    with pytest.raises(FetchError) as caught:
        checked_addresses("nowhere.example", 80, failing)
    assert caught.value.problem.code == "no-address"
    assert caught.value.passing
