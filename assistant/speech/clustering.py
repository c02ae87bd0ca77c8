"""How many voices there are, and what each is like, from many short embeddings.

Agglomerative clustering with average linkage over blocks of bounded size gives many pure
clusters; these are then merged by a cosine that is corrected for noise, so that one threshold
holds for clear and for noisy recordings. Time and memory are linear in the number of
embeddings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Shape (n, dimension), each row of length one."""

BLOCK = 1000
"""Embeddings that average linkage sees at once: its cost is quadratic in this."""

WEAKEST = 0.15
"""A mean similarity within a cluster below this says nothing about the voice."""


Clusters = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Sums of unit vectors, shape (k, dimension), and their number, shape (k,)."""


@dataclass(frozen=True, slots=True)
class Linkage:
    """When embeddings and clusters belong to one voice.

    `distance` is the cosine distance up to which average linkage joins embeddings. `similarity`
    is the corrected cosine from which two clusters are one voice; it falls in proportion where
    one has fewer than `sure` embeddings (in a short recording: a sixth of all), for a few ends
    of sentences look like a voice of their own; it never falls below a share `floor` of itself.
    `smallest` is the number of embeddings below which a cluster is no voice.
    """

    distance: float = 0.5
    similarity: float = 0.7
    sure: int = 6
    smallest: int = 2
    floor: float = 0.0


def unit(vectors: NDArray[np.floating]) -> Vectors:
    """Rows scaled to length one."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), np.float32)


def voices(
    embeddings: Vectors, speakers: int | None = None, linkage: Linkage = Linkage()
) -> Vectors:
    """Centroids of the voices, shape (voices, dimension), rows of length one.

    With `speakers` given there are exactly that many, or as many as there are embeddings.
    """
    if len(embeddings) == 0:
        return embeddings
    distance = linkage.distance
    sums, sizes = pure(embeddings, distance)
    while speakers is not None and len(sums) < min(speakers, len(embeddings)):
        distance -= 0.1
        sums, sizes = pure(embeddings, distance)
    sums, sizes = without_small(sums, sizes, linkage.smallest, speakers or 1)
    for _ in range(3):
        sums, sizes = merged(sums, sizes, linkage, speakers or 1)
        sums, sizes = _assigned(embeddings, sums)
        sums, sizes = without_small(sums, sizes, linkage.smallest, speakers or 1)
    if speakers is not None:
        sums, sizes = merged(sums, sizes, None, speakers)
    return unit(sums)


def totals(embeddings: Vectors, labels: NDArray[np.intp]) -> Clusters:
    used, labels = np.unique(labels, return_inverse=True)
    sums = np.zeros((len(used), embeddings.shape[1]))
    np.add.at(sums, labels, embeddings)
    return sums, np.bincount(labels).astype(float)


def pure(embeddings: Vectors, distance: float) -> Clusters:
    """Average linkage within each block of embeddings."""
    from scipy.cluster import hierarchy  # noqa: PLC0415

    parts = []
    for start in range(0, len(embeddings), BLOCK):
        block = embeddings[start : start + BLOCK]
        labels = np.arange(len(block))
        if distance > 0 and len(block) > 1:
            tree = hierarchy.linkage(block, "average", metric="cosine")
            labels = hierarchy.fcluster(tree, distance, "distance")
        parts.append(totals(block, labels))
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def without_small(
    sums: NDArray[np.float64], sizes: NDArray[np.float64], smallest: int, least: int
) -> Clusters:
    """Drops small clusters, keeps the `least` largest ones in any case."""
    keep = sizes >= smallest
    keep[np.argsort(-sizes, kind="stable")[:least]] = True
    return sums[keep], sizes[keep]


def _similarities(sums: NDArray[np.float64], sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cosines between the voices behind the clusters, had the embeddings no noise.

    The mean cosine between two clusters is what the two voices share times how well each
    voice's own embeddings agree; the mean cosine within each cluster tells the latter.
    """
    pairs = sizes * (sizes - 1)
    within = (np.sum(sums * sums, axis=1) - sizes) / np.maximum(pairs, 1)
    typical = np.average(within, weights=pairs) if pairs.any() else 1.0
    within = np.maximum(np.where(pairs > 0, within, typical), WEAKEST)
    result = (sums @ sums.T) / np.outer(sizes, sizes) / np.sqrt(np.outer(within, within))
    np.fill_diagonal(result, -np.inf)
    return np.asarray(result)


def merged(
    sums: NDArray[np.float64], sizes: NDArray[np.float64], linkage: Linkage | None, least: int
) -> Clusters:
    """Joins the most similar pair until none is similar enough or `least` are left."""
    sums, sizes, _ = joined(sums, sizes, linkage, least)
    return sums, sizes


def joined(
    sums: NDArray[np.float64],
    sizes: NDArray[np.float64],
    linkage: Linkage | None,
    least: int,
    channels: NDArray[np.intp] | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """As `merged`, but clusters of different channels stay apart; -1 goes with any."""
    if channels is None:
        channels = np.full(len(sums), -1)
    sure = 1.0 if linkage is None else min(linkage.sure, sizes.sum() / 6)
    while len(sums) > least:
        table = _similarities(sums, sizes)
        known = (channels >= 0) & (channels[:, None] >= 0)
        table[known & (channels != channels[:, None])] = -np.inf
        if linkage is not None:
            table /= linkage.similarity
            if table.max() < 1:
                table /= np.clip(np.minimum.outer(sizes, sizes) / sure, linkage.floor, 1.0)
        i, j = divmod(int(table.argmax()), len(table))
        if np.isneginf(table[i, j]) or (linkage is not None and table[i, j] < 1):
            break
        sums[i] += sums[j]
        sizes[i] += sizes[j]
        channels[i] = max(channels[i], channels[j])
        sums, sizes = np.delete(sums, j, axis=0), np.delete(sizes, j)
        channels = np.delete(channels, j)
    return sums, sizes, channels


def _assigned(embeddings: Vectors, sums: NDArray[np.float64]) -> Clusters:
    """Each embedding to the nearest centroid."""
    return totals(embeddings, np.argmax(embeddings @ unit(sums).T, axis=1))
