"""Why something can't be done; each message is fit to be shown to the person who asked."""


class CertificatesRefused(Exception):
    """Nothing was issued."""


class DocumentFailed(Exception):
    """The certificates are issued and stand; only their PDF could not be made."""


class RevocationRefused(Exception):
    """The certificate stays as it is."""


class SealRefused(Exception):
    """The picture can't serve as a seal; nothing was kept."""


class SigningRefused(Exception):
    """There is a key, but it may not or can not be used; nothing was signed."""
