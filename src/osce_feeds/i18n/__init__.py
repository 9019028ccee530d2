"""Languages: which there are, what things are called in them, how dates look.

The one part of the core that reads packaged files (catalogs and vocabulary),
each once. No current language and no process locale: a ``Localiser`` is bound to
its language and passed as a value.
"""
