"""How the suite shares a machine: two processes take its files, and what measures comes last."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import settings

# A busy machine is slow, not wrong; what a test says of its own examples counts. Every run tries
# the same ones: --hypothesis-profile=search looks further.
settings.register_profile("suite", deadline=None, max_examples=60, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("suite")

# Threads that spin while they wait for one another take the processors from those that they wait
# for: with two processes on two cores, a network of speakers took ten times as long. What is
# started from here goes by it too.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")

BROWSER = "tests/browser/"
"""Tests that look at a browser and mostly wait for it: they come after all others, so that what
runs beside them waits as well."""
ALONE = (
    "tests/browser/test_live.py::test_with_the_real_pipelines",
    "tests/browser/test_speed.py",
    "tests/test_fetch.py::test_dead_hosts_cost_little_and_are_asked_once",
    "tests/test_live_memory.py",
    "tests/test_process.py::test_help_is_quick",
    "tests/test_server_memory.py",
    "tests/test_server_uploads.py::test_a_connection_that_hangs_gives_way_to_the_one_that_resumes",
    "tests/test_words.py::test_much_repetition_takes_no_time",
)
"""Tests that measure time or memory, or recognise speech while it is spoken: nothing may run beside
them."""


def is_alone(test: str) -> bool:
    """Whether a test, by its id, wants the machine for itself."""
    return test.startswith(ALONE)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files with real weights begin, since they take longest; then the rest, then browsers."""
    long = {item.path for item in items if item.get_closest_marker("model")}

    def place(item: pytest.Item) -> tuple[bool, bool, bool]:
        return is_alone(item.nodeid), item.nodeid.startswith(BROWSER), item.path not in long

    items.sort(key=place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file at a time to each process; `ALONE` goes to the last one, when all others are gone."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduler(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return "alone" if is_alone(nodeid) else str(super()._split_scope(nodeid))

        def _reschedule(self, node: Any) -> None:
            others = [each for each in self.nodes if each is not node]
            if list(self.workqueue) != ["alone"] or not others:
                super()._reschedule(node)
            elif not all(each.shutting_down for each in others):
                node.shutdown()

        def remove_node(self, node: Any) -> str | None:
            crashed: str | None = super().remove_node(node)
            for each in self.nodes:
                self._reschedule(each)
            return crashed

    config.option.loadscopereorder = False
    return Scheduler(config, log)
