"""The fixed words of the readable formats, in the languages they are written in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """Headings and phrases in one language.

    `colon` and `comma` have their blanks; `gap` is what stands between two sentences.
    """

    minutes: str
    date: str
    duration: str
    speakers: str
    keywords: str
    overview: str
    points: str
    chapters: str
    decisions: str
    action_items: str
    task: str
    owner: str
    nobody: str
    due: str
    due_said: str
    status: str
    open: str
    done: str
    said_at: str
    questions: str
    by_speaker: str
    transcript: str
    speaker: str
    unknown_speaker: str
    nothing: str
    colon: str
    comma: str
    gap: str


ENGLISH = Labels(
    minutes="Meeting minutes",
    date="Date",
    duration="Duration",
    speakers="Speakers",
    keywords="Keywords",
    overview="Overview",
    points="Key points",
    chapters="Chapters",
    decisions="Decisions",
    action_items="Action items",
    task="Task",
    owner="Owner",
    nobody="Nobody yet",
    due="Due",
    due_said="Due, as said",
    status="Status",
    open="Open",
    done="Done",
    said_at="Said at",
    questions="Questions",
    by_speaker="By speaker",
    transcript="Transcript",
    speaker="Speaker",
    unknown_speaker="Unknown speaker",
    nothing="No speech was found in this recording.",
    colon=": ",
    comma=", ",
    gap=" ",
)

CHINESE = Labels(
    minutes="会议纪要",
    date="日期",
    duration="时长",
    speakers="发言人",
    keywords="关键词",
    overview="概述",
    points="要点",
    chapters="章节",
    decisions="决定",
    action_items="待办事项",
    task="任务",
    owner="负责人",
    nobody="待定",
    due="截止日期",
    due_said="截止日期（原话）",
    status="状态",
    open="未完成",
    done="已完成",
    said_at="时间点",
    questions="问答",
    by_speaker="发言要点",
    transcript="文字记录",
    speaker="发言人",
    unknown_speaker="未知发言人",
    nothing="这段录音中没有找到语音。",
    colon="：",
    comma="、",
    gap="",
)


def labels_for(language: str) -> Labels:
    """The labels of an ISO 639-1 code, English where there are none of its own."""
    return CHINESE if language.partition("-")[0] == "zh" else ENGLISH
