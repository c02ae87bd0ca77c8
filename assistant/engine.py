"""Where meetings run: the seam for other machines. `LocalEngine` runs them in this process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from assistant.channel import CHANNEL_SIZE, END, Channel, End
from assistant.config import Settings, did_you_mean
from assistant.errors import AssistantError, Cancelled, InputError
from assistant.graph import SOURCE, Graph, build
from assistant.models import Models
from assistant.runner import Event, Run
from assistant.types import EMBEDDED, Meeting, StageRun, Style

EVENTS = 64


class LocalSession:
    """A run in this process; as a context manager it is cancelled when left early.

    Events must be read: an unread session holds its stages back.
    """

    def __init__(self, graph: Graph, meeting: Meeting, models: Models, size: int) -> None:
        self._events: Channel[Event | End] = Channel(EVENTS)
        self._run = Run(graph, meeting, models, self._events.put, size)
        self._stages: tuple[StageRun, ...] = ()
        self._failure: AssistantError | None = None
        self._finished = False
        self._watcher = threading.Thread(target=self._watch, name="session", daemon=True)
        self._watcher.start()

    def __enter__(self) -> LocalSession:
        return self

    def __exit__(self, *error: object) -> None:
        self.cancel()
        self._watcher.join()

    def push(self, item: Any, source: str = SOURCE) -> None:
        """Feeds a source of the graph; waits while the stages are behind."""
        self._run.push(item, source)

    def finish(self) -> None:
        """Says that nothing more will come."""
        self._run.finish()
        self._finished = True

    def stop_unless_finished(self) -> None:
        """Ends a session whose source will push no more without having finished."""
        if not self._finished:
            self.cancel(InputError("the source of the recording broke off"))

    def cancel(self, reason: AssistantError | None = None) -> None:
        """Stops every stage at its next item; without effect on a session that has ended."""
        if reason is None:
            self._events.close()
        self._run.cancel(reason)

    def events(self) -> Iterator[Event]:
        """What happens, until every stage has ended; raises what ended the run early."""
        while not isinstance(event := self._events.get(), End):
            yield event
        self._watcher.join()
        if self._failure is not None:
            raise self._failure

    @property
    def stages(self) -> tuple[StageRun, ...]:
        """How each stage went, once the session has ended."""
        return self._stages

    def _watch(self) -> None:
        try:
            self._stages = self._run.wait()
        except AssistantError as failure:
            self._failure = failure
        finally:
            with suppress(Cancelled):
                self._events.put(END)


class LocalEngine:
    """Runs meetings in this process; weights are shared between them."""

    def __init__(self, settings: Settings, models: Models) -> None:
        self.settings = settings
        self.models = models

    def graph(self, pipeline: str) -> Graph:
        """The checked graph of a pipeline."""
        return build(self.settings, pipeline)

    def writers(self) -> dict[str, str]:
        """What can write minutes on this machine: the engines that a style may name, with what
        each is: embedded, transformers or endpoint.
        """
        usable = {
            name: "endpoint" if model.is_endpoint else model.runtime
            for name, model in self.settings.models.items()
            if model.task == "generate" and self.models.state(name).status == "present"
        }
        return {EMBEDDED: EMBEDDED, **usable}

    def accept_style(self, style: Style) -> None:
        """Raises InputError when the style's engine cannot write on this machine."""
        usable = self.writers()
        if style.engine in ("", *usable):
            return
        model = self.settings.models.get(style.engine)
        if model is None or model.task != "generate":
            raise InputError(
                f"engine {style.engine!r} is unknown, {did_you_mean(style.engine, usable)}"
            )
        lacks = self.models.state(style.engine).reason
        if not model.is_endpoint:
            lacks = f"fetch it with 'assistant models pull {style.engine}' first"
        raise InputError(f"{style.engine} cannot write here: {lacks}")

    def require(self, graph: Graph, language: str) -> None:
        """Makes sure that a graph can run on meetings in this language.

        Raises:
            InputError: its recogniser does not know the language.
            ModelError: weights that it needs are missing or wrong.
        """
        self.accept(graph, language)
        for name in graph.models_in_use(language):
            self.models.require(name)

    def accept(self, graph: Graph, language: str) -> None:
        """Raises InputError when the graph's recogniser does not know the language."""
        for name in graph.models_in_use(language):
            model = self.settings.models[name]
            if model.task == "transcribe" and language not in ("auto", *model.languages):
                raise InputError(
                    f"language {language!r} is unknown to {name}: give auto or one of "
                    f"{', '.join(sorted(model.languages))}"
                )

    def warm(self, graph: Graph, language: str) -> None:
        """Loads what a graph needs, so that a run starts at once. Raises what `require` raises."""
        self.require(graph, language)
        for node in graph.nodes:
            for argument, name in node.model_names(language).items():
                with self.models.lease(name, node.stage.loaders[argument]):  # type: ignore[attr-defined]
                    pass

    def open(self, meeting: Meeting, graph: Graph, size: int = CHANNEL_SIZE) -> LocalSession:
        """Starts a graph for a meeting; raises what `require` raises.

        `size` is how many items may wait for each stage before whoever feeds it has to.
        """
        self.require(graph, meeting.language)
        return LocalSession(graph, meeting, self.models, size)
