"""The whole API under schemathesis: no failure of the server, and nothing undescribed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.server import Server, running

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
RECORDS = {
    "segments": "g1",
    "speakers": "S1",
    "action_items": "a1",
    "decisions": "d1",
    "chapters": "c1",
}
EXAMPLES = settings(
    max_examples=12, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)


class Target:
    """A server with a meeting in it, however often that is deleted."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._meeting = server.talk()

    @property
    def meeting(self) -> str:
        if self.server.client.get(f"/api/meetings/{self._meeting}").status_code == 404:
            self._meeting = self.server.talk()
        return self._meeting

    def aim(self, case: Case[Any]) -> None:
        """Makes a call go to records that are there."""
        case.path_parameters["meeting"] = self.meeting
        kinds = (kind for kind in RECORDS if f"/{kind}/" in case.path)
        if kind := next(kinds, None):
            case.path_parameters["name"] = RECORDS[kind]


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    with running(tmp_path_factory.mktemp("server")) as server:
        yield Target(server)


@pytest.fixture(scope="module")
def api(target: Target) -> BaseSchema:
    return schemathesis.openapi.from_url(f"{target.server.url}/openapi.json")


def test_any_call(api: BaseSchema, target: Target, subtests: pytest.Subtests) -> None:
    for result in api.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        wrong = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

        @EXAMPLES
        @given(right | wrong)
        def check(case: Case[Any]) -> None:
            case.call_and_validate(checks=CHECKS)
            if "meeting" in case.path_parameters:
                target.aim(case)
                case.call_and_validate(checks=CHECKS)

        with subtests.test(operation.label):
            check()


def test_nothing_failed_inside(target: Target) -> None:
    """Runs after the fuzz: the log has no error but of a stage."""
    errors = [line for line in target.server.logged() if line["level"] == "ERROR"]
    assert [line for line in errors if line["message"] != "a meeting failed"] == []
