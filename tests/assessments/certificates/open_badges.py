"""What Open Badges 3.0 (final; Appendix A and B) asks of an OpenBadgeCredential, as tables.

1EdTech's JSON schema may not be redistributed, so the classes that our badges use are written out
here. Stricter than the schema in one thing: a property that the specification doesn't name is
refused, for we have no extension of our own.
"""

import re
from collections.abc import Callable
from typing import Any

Check = Callable[[Any], None]


class NotAnOpenBadge(AssertionError):
    """The message says where and why."""


def demand(holds: bool, why: str) -> None:
    if not holds:
        raise NotAnOpenBadge(why)


def matches(pattern: str) -> Check:
    def check(value: Any) -> None:
        demand(isinstance(value, str) and bool(re.fullmatch(pattern, value)), f"{value!r}")

    return check


def includes(*wanted: str) -> Check:
    """An unordered set (A.1: an array) with these among its items."""

    def check(value: Any) -> None:
        demand(isinstance(value, list) and set(wanted) <= set(value), f"{value!r}")

    return check


def exactly(wanted: Any) -> Check:
    return lambda value: demand(type(value) is type(wanted) and value == wanted, f"{value!r}")


def a_float(value: Any) -> None:
    demand(type(value) in (int, float), f"{value!r}")


def many(check: Check) -> Check:
    """0..*: an array, never a single value, and left out when it is empty (A.1)."""

    def check_all(value: Any) -> None:
        demand(isinstance(value, list) and bool(value), f"{value!r}")
        for one in value:
            check(one)

    return check_all


def an_object(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    optional = optional or {}

    def check(value: Any) -> None:
        demand(isinstance(value, dict), f"{value!r}")
        missing = required.keys() - value.keys()
        demand(not missing, f"missing: {sorted(missing)}")
        unknown = value.keys() - required.keys() - optional.keys()
        demand(not unknown, f"not in the specification: {sorted(unknown)}")
        for name, found in value.items():
            try:
                (required | optional)[name](found)
            except NotAnOpenBadge as error:
                raise NotAnOpenBadge(f"{name}: {error}") from error

    return check


text = matches(r"(?s).+")
uri = matches(r"(https?://|urn:uuid:)\S+")
address = matches(r"https?://\S+")
# DateTimeZ: with an offset from UTC.
moment = matches(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)")

VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"
OB_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
# Defines the names that the context of Open Badges doesn't: of the status method and the schema.
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)


def contexts(value: Any) -> None:
    """B.1.2: an ordered set, the two first ones fixed."""
    demand(isinstance(value, list) and value[:2] == [VC_CONTEXT, OB_CONTEXT], f"{value!r}")
    demand(set(value[2:]) <= {EXTENSIONS}, f"{value!r}")


# B.1.14; of its many optional properties those that we use.
profile = an_object(
    {"id": uri, "type": includes("Profile")}, {"name": text, "url": address, "description": text}
)
# B.1.12; of the kinds of identifiers the two that we use.
identity = an_object(
    {
        "type": exactly("IdentityObject"),
        "hashed": exactly(True),
        "identityHash": matches(r"sha256\$[0-9a-f]{64}"),
        "identityType": matches("name|identifier"),
    },
    {"salt": text},
)
# B.1.1, B.1.6; B.1.29 AchievementType.
achievement = an_object(
    {
        "id": uri,
        "type": includes("Achievement"),
        "criteria": an_object({"narrative": text}, {"id": uri}),
        "description": text,
        "name": text,
    },
    {"achievementType": matches("Course|CertificateOfCompletion|Membership")},
)
# B.1.3
subject = an_object(
    {
        "id": uri,
        "type": includes("AchievementSubject"),
        "achievement": achievement,
        "identifier": many(identity),
    },
    {"activityStartDate": moment, "activityEndDate": moment, "creditsEarned": a_float},
)
# B.1.21: one of them is the schema of the specification itself.
schemas = many(
    an_object({"id": exactly(SCHEMA), "type": exactly("1EdTechJsonSchemaValidator2019")})
)
# B.1.22
status = an_object({"id": address, "type": exactly("1EdTechRevocationList")})

REQUIRED: dict[str, Check] = {
    "@context": contexts,
    "id": uri,
    "type": includes("VerifiableCredential", "OpenBadgeCredential"),
    "credentialSubject": subject,
    "issuer": profile,
    "validFrom": moment,
}
OPTIONAL: dict[str, Check] = {
    "name": text,
    "validUntil": moment,
    "credentialSchema": schemas,
    "credentialStatus": status,
}
# 8.2.4.1: registered claims beside the members of the credential.
CLAIMS: dict[str, Check] = {
    "iss": uri,
    "jti": uri,
    "sub": uri,
    "nbf": lambda value: demand(type(value) is int, f"{value!r}"),
}
_credential = an_object(REQUIRED, OPTIONAL)
_payload = an_object(REQUIRED | CLAIMS, OPTIONAL | {"exp": CLAIMS["nbf"]})


def assert_is_open_badge(credential: Any) -> None:
    """Raises NotAnOpenBadge."""
    _credential(credential)
    _assert_names_are_defined(credential)


def assert_is_payload(payload: Any) -> None:
    """Of a token: the credential with its claims, side by side."""
    _payload(payload)
    _assert_names_are_defined(payload)


def _assert_names_are_defined(credential: Any) -> None:
    """A.2: a type that no context defines is a relative reference, which JSON-LD processors in safe
    mode refuse."""
    used = {credential.get("credentialStatus", {}).get("type")}
    used |= {one["type"] for one in credential.get("credentialSchema", [])}
    if used - {None}:
        demand(EXTENSIONS in credential["@context"], f"no context defines {used}")
