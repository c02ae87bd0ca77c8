"""Runs one graph for one meeting: a thread a stage, bounded queues, back-pressure, cancel.

The only thread boundary around stages. A stage that is slower than what feeds it fills its
channel; whoever puts into a full channel waits, up to the source.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from typing import Any, Protocol

from assistant.channel import CHANNEL_SIZE, END, Channel
from assistant.errors import AssistantError, Cancelled, ModelError, StageError
from assistant.graph import SOUND, SOURCE, Graph, Node
from assistant.models import Weights
from assistant.types import Meeting, Record, Share, StageRun

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Output:
    """A record that a stage gave."""

    stage: str
    record: Record


@dataclass(frozen=True, slots=True)
class Passed:
    """What a stage gave on to others and is no record; sound is not told of."""

    stage: str
    item: Any


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is: `position` in seconds of the meeting, `seconds` of its own work.

    `share` is how much it has done of what it does after it has heard everything, 0 to 1.
    """

    stage: str
    position: float
    seconds: float
    done: bool = False
    share: float | None = None


class ModelPool(Protocol):
    """What the runner needs of `Models`."""

    def lease(self, name: str, loader: Callable[[Weights], Any]) -> AbstractContextManager[Any]:
        """The shared object that `loader` makes of a model's weights."""
        ...

    def sha256(self, name: str) -> str | None:
        """The hash of the model's main file."""
        ...


Event = Output | Passed | Progress
Sink = Callable[[Event], None]


@dataclass
class Worker:
    """A node at work: its channel, its thread and what it has done so far."""

    node: Node
    inbox: Channel[Any]
    seconds: float = 0.0
    position: float = 0.0
    thread: threading.Thread | None = None
    stage: Any = None
    item: Any = None
    share: Share | None = None
    leases: ExitStack = field(default_factory=ExitStack)


class Run:
    """A graph at work on one meeting.

    `sink` gets every event, one at a time, from the threads of the stages; a sink that takes
    its time holds the stages back. The caller pushes, then finishes, then waits.
    """

    def __init__(
        self,
        graph: Graph,
        meeting: Meeting,
        models: ModelPool,
        sink: Sink,
        size: int = CHANNEL_SIZE,
    ) -> None:
        self.graph = graph
        self.meeting = meeting
        self._models = models
        self._sink = sink
        self._lock = threading.Lock()
        # Not the same lock: a sink may wait for its reader, and cancel must not wait for a sink.
        self._emitting = threading.Lock()
        self._failure: AssistantError | None = None
        self._workers = {node.name: Worker(node, Channel(size)) for node in graph.nodes}
        for worker in self._workers.values():
            worker.thread = threading.Thread(
                target=self._work, args=(worker,), name=f"stage {worker.node.name}", daemon=True
            )
            worker.thread.start()

    def push(self, item: Any, source: str = SOURCE) -> None:
        """Feeds a source; waits while the stages are behind. Raises what ended the run."""
        try:
            self._deliver(source, item)
        except Cancelled:
            failure = self._failure or Cancelled("the run was cancelled")
            # "from None" would take from it what caused it, which the log tells.
            raise failure from failure.__cause__

    def finish(self) -> None:
        """Says that nothing more will come from any source."""
        for source in self.graph.sources:
            self.push(END, source)

    def cancel(self, reason: AssistantError | None = None) -> None:
        """Stops every stage at its next item."""
        with self._lock:
            self._failure = self._failure or reason or Cancelled("the run was cancelled")
        for worker in self._workers.values():
            worker.inbox.close()

    def wait(self) -> tuple[StageRun, ...]:
        """Waits for every stage to end and tells how each went.

        Raises:
            StageError: a stage failed.
            Cancelled: the run was cancelled.
        """
        for worker in self._workers.values():
            assert worker.thread is not None
            worker.thread.join()
        if self._failure is not None:
            raise self._failure
        return tuple(self._stage_run(worker) for worker in self._workers.values())

    def _stage_run(self, worker: Worker) -> StageRun:
        models = tuple(_models(worker.node, self.meeting).values())
        return StageRun(
            worker.node.name,
            worker.node.use,
            "+".join(models) or None,
            "+".join(filter(None, map(self._models.sha256, models))) or None,
            round(worker.seconds, 3),
        )

    def _deliver(self, sender: str, item: Any) -> None:
        for reader in self.graph.readers(sender):
            if item is END or type(item) in reader.accepts:
                self._workers[reader.name].inbox.put(item)

    def _emit(self, event: Event) -> None:
        with self._emitting:
            self._sink(event)

    def _work(self, worker: Worker) -> None:
        error = caught(lambda: self._consume(worker))
        if isinstance(error, Cancelled):
            self.cancel(error)
        elif error is not None:
            name = self.meeting.title or self.meeting.id
            item = describe(worker.item)
            failure = StageError(name, worker.node.name, item, reason_of(error))
            failure.__cause__ = error
            self.cancel(failure)

    def _consume(self, worker: Worker) -> None:
        with worker.leases:
            waiting = len(worker.node.inputs)
            while waiting:
                worker.item = None
                worker.item = worker.inbox.get()
                if worker.item is END:
                    waiting -= 1
                else:
                    self._give(worker, self._stage(worker).push(worker.item))
                    worker.position = max(worker.position, getattr(worker.item, "end", 0.0))
                    self._emit(Progress(worker.node.name, worker.position, worker.seconds))
            if worker.stage is not None:
                self._give(worker, worker.stage.finish())
        self._emit(Progress(worker.node.name, worker.position, worker.seconds, done=True))
        self._deliver(worker.node.name, END)

    def _stage(self, worker: Worker) -> Any:
        """The stage, made at its first item, so that what gets no input loads no weights."""
        if worker.stage is None:
            started = time.perf_counter()
            worker.stage = make(worker.node, self.meeting, self._models, worker.leases)
            worker.seconds += time.perf_counter() - started
        return worker.stage

    def _give(self, worker: Worker, items: Iterator[Any]) -> None:
        recorded = self.graph.records(worker.node)
        while True:
            if self._failure is not None:
                raise Cancelled("the run was cancelled")
            started = time.perf_counter()
            item: Any = next(items, END)
            worker.seconds += time.perf_counter() - started
            if item is END:
                return
            if isinstance(item, Share):
                if item != worker.share:
                    worker.share = item
                    self._emit(
                        Progress(worker.node.name, worker.position, worker.seconds, share=item.done)
                    )
                continue
            if type(item) in recorded:
                self._emit(Output(worker.node.name, item))
            elif type(item) not in SOUND:
                self._emit(Passed(worker.node.name, item))
            self._deliver(worker.node.name, item)


def _models(node: Node, meeting: Meeting) -> dict[str, str]:
    return node.model_names(meeting.language, meeting.style.engine)


def _if_there(lease: AbstractContextManager[Any], leases: ExitStack) -> Any:
    """What a lease gives, or the ModelError that says why it gives nothing."""
    found: list[Any] = []
    error = caught(lambda: found.append(leases.enter_context(lease)))
    if error is not None and not isinstance(error, AssistantError):
        log.error("a model cannot be loaded", exc_info=error)
    return found[0] if error is None else ModelError(reason_of(error))


def make(node: Node, meeting: Meeting, models: ModelPool, leases: ExitStack) -> Any:
    """A node's stage for one meeting; its weights are leased until `leases` closes.

    Of what the meeting's style decides for, that which cannot be had is given as a ModelError.
    """
    arguments: dict[str, Any] = dict(node.options)
    for argument, name in _models(node, meeting).items():
        lease = models.lease(name, node.stage.loaders[argument])  # type: ignore[attr-defined]
        if argument in node.chosen:
            arguments[argument] = _if_there(lease, leases)
        else:
            arguments[argument] = leases.enter_context(lease)
    if node.takes_meeting:
        arguments["meeting"] = meeting
    return node.stage(**arguments)


def describe(item: Any) -> str:
    """An item in a few words for an error message."""
    if item is None or item is END:
        return "the end of the input"
    start, end = getattr(item, "start", None), getattr(item, "end", None)
    if start is None or end is None:
        return type(item).__name__
    return f"{type(item).__name__} {start:.2f}-{end:.2f} s"


def reason_of(error: BaseException) -> str:
    """What went wrong, in a line for a person; what nobody foresaw is for the log alone."""
    if isinstance(error, StageError):
        return error.reason
    if isinstance(error, AssistantError):
        return str(error)
    if isinstance(error, MemoryError):
        return "memory ran out: end other programs or choose smaller models, then try again"
    known = error.strerror if isinstance(error, OSError) else None
    told = known or f"an unexpected {type(error).__name__}"
    return f"{told}: try again; the log has the details"


def caught(work: Callable[[], None]) -> BaseException | None:
    """What a piece of work raised, for threads that must not die of it unnoticed.

    The one place where everything is caught: what native code raises derives from BaseException.
    """
    try:
        work()
    except BaseException as error:  # noqa: BLE001
        return error
    return None
