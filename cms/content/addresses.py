"""Where a link may lead: to places that any reader can reach, and nowhere that runs something.

A link to a machine inside the school's network is of no use to a student at home, and makes each
reader's browser knock at a place of the author's choosing (ASVS 1.3.6).
"""

import ipaddress
import re
import socket
import unicodedata
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WEB = frozenset({"http", "https"})
# The rich text editor offers these two in dialogs of their own.
DIRECT = frozenset({"mailto", "tel"})
INSIDE_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "corp", "test")


def check_address(address: str, *, direct: bool = False) -> None:
    """Raise ValidationError that quotes the address unless it is http(s) to a public place.

    `direct` lets e-mail addresses, telephone numbers, places on the same page and on this site
    through as well: what a link in a text may be.
    """
    shown = address if len(address) <= 80 else address[:79] + "…"
    plain = unicodedata.normalize("NFKC", address).replace("。", ".").strip()
    if direct and (plain.startswith("#") or re.match(r"/(?![/\\])", plain)):
        return
    if re.search(r"[\x00-\x20\x7f\\]", plain):
        raise ValidationError(_("“%(address)s” is no address.") % {"address": shown})
    try:
        parts = urlsplit(plain)
        host = (parts.hostname or "").rstrip(".")
        _port = parts.port
    except ValueError as error:
        raise ValidationError(_("“%(address)s” is no address.") % {"address": shown}) from error
    if direct and parts.scheme in DIRECT:
        return
    if parts.scheme not in WEB and not (direct and plain.startswith("//")):
        raise ValidationError(
            _("“%(address)s”: only addresses that begin with http:// or https:// may be linked.")
            % {"address": shown}
        )
    # Names before an @ are there to make an address look like another one.
    if not host or parts.username is not None or _is_inside(host):
        raise ValidationError(
            _("“%(address)s” leads to a computer that readers outside can't reach.")
            % {"address": shown}
        )


def _is_inside(host: str) -> bool:
    number = _number_of(host)
    if number is not None:
        wrapped = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None)
        return not (wrapped or number).is_global or number.is_multicast
    # A name without a dot, such as http://jwxt/, is looked up inside the network only.
    return "." not in host or any(f".{host}".endswith(f".{name}") for name in INSIDE_NAMES)


def _number_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address that a browser takes the host for, also written as 127.1, 0x7f000001 or
    2130706433; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    if not re.fullmatch(r"(?:0x[0-9a-f]*|\d+)", host.rsplit(".", 1)[-1]):
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        # Ends like a number and is none: browsers refuse it, and so do we.
        return ipaddress.IPv4Address(0)
