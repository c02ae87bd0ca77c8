"""Every error the program raises on purpose.

AssistantError            a line for a person: what is wrong and what would be right
├── ConfigError           models.yaml or the environment
│   └── GraphError        a pipeline that cannot be wired
├── EngineError           a language model whose answer cannot be used
│   └── NoAnswer          one that gave none
├── InputError            a recording or transcript that cannot be used
├── ModelError            weights that cannot be had or loaded
│   └── HashMismatch      weights whose bytes are not the published ones
├── StageError            a stage that failed: meeting, stage and item
├── NotFound              no such meeting or record
├── Conflict              changed by somebody else meanwhile, or nothing to undo
├── Busy                  as many live meetings as the machine takes
└── Cancelled             the run was told to stop
"""

from __future__ import annotations


class AssistantError(Exception):
    """The message is one line that a person can act on."""


class ConfigError(AssistantError):
    """models.yaml or the environment is wrong."""


class GraphError(ConfigError):
    """A pipeline cannot be wired."""


class InputError(AssistantError):
    """A recording or transcript cannot be used."""


class ModelError(AssistantError):
    """Weights cannot be had or loaded."""


class EngineError(AssistantError):
    """What a language model answered cannot be used."""


class NoAnswer(EngineError):
    """A language model gave no answer."""


class HashMismatch(ModelError):
    """Bytes differ from the published ones."""


class StageError(AssistantError):
    """A stage failed."""

    def __init__(self, meeting: str, stage: str, item: str, reason: str) -> None:
        super().__init__(f"meeting {meeting}: stage {stage} failed on {item}: {reason}")
        self.meeting = meeting
        self.stage = stage
        self.item = item
        self.reason = reason


class NotFound(AssistantError):
    """There is no such meeting or record."""


class Conflict(AssistantError):
    """Somebody else changed it meanwhile, or there is nothing to undo."""


class Busy(AssistantError):
    """The machine has as many live meetings as it can take."""


class Cancelled(AssistantError):
    """The run was cancelled."""
