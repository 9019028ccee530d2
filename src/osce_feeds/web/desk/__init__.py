"""``/desk/``: for a press officer without a shell. The token is the password; any user name will do.

There is no session and no cookie: whatever a step needs to know of the one before stands in
the form. Pages are in the language that ``?lang`` asks for, else in the browser's.
"""

from osce_feeds.web.desk import articles
from osce_feeds.web.desk import intake
from osce_feeds.web.desk import terms
from osce_feeds.web.desk.entry import bp

__all__ = ["articles", "bp", "intake", "terms"]
