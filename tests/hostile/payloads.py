"""What people hide in text: markup that runs, characters that break, patterns that hang, templates that evaluate.

Whatever would run in a browser calls ``pwned()``, so that a browser can count.
"""

import random

SCRIPTS = (
    "<script>pwned()</script>",
    "<img src=x onerror=pwned()>",
    "<svg onload=pwned()>",
    "<svg><animate onbegin=pwned() attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x onerror=pwned()>",
    '"><script>pwned()</script>',
    "'-pwned()-'",
    "</title><script>pwned()</script>",
    "</textarea></style></noscript><script>pwned()</script>",
    "<iframe srcdoc='<script>parent.pwned()</script>'>",
    '<a href="javascript:pwned()">voss</a>',
    '<a href="jAvAsCrIpT&#58;pwned()">voss</a>',
    '<a href=" java\nscript:pwned()">voss</a>',
    '<a href="data:text/html,<script>pwned()</script>">voss</a>',
    '<details open ontoggle="pwned()">',
    '<body onload="pwned()">',
    "<object data=javascript:pwned()>",
    "<form><button formaction=javascript:pwned()>voss",
    "<meta http-equiv=refresh content='0;url=javascript:pwned()'>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "]]><script>pwned()</script><![CDATA[",
    "--><script>pwned()</script><!--",
    "&lt;script&gt;pwned()&lt;/script&gt;",
    "&amp;lt;img src=x onerror=pwned()&amp;gt;",
    "\\u003cscript\\u003epwned()\\u003c/script\\u003e",
)
CHARACTERS = (
    "\x00",
    "\x01\x08\x0b\x0c\x0e\x1b[31m\x1f\x7f",
    "\x80\x85\x9f",
    "\ufffe\uffff\ufdd0",
    "\U0001fffe\U0010ffff",
    "\u202egnp.exe\u202c",
    "\u2066\u2067\u2068\u2069",
    "\u200b\u200d\u2060\ufeff\u00ad",
    "\u2028\u2029\u0085",
    "a" + "\u0301" * 300,
    "\u0d4c\u0d46\u0d57" * 50,
    "ﷺ" * 50,
    "İıſK",
    "👩‍👩‍👧‍👦🇺🇳",
    "ОЅСЕ Мission tо Skорje",
)
TEMPLATES = (
    "{{7*1191}}",
    "{% include '/etc/passwd' %}",
    "${7*1191}",
    "%(headline)s %s %n %d",
    "{0.__class__.__mro__}",
    "#{7*1191}",
    "'; DROP TABLE article; --",
    '" OR 1=1 --',
    '=HYPERLINK("http://evil.example")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+49 30 =1+1",
    "\r\nSet-Cookie: a=b\r\n\r\n",
    "../../../../etc/passwd",
    "file:///etc/passwd",
    "//evil.example/x",
    'AND OR NOT NEAR(" * ^ -',
)
LABELS = (
    "Publishing date: 1 May 2020",
    "Publishing date:",
    "Content type: News",
    "Where we are: ",
    "What we do: , , , ,",
    "Дата публікації: 99 жовтня 2020",
    "Date: 4 July 2025",
    "Issued on: tomorrow",
    "Summary",
    "Publishing date: 4 July 2025 Publishing date: 5 July 2025",
)
LONG = (
    "A" * 20_000,
    " " * 20_000,
    ", " * 10_000,
    "a, " * 7_000,
    "OSLO / " * 3_000,
    "VOSS, 4 July 2025 - " * 1_000,
    "1 July " * 3_000,
    "<" * 10_000,
    "&" * 10_000,
    "&amp;" * 4_000,
    "(" * 20_000,
    "\u0301" * 10_000,
    "x\u00a0" * 10_000,
    "https://" * 2_500,
    "." * 20_000,
    "-" * 20_000,
    ":" * 20_000,
)


def some(dice: random.Random) -> str:
    """Return one payload of some kind, short ones more often."""
    kinds = (SCRIPTS, SCRIPTS, CHARACTERS, TEMPLATES, LABELS, LONG)
    return dice.choice(dice.choice(kinds))
