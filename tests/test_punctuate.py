"""Marks and capitals: tidied where given, restored where missing, words and times kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from assistant import quiet
from assistant.evaluation.punctuation import F1, bare, measure, score_punctuation
from assistant.language.mark_rules import is_chinese_question
from assistant.language.marks import boundary_features, load_marks, question_features
from assistant.language.token_classifier import Tagger, load_tagger
from assistant.language.words import join
from assistant.models import Weights
from assistant.stages.punctuate import Rules, TokenClassifier
from assistant.types import Meeting, Segment, Word

MEETINGS = Path(__file__).parents[2] / "shared" / "data" / "meetings"


def segment(text: str, language: str | None = "en", *, final: bool = True) -> Segment:
    return Segment("g1", 1.0, 9.0, text, "S1", language=language, final=final, revision=2)


def timed(
    spoken: Sequence[tuple[str, float]], language: str = "en", *, glued: bool = False
) -> Segment:
    """Words of 0.2 s, each followed by a pause of the given length."""
    words: list[Word] = []
    at = 0.0
    for text, pause in spoken:
        words.append(Word(text, at, at + 0.2, 0.9, language, glued=glued and bool(words)))
        at += 0.2 + pause
    return Segment("g1", 0.0, at, join(words), "S1", tuple(words), language)


def rules(*items: Segment, hotwords: Iterable[str] = (), language: str = "en") -> list[Segment]:
    stage = Rules(meeting=Meeting("m", language=language, hotwords=tuple(hotwords)))
    out = [done for item in items for done in stage.push(item)]
    assert [*stage.finish(), *stage.finish()] == []
    return out


def text_of(text: str, language: str = "en") -> str:
    return rules(segment(text, language), language=language)[0].text


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("but I think it works", "But I think it works."),
        ("So I think it works,", "So I think it works."),
        ("Is it ready", "Is it ready?"),
        ("Yes,, we can.. Sure", "Yes, we can. Sure."),
        ("Really?. yes", "Really? Yes."),
        ("Yes. we can, i'm sure.", "Yes. We can, I'm sure."),
        ("Well... maybe.", "Well… maybe."),
        ("We said, e.g. five of them.", "We said, e.g. five of them."),
        ("It costs 3.5 euros , roughly .", "It costs 3.5 euros, roughly."),
        ("She asked -", "She asked -"),
        ("iPhone sales rose.", "iPhone sales rose."),
        ("OK THEN WE ARE DONE HERE", "OK, then we are done here."),
    ],
)
def test_english_is_tidied(given: str, written: str) -> None:
    assert text_of(given) == written


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("好,人都齐了.", "好，人都齐了。"),
        ("看了吗?", "看了吗？"),
        ("看了吗", "看了吗？"),
        ("新的 SDK 升级了, 对吧?", "新的SDK升级了，对吧？"),
        ("涨了3.5个点,", "涨了3.5个点。"),
        ("用户 有空 可以 看看。", "用户有空可以看看。"),
        ("可以,,好。。", "可以，好。"),
    ],
)
def test_chinese_is_tidied(given: str, written: str) -> None:
    assert text_of(given, "zh") == written


@pytest.mark.parametrize(
    "text",
    [
        "Okay, I think we're all here. So, Tuesday sync. Daniel, where are we?",
        "I think that we should do what we said on the phone and then see who comes.",
        "Mr. Lee met the Brightferry team in Porto; it went well!",
        "No.",
    ],
)
def test_good_text_is_left_alone(text: str) -> None:
    assert text_of(text) == text


def test_an_open_segment_gets_no_end() -> None:
    assert rules(segment("and i", final=False))[0].text == "And I"


def test_everything_but_the_writing_is_kept() -> None:
    given = timed([("but", 0.0), ("i", 0.0), ("think", 0.9), ("yes", 0.0)])
    (done,) = rules(given)
    assert done.text == "But I think. Yes."
    assert [word.text for word in done.words] == ["But", "I", "think.", "Yes."]
    assert [(w.start, w.end, w.confidence) for w in done.words] == [
        (w.start, w.end, w.confidence) for w in given.words
    ]
    for name in ("id", "start", "end", "speaker", "language", "overlap", "final", "revision"):
        assert getattr(done, name) == getattr(given, name)


def test_words_that_are_not_the_text_are_kept_as_they_are() -> None:
    other = (Word("hello", 1.0, 2.0),)
    given = Segment("g1", 1.0, 2.0, "see you", words=other)
    (done,) = rules(given)
    assert (done.text, done.words) == ("See you.", other)


def test_nothing_in_nothing_out() -> None:
    assert rules() == []
    empty = Segment("g1", 0.0, 1.0, "")
    assert rules(empty) == [empty]
    assert rules(segment("..."))[0].text == "..."


def test_english_marks_are_restored() -> None:
    said = "okay can you send me the numbers by friday because i need them for the report"
    (done,) = rules(segment(said))
    assert done.text.startswith("Okay")
    assert "Friday" in done.text
    assert " I need" in done.text
    assert done.text[-1] in ".?"
    assert bare(done).text == said


def test_a_mark_of_its_own_joins_the_word_before_it() -> None:
    (done,) = rules(timed([("Well", 0.0), (",", 0.0), ("yes", 0.0), (".", 0.0)]))
    assert [(word.text, round(word.end, 3)) for word in done.words] == [
        ("Well,", 0.2),
        ("yes.", 0.6),
    ]


def test_a_long_pause_ends_a_sentence() -> None:
    said = "we shipped the new maps the users like them"
    spoken = [(word, 0.9 if word == "maps" else 0.0) for word in said.split(" ")]
    assert rules(timed(spoken))[0].text == "We shipped the new maps. The users like them."


def test_chinese_pauses_and_particles() -> None:
    spoken = [
        (char, {"了": 0.3, "吗": 0.7}.get(char, 0.0)) for char in "数据看了你说一下吗我没意见"
    ]
    (done,) = rules(timed(spoken, "zh", glued=True), language="zh")
    assert done.text == "数据看了，你说一下吗？我没意见。"
    assert [word.start for word in done.words] == sorted(word.start for word in done.words)


def test_a_language_without_rules_goes_by_pauses() -> None:
    spoken = [("wir", 0.0), ("sind", 0.0), ("fertig", 0.9), ("danke", 0.4), ("allen", 0.0)]
    assert rules(timed(spoken, "de"), language="de")[0].text == "Wir sind fertig. Danke, allen."


def test_only_the_bare_stretch_of_a_marked_text_is_restored() -> None:
    marked_part = "Right, let's begin. "
    run_on = (
        "and then we looked at the numbers because they had changed but i do not think that we "
        "know why so maybe somebody should ask the team in porto what they did last week"
    )
    for least, text in ((2, run_on), (0, run_on[:60])):
        (done,) = rules(segment(marked_part + text))
        assert done.text.startswith("Right, let's begin. And then")
        inner = done.text.removeprefix(marked_part)[:-1]
        assert (inner.count(",") + inner.count(".")) >= least
        assert least or not {",", "."} & set(inner)


def test_hotwords_get_their_capitals() -> None:
    (done,) = rules(segment("i talked to priya about trailkit"), hotwords=["Priya", "TrailKit"])
    assert done.text == "I talked to Priya about TrailKit."


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("留存呢", True),
        ("什么时候能修好", True),
        ("你有没有看", True),
        ("周四之前可以弄完", False),
        ("我没意见", False),
    ],
)
def test_chinese_questions(sentence: str, asks: bool) -> None:
    assert is_chinese_question(sentence) is asks


def test_the_linear_model_tells_questions() -> None:
    model = load_marks()
    assert model.asks(["what", "do", "you", "think"])
    assert not model.asks(["i", "sent", "it", "on", "monday"])
    assert boundary_features([]).shape == (0, 14)
    assert boundary_features(["a", "b"]).shape == (2, 14)
    assert len(question_features(["a", "b"])) > 0


def test_scores_count_marks_after_words_both_have() -> None:
    truth = [segment("Yes, we can. Really?")]
    found = [segment("yes we can. Really.")]
    scores = score_punctuation(truth, found)
    assert scores["."] == F1(1, 1, 0)
    assert scores[","] == F1(0, 0, 1)
    assert scores["?"] == F1(0, 0, 1)
    assert scores["case"] == F1(1, 0, 1)
    assert (scores["."].precision, scores["."].recall) == (0.5, 1.0)
    assert scores["."].value == pytest.approx(2 / 3)


def test_words_heard_wrongly_count_for_neither() -> None:
    scores = score_punctuation([segment("Yes, we can.")], [segment("Yes, we ran?")])
    assert scores == {".": F1(0, 0, 0), ",": F1(1, 0, 0), "?": F1(0, 0, 0), "case": F1(1, 0, 0)}


def test_bare_takes_marks_and_capitals_off() -> None:
    assert bare(segment("Yes, it's 3.5, Tom.")).text == "yes it's 3.5 tom"
    assert bare(segment("好，Push呢？", "zh")).text == "好push呢"


@pytest.mark.parametrize(
    ("pattern", "least"),
    [
        ("dev_[!z]*.truth.json", {".": 0.6, ",": 0.3, "?": 0.5, "case": 0.75}),
        ("dev_zh*.truth.json", {".": 0.6, ",": 0.15, "?": 0.6}),
    ],
)
def test_restoring_dev_truth(pattern: str, least: dict[str, float]) -> None:
    paths = sorted(MEETINGS.glob(pattern))
    if not paths:
        pytest.skip(f"no meetings at {MEETINGS}")
    scores = measure(paths, lambda meeting: Rules(meeting=meeting).push)
    assert {kind: scores[kind].value for kind in least if scores[kind].value < least[kind]} == {}


def test_windows_meet_in_the_middle_of_their_overlap() -> None:
    class Windows(Tagger):
        seen: ClassVar[list[list[str]]] = []

        def _labels(self, words: Sequence[str]) -> list[str]:
            self.seen.append(list(words))
            return [f"{word}@{len(self.seen)}" for word in words]

    tagger = Windows(None, None, ())
    words = [str(number) for number in range(10)]
    marks = tagger.marks(words, window=6, overlap=2)
    assert tagger.seen == [words[0:6], words[4:10]]
    assert marks == [f"{n}@{1 if n < 5 else 2}" for n in range(10)]
    assert tagger.marks([], window=6, overlap=2) == []


TEACHING = "so we start pause then it ends stop is it asked query"


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny BERT that has learnt which of a few words a mark follows, saved as from a hub."""
    quiet.prepare()
    import torch
    from transformers import BertConfig, BertForTokenClassification, BertTokenizer

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("tiny-bert")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(TEACHING.split())]
    (folder / "vocab.txt").write_text("\n".join(words))
    tokenizer = BertTokenizer(str(folder / "vocab.txt"))
    names = ["0", ".", ",", "?", "-", ":"]
    network = BertForTokenClassification(
        BertConfig(
            vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
            intermediate_size=16, max_position_embeddings=64,
            id2label=dict(enumerate(names)), label2id={name: i for i, name in enumerate(names)},
        )
    )  # fmt: skip
    wanted = {"stop": 1, "pause": 2, "query": 3}
    ids = torch.arange(5, len(words))[None]
    labels = torch.tensor([[wanted.get(word, 0) for word in words[5:]]])
    optimiser = torch.optim.Adam(network.parameters(), lr=0.05)
    for _ in range(150):
        order = torch.randint(ids.shape[1], (16, 12))
        optimiser.zero_grad()
        network(input_ids=ids[0, order], labels=labels[0, order]).loss.backward()
        optimiser.step()
    network.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def test_a_token_classifier_is_loaded_and_used(taught: Path) -> None:
    model: Any = load_tagger(Weights("tiny", taught))
    assert TokenClassifier.loaders == {"model": load_tagger}
    stage = TokenClassifier(meeting=Meeting("m", language="en"), model=model, window=6, overlap=2)
    (done,) = stage.push(segment(TEACHING + " so we start"))
    assert done.text == "So we start pause, then it ends stop. Is it asked query? So we start."
    (kept,) = stage.push(segment("Is it pause then. Yes."))
    assert kept.text == "Is it pause then. Yes."
    assert [*stage.finish(), *stage.finish()] == []
