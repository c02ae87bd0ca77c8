"""Whisper on faster-whisper's weights and CTranslate2: one piece of audio to words.

The encoder gets the piece and `SPARE` seconds of padding instead of Whisper's usual 30 s, which
saves most of its cost for short pieces. Timestamp tokens stay on: without them the decoder stops
at the first pause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.models import Weights
from assistant.speech.hallucination import token_limit
from assistant.speech.turns import Turns
from assistant.types import SAMPLE_RATE, Samples, Word

SPARE = 6.0
"""Seconds of padding after a piece; at 3 s insertions double."""
LONGEST = 30.0
FRAMES_PER_SECOND = 100
PROMPT_TOKENS = 200
"""Text before a piece; half of the decoder's window less the mark that opens it would be 223."""
TOKENS_PER_SECOND = 50.0
"""Of the cross attention's time axis."""
TIMESTAMP = 0.02
"""Seconds from one timestamp token to the next."""
OPENING_MARKS = ("(", "[", "{", '"', "“", "‘", "「", "『", "《", "（", "¿", "¡", "$", "€", "£")
UNSPACED = ("zh", "yue", "ja", "th", "lo", "my")
"""Languages that write no blanks; their words here are the characters of one token."""
LATEST_START = 50
"""Index of the last timestamp at which text may begin: 1 s."""


@dataclass(frozen=True, slots=True)
class Before:
    """What the decoder takes as said before a piece.

    `prompt` (style, names) is kept whole; of `context`, the tokens of the text before, as many
    as fit. They are handed on as they were decoded: text put together anew from words is cut
    into other tokens, and with those the decoder leaves out whole sentences. `begun` are tokens,
    timestamps among them, that the piece itself begins with: the decoder goes on after them.
    """

    prompt: str = ""
    context: tuple[int, ...] = ()
    begun: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """A batch of pieces, heard but not yet written down."""

    output: Any
    seconds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was heard in a piece; times of words count from its first sample.

    `logprob` is the mean over tokens; `no_speech` the probability of silence. `tokens` are those
    of the text, `timed` the same with the timestamps among them, and `ends` says of each word
    how many of the latter there are up to its end.
    """

    words: tuple[Word, ...] = ()
    logprob: float = 0.0
    no_speech: float = 0.0
    tokens: tuple[int, ...] = ()
    timed: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return joined(self.words)


def joined(words: Sequence[Word]) -> str:
    """The words as they are written."""
    return "".join(word.text if word.glued else " " + word.text for word in words).strip()


def load(weights: Weights) -> Recogniser:
    """A recogniser that any number of meetings may share; each piece gets all threads."""
    return Recogniser(_whisper(weights, weights.threads, 1))


def load_live(weights: Weights) -> Recogniser:
    """One for phrases: they are too short to gain from a second thread, so that works on another.

    On two cores a phrase costs two thirds of what it costs on both together.
    """
    return Recogniser(_whisper(weights, 1, weights.threads), weights.threads)


def _whisper(weights: Weights, threads: int, workers: int) -> Any:
    from faster_whisper import WhisperModel  # noqa: PLC0415

    return WhisperModel(
        str(weights.folder),
        device=weights.device,
        compute_type=weights.precision,
        cpu_threads=threads,
        num_workers=workers,
        local_files_only=True,
    )


class Recogniser:
    """Stateless: CTranslate2 lets several threads share one model."""

    def __init__(self, model: Any, places: int = 1) -> None:
        self.model = model
        self.turns = Turns(places)
        """For those who hear live and must not wait for one another longer than is fair."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes this model knows."""
        return tuple(self.model.supported_languages)

    @property
    def first_timestamp(self) -> int:
        """The token of 0.00 s; all above it are timestamps too."""
        return int(self.model.hf_tokenizer.token_to_id("<|notimestamps|>")) + 1

    def encode(self, pieces: Sequence[Samples], spare: float = SPARE) -> Encoded:
        """Hears pieces of at most 30 s together; cheapest when they are of similar length."""
        seconds = tuple(len(piece) / SAMPLE_RATE for piece in pieces)
        length = int(min(max(seconds) + spare, LONGEST) * FRAMES_PER_SECOND) // 2 * 2
        batch: list[NDArray[np.float32]] = []
        for piece in pieces:
            features = self.model.feature_extractor(piece)[:, :length]
            batch.append(np.pad(features, ((0, 0), (0, length - features.shape[1]))))
        return Encoded(self.model.encode(np.stack(batch)), seconds)

    def languages_of(self, heard: Encoded) -> list[dict[str, float]]:
        """How probable each language is, for each piece."""
        if not self.model.model.is_multilingual:
            return [{"en": 1.0} for _ in heard.seconds]
        found = self.model.model.detect_language(heard.output)
        return [{token[2:-2]: probability for token, probability in one} for one in found]

    def silence_of(self, heard: Encoded, language: str) -> float:
        """How probable it is that nobody speaks in a piece, told without a prompt.

        One step of the decoder: it costs a hundredth of what reading the piece does.
        """
        from faster_whisper.tokenizer import Tokenizer  # noqa: PLC0415

        multilingual = self.model.model.is_multilingual
        tokenizer = Tokenizer(self.model.hf_tokenizer, multilingual, "transcribe", language)
        opening = list(tokenizer.sot_sequence)
        (result,) = self.model.model.generate(
            heard.output,
            [opening],
            beam_size=1,
            max_length=len(opening) + 1,
            return_no_speech_prob=True,
        )
        return float(result.no_speech_prob)

    def decode(
        self, heard: Encoded, before: Sequence[Before], language: str, beam: int
    ) -> list[Recognition]:
        """Writes down what was heard, one recognition a piece.

        Only a piece that is alone may have begun already.
        """
        from faster_whisper.tokenizer import Tokenizer  # noqa: PLC0415
        from faster_whisper.transcribe import get_suppressed_tokens  # noqa: PLC0415

        multilingual = self.model.model.is_multilingual
        tokenizer = Tokenizer(self.model.hf_tokenizer, multilingual, "transcribe", language)
        prompts = _prompts(tokenizer, before)
        limit = token_limit(max(heard.seconds))
        results = self.model.model.generate(
            heard.output,
            prompts,
            beam_size=beam,
            max_length=min(self.model.max_length, len(prompts[0]) + limit),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=list(get_suppressed_tokens(tokenizer, [-1])),
            max_initial_timestamp_index=LATEST_START,
        )
        stamp = tokenizer.timestamp_begin
        timed = [
            [t for t in r.sequences_ids[0] if t < tokenizer.eot or t >= stamp] for r in results
        ]
        tokens = [[t for t in one if t < stamp] for one in timed]
        frames = [int(seconds * FRAMES_PER_SECOND) for seconds in heard.seconds]
        aligned = self.model.model.align(heard.output, tokenizer.sot_sequence, tokens, frames)
        found = []
        for text, all_, alignment, result in zip(tokens, timed, aligned, results, strict=True):
            words = tuple(_words(tokenizer, text, alignment, language))
            after = _after(all_, stamp)
            found.append(
                Recognition(
                    tuple(word for word, _ in words),
                    result.scores[0],
                    result.no_speech_prob,
                    tuple(text),
                    tuple(all_),
                    tuple(after[end] for _, end in words),
                )
            )
        return found


def _prompts(tokenizer: Any, before: Sequence[Before]) -> list[list[int]]:
    """One prompt a piece, all of one length: CTranslate2 asks for that within a batch."""
    prompts = [_tokens(tokenizer, one.prompt)[:PROMPT_TOKENS] for one in before]
    length = min(len(a) + len(b.context) for a, b in zip(prompts, before, strict=True))
    length = min(length, PROMPT_TOKENS)
    result = []
    for prompt, one in zip(prompts, before, strict=True):
        room = max(length - len(prompt), 0)
        said = [*prompt, *one.context[len(one.context) - room :]][:length]
        opening = [tokenizer.sot_prev, *said] if said else []
        result.append([*opening, *tokenizer.sot_sequence, *one.begun])
    return result


def _after(timed: Sequence[int], stamp: int) -> list[int]:
    """For each number of text tokens, how many there are with the timestamps up to the next."""
    places = [place for place, token in enumerate(timed) if token < stamp]
    return [*places, len(timed)]


def _tokens(tokenizer: Any, text: str) -> list[int]:
    return list(tokenizer.encode(" " + text)) if text else []


def _words(
    tokenizer: Any, tokens: list[int], alignment: Any, language: str
) -> Iterator[tuple[Word, int]]:
    """Words with their times from the cross attention (dynamic time warping) and `ends`."""
    if not tokens or not alignment.alignments:
        return
    parts, ids = tokenizer.split_to_word_tokens([*tokens, tokenizer.eot])
    bounds = np.cumsum([0, *(len(part) for part in ids[:-1])])
    text, time = np.array(alignment.alignments).T
    jumps = time[np.diff(text, prepend=-1) > 0] / TOKENS_PER_SECOND
    times = jumps[np.minimum(bounds, len(jumps) - 1)]
    opening = [
        i for i, part in enumerate(parts[:-1]) if i == 0 or opens(part, parts[i - 1], language)
    ]
    for first, last in pairwise([*opening, len(parts) - 1]):
        written = "".join(parts[first:last])
        if not any(char.isalnum() for char in written):
            continue
        probability = np.mean(alignment.text_token_probs[bounds[first] : bounds[last]])
        word = Word(
            written.strip(),
            float(times[first]),
            float(times[last]),
            float(probability),
            language,
            glued=not written.startswith(" "),
        )
        yield word, int(bounds[last])


def opens(part: str, before: str, language: str) -> bool:
    """Says that a part of the text begins a word rather than continuing the one before."""
    mark = part.strip()
    if not any(char.isalnum() for char in mark):
        return mark in OPENING_MARKS
    if part.startswith(" "):
        return True
    if language not in UNSPACED or before.strip() in OPENING_MARKS:
        return False
    return not (part[0].isascii() and before[-1:].isascii() and before[-1:].isalnum())
