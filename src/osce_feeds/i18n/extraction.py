"""Names of the vocabulary as translatable messages, for Babel's ``extract``."""

import tomllib
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from typing import IO


def extract_names(
    file: IO[bytes], keywords: object, comment_tags: Collection[str], options: Mapping[str, str]
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Yield each concept's English name with its scheme as context, at its line; Babel gives the signature.

    Former names and aliases are for recognition only and never translated.
    """
    data = file.read().decode()
    document = tomllib.loads(data)
    lines = {line: number for number, line in enumerate(data.splitlines(), start=1)}
    for code, concept in document["concept"].items():
        comments = ["a closed office"] if concept.get("closed") else []
        yield lines[f"[concept.{code}]"], "pgettext", (document["scheme"], concept["name"]), comments
