"""How the suite shares a machine: two processes take its files, and what measures comes last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import settings

# A busy machine is slow, not wrong; what a test says of its own examples counts.
settings.register_profile("suite", deadline=None, max_examples=60)
settings.load_profile("suite")

ALONE = (
    "tests/browser/",
    "tests/test_fetch.py::test_dead_hosts_cost_little_and_are_asked_once",
    "tests/test_live_memory.py",
    "tests/test_process.py::test_help_is_quick",
    "tests/test_server_memory.py",
    "tests/test_server_uploads.py::test_a_connection_that_hangs_gives_way_to_the_one_that_resumes",
    "tests/test_words.py::test_much_repetition_takes_no_time",
)
"""Tests that measure time or memory, or that look at a browser: nothing may run beside them."""


def is_alone(test: str) -> bool:
    """Whether a test, by its id, wants the machine for itself."""
    return test.startswith(ALONE)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: is_alone(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file at a time to each process; once only `ALONE` is left, one process goes on."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduler(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return "alone" if is_alone(nodeid) else str(super()._split_scope(nodeid))

        def _reschedule(self, node: Any) -> None:
            waiting: Sequence[str] = list(self.workqueue)
            others = [each for each in self.nodes if each is not node and not each.shutting_down]
            if waiting == ["alone"] and others:
                node.shutdown()
            else:
                super()._reschedule(node)

    config.option.loadscopereorder = False
    return Scheduler(config, log)
