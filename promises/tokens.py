"""How long it takes to refuse a wrong token, whatever is wrong with it."""

import random
import time
from contextlib import closing
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from statistics import mean
from statistics import variance

from promises.outcome import Outcome
from tests.conftest import NOW

from osce_feeds.store import Store
from osce_feeds.store.tokens import Scope
from osce_feeds.store.tokens import create
from osce_feeds.store.tokens import recognise

_MOST = 4.5
"""The t of Welch's test above which two kinds are told apart."""
_OUTLIERS = 0.95
"""The share of each kind's times that is compared: what took longer was interrupted."""


def welch(one: list[float], other: list[float]) -> float:
    """Return Welch's t of two samples, without their slowest, 0 where nothing varies."""
    kept = [_kept(times) for times in (one, other)]
    spread = sum(variance(times) / len(times) for times in kept) ** 0.5
    return (mean(kept[0]) - mean(kept[1])) / spread if spread else 0.0


def _kept(times: list[float]) -> list[float]:
    return sorted(times)[: int(len(times) * _OUTLIERS)]


def wrong(number: int, folder: Path) -> Outcome:
    """Try *number* tokens that are unknown, wrong in their first or last letter, or over, in a random order."""
    chance = random.Random(number)
    with closing(Store(str(folder / "store.db"))) as store:
        store.prepare(NOW)
        with store.write(NOW) as writer:
            valid, _ = create(writer, "desk", [Scope.INGEST], "", NOW, timedelta(days=365))
            over, _ = create(writer, "old", [Scope.INGEST], "", NOW - timedelta(days=9), timedelta(days=1))
        prefix, _, secret = valid.partition(".")
        nobody = "0" * len(prefix)
        given = {
            "unknown": f"{nobody}.{secret}",
            "wrong in the first letter": f"{prefix}.{'a' if secret[0] != 'a' else 'b'}{secret[1:]}",
            "wrong in the last letter": f"{prefix}.{secret[:-1]}{'a' if secret[-1] != 'a' else 'b'}",
            "over": over,
        }
        times: dict[str, list[float]] = {name: [] for name in given}
        order = [name for name in given for _ in range(number // len(given))]
        chance.shuffle(order)
        with store.read() as reader:
            for name in order[:200] + order:
                start = time.perf_counter()
                found = recognise(reader, given[name], NOW)
                times[name].append(time.perf_counter() - start)
                if found is not None:
                    return Outcome("a token that is wrong", (f"{name} was taken",))
    found_t = {f"{one} / {two}": welch(times[one], times[two]) for one, two in combinations(given, 2)}
    most = max(found_t, key=lambda pair: abs(found_t[pair]))
    faults = tuple(f"{pair}: t = {t:.1f}" for pair, t in found_t.items() if abs(t) > _MOST)
    one, _, two = most.partition(" / ")
    apart = 1e6 * abs(mean(_kept(times[one])) - mean(_kept(times[two])))
    figure = f"{number:,} wrong tokens of {len(given)} kinds: |t| at most {abs(found_t[most]):.1f}"
    return Outcome(f"{figure} ({most}, {apart:.1f} µs apart)", faults)
