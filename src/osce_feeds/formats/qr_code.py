"""An address as a QR code (ISO/IEC 18004), in SVG that may stand inside of HTML."""

import segno

LARGEST = 20
"""Version beyond which cameras of phones have trouble; some 850 characters."""


def qr_code(address: str, title: str) -> str:
    """Return *address* as an ``svg`` element with its quiet zone, dark on white in any look; empty if it is too long.

    *title* is what it is called for those who do not see it.
    """
    try:
        code = segno.make_qr(address, error="l")
    except segno.DataOverflowError:
        return ""
    if int(code.version) > LARGEST:
        return ""
    return code.svg_inline(omitsize=True, light="#fff", svgclass=None, lineclass=None, title=title)
