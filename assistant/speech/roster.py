"""The voices of a meeting that goes on: gathered again and again under the same names."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assistant.speech.clustering import (
    Linkage,
    Vectors,
    joined,
    pure,
    unit,
)
from assistant.speech.sides import ANY
from assistant.types import Voices

RECENT = 400
"""Embeddings that are clustered one by one; older ones count as the sum of their voice."""

EAGER = 40
"""Embeddings up to which each new one is a reason to gather again."""

EVERY = 3
"""New embeddings after which voices are gathered again."""

ENOUGH = 20
"""Embeddings a person from which a given number of people has to be found."""

MEMORY = 0.1
"""What it counts for a name that an embedding had it once, where having it now counts one."""

Numbers = NDArray[np.intp]


class Roster:
    """Who has been heard so far, from one embedding for each piece of speech.

    Work and memory do not grow with the meeting: the latest embeddings are clustered, the older
    ones are kept as one sum for each voice. A voice keeps its name as long as most of what it
    was made of stays together, and gets it back where it was taken for another one meanwhile; a
    new one is named once it has `linkage.smallest` embeddings.
    Voices of different channels are never one.

    After `gather`, `centroids` are the voices, rows of length one; `names` is what each is
    called, None while it is not sure; `channels` is where each is heard.
    """

    def __init__(self, linkage: Linkage, speakers: int | None) -> None:
        self._linkage = linkage
        self._speakers = speakers
        self._known: list[str] = []
        self._fresh = 0
        self._recent: Vectors = np.empty((0, 0), np.float32)
        self._owners: Numbers = np.empty(0, np.intp)
        self._past = np.zeros((0, 0), np.bool_)
        self._channels: Numbers = np.empty(0, np.intp)
        self._old: dict[int, tuple[NDArray[np.float64], float, int]] = {}
        self._sums = np.empty((0, 0))
        self._sizes = np.empty(0)
        self.numbers: Numbers = np.empty(0, np.intp)
        self.channels: Numbers = np.empty(0, np.intp)
        self.centroids: Vectors = np.empty((0, 0), np.float32)

    @property
    def names(self) -> tuple[str | None, ...]:
        return tuple(self._known[n] if n >= 0 else None for n in self.numbers)

    @property
    def known(self) -> tuple[str, ...]:
        """Every name that was ever given; `numbers` are places in it, -1 for no name."""
        return tuple(self._known)

    @property
    def due(self) -> bool:
        """Whether enough was added to gather again."""
        few = len(self._recent) <= EAGER and not self._old
        return self._fresh >= (1 if few else EVERY)

    def seed(self, voices: Voices) -> None:
        """Voices of the same meeting from before: they keep their names."""
        for name, total, size in zip(voices.names, voices.sums, voices.sizes, strict=True):
            self._old[len(self._known)] = (total.astype(np.float64), float(size), ANY)
            self._known.append(name)
        if self._old:
            self._settle()

    def add(self, vectors: Vectors, channels: Numbers) -> None:
        """Embeddings of length one, in the order of time, and the channel of each or `ANY`."""
        if len(vectors) == 0:
            return
        nobody = np.full(len(vectors), -1)
        before = self._recent if len(self._recent) else vectors[:0]
        self._recent = np.concatenate([before, vectors])
        self._owners = np.concatenate([self._owners, nobody])
        self._past = np.pad(self._past, ((0, len(vectors)), (0, 0)))
        self._channels = np.concatenate([self._channels, channels])
        self._fresh += len(vectors)

    def gather(self) -> None:
        """Clusters what there is and finds the names of the voices again."""
        self._fresh = 0
        if len(self._recent) or self._old:
            self._settle()

    def voices(self) -> Voices:
        """The voices that are sure."""
        sure = np.flatnonzero(self.numbers >= 0)
        return Voices(
            tuple(self._known[self.numbers[k]] for k in sure),
            self._sums[sure].astype(np.float32),
            tuple(int(self._sizes[k]) for k in sure),
        )

    def _settle(self) -> None:
        """Clusters everything and finds each voice's name by what it was made of before."""
        items, weights, places, before = self._items()
        sums, sizes, channels = self._pure()
        least = 1
        if self._speakers is not None and sizes.sum() >= ENOUGH * self._speakers:
            least = self._speakers
            chosen = large(sizes, self._linkage.smallest, least)
            sums, sizes, channels = sums[chosen], sizes[chosen], channels[chosen]
        passes: list[tuple[Linkage | None, int]] = [(self._linkage, least)] * 3
        if self._speakers is not None:
            passes.append((None, self._speakers))
        for linkage, fewest in passes:
            sums, sizes, channels = joined(sums, sizes, linkage, fewest, channels)
            table = unit(items) @ unit(sums).T
            table[(places[:, None] != ANY) & (places[:, None] != channels)] = -np.inf
            used, labels = np.unique(table.argmax(axis=1), return_inverse=True)
            sums = np.zeros((len(used), items.shape[1]))
            np.add.at(sums, labels, items)
            sizes = np.asarray(np.bincount(labels, weights), np.float64)
            channels = np.full(len(used), ANY, np.intp)
            np.maximum.at(channels, labels, places)
        self._sums, self._sizes, self.channels = sums, sizes, channels
        self.centroids = unit(sums)
        self.numbers = self._named(labels, weights, before, sizes)
        self._owners = self.numbers[labels[: len(self._recent)]]
        self._remember()
        self._renew(labels[len(self._recent) :])

    def _items(self) -> tuple[NDArray[np.float64], NDArray[np.float64], Numbers, Numbers]:
        """Recent embeddings, then sums of old ones: vectors, sizes, channels, voices."""
        old = list(self._old.values())
        rows: list[NDArray[np.floating]] = [self._recent] if len(self._recent) else []
        rows += [total[None] for total, _, _ in old]
        weights = np.array([1.0] * len(self._recent) + [size for _, size, _ in old])
        places = np.array([*self._channels, *(place for _, _, place in old)], np.intp)
        before = np.array([*self._owners, *self._old], np.intp)
        return np.concatenate(rows).astype(np.float64), weights, places, before

    def _pure(self) -> tuple[NDArray[np.float64], NDArray[np.float64], Numbers]:
        """What surely is one voice."""
        parts = [
            (*pure(self._recent[self._channels == place], self._linkage.distance), place)
            for place in np.unique(self._channels)
        ]
        parts += [(total[None], np.array([size]), at) for total, size, at in self._old.values()]
        places = [np.full(len(sizes), place, np.intp) for _, sizes, place in parts]
        sums = np.concatenate([part[0] for part in parts]).astype(np.float64)
        return sums, np.concatenate([part[1] for part in parts]), np.concatenate(places)

    def _named(
        self,
        labels: Numbers,
        weights: NDArray[np.float64],
        before: Numbers,
        sizes: NDArray[np.float64],
    ) -> Numbers:
        """The number of each cluster's name: what it shares most with, or a new one."""
        from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

        shared = np.zeros((len(sizes), max(1, len(self._known))))
        named = before >= 0
        np.add.at(shared, (labels[named], before[named]), weights[named])
        np.add.at(shared[:, : self._past.shape[1]], labels[: len(self._past)], MEMORY * self._past)
        numbers = np.full(len(sizes), -1)
        rows, columns = linear_sum_assignment(-shared)
        for row, column in zip(rows, columns, strict=True):
            if shared[row, column] > 0:
                numbers[row] = column
        for row in dict.fromkeys(labels.tolist()):
            if numbers[row] < 0 and sizes[row] >= self._linkage.smallest:
                numbers[row] = len(self._known)
                self._known.append(self._next_name())
        return numbers

    def _remember(self) -> None:
        """Notes which names each recent embedding has had."""
        self._past = np.pad(self._past, ((0, 0), (0, len(self._known) - self._past.shape[1])))
        named = np.flatnonzero(self._owners >= 0)
        self._past[named, self._owners[named]] = True

    def _next_name(self) -> str:
        taken = [int(n[1:]) for n in self._known if n[:1] == "S" and n[1:].isdecimal()]
        return f"S{max(taken, default=0) + 1}"

    def _renew(self, labels: Numbers) -> None:
        """Old sums go with the voice they were found to be, old embeddings become sums."""
        old, self._old = list(self._old.values()), {}
        for label, (total, size, place) in zip(labels, old, strict=True):
            self._put(int(self.numbers[label]), total, size, place)
        if len(self._recent) <= RECENT:
            return
        gone = len(self._recent) - RECENT // 2
        for vector, owner, place in zip(
            self._recent[:gone], self._owners[:gone], self._channels[:gone], strict=True
        ):
            self._put(int(owner), vector.astype(np.float64), 1.0, int(place))
        self._recent = self._recent[gone:].copy()
        self._owners, self._channels = self._owners[gone:], self._channels[gone:]
        self._past = self._past[gone:]

    def _put(self, number: int, total: NDArray[np.float64], size: float, place: int) -> None:
        if number >= 0:
            before, count, at = self._old.get(number, (np.zeros_like(total), 0.0, ANY))
            self._old[number] = (before + total, count + size, max(at, place))


def large(sizes: NDArray[np.float64], smallest: int, least: int) -> Numbers:
    """Which clusters are not small; the `least` largest in any case."""
    keep = sizes >= smallest
    keep[np.argsort(-sizes, kind="stable")[:least]] = True
    return np.flatnonzero(keep)
