"""The canonical record and the words around it.

Pure: nothing here reads a file, a clock or the environment. Types only; the
registries of sources and formats live with their families.
"""
