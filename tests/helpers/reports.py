"""Short reports of many wars, own texts, and ways in which texts come mangled."""

from __future__ import annotations

import random

STORIES = {
    "colombia": (
        "Bogota, 12 Sep 89 (EFE) -- Guerrillas of the National Liberation Army blew up an oil "
        "pipeline near Saravena on Monday, the state oil company said. Two workers, a cook and a "
        "driver, were wounded. The army denied that its helicopters had bombed the village of Tame."
    ),
    "lanka": (
        "Tamil Tiger rebels attacked a naval convoy off Mullaittivu on Sunday, killing at least 13 "
        "sailors, the defence ministry said. The rebels, quoted by TamilNet, put the toll at 30. "
        "Fighting continued on Monday."
    ),
    "sudan": (
        "The Rapid Support Forces shelled the Abu Shouk camp in El Fasher overnight, killing eight "
        "people and wounding 17 others, according to the Sudan Doctors Network. The RSF, formerly "
        "known as the Janjaweed, did not comment."
    ),
    "kenya": (
        "Hundreds of students marched in Kisumu on Tuesday to protest at a rise in fees. Police "
        "fired tear gas and arrested “dozens” of them, a witness told the newspaper."
    ),
    "myanmar": (
        "Myanmar's army may have used drones against a monastery in Sagaing where 40 villagers had "
        "sheltered, residents said; the junta’s spokesman denied it. On 3 March the Kachin "
        "Independence Army captured the town of Sumprabum."
    ),
    "ukraine": (
        "A Russian missile hit an apartment block in Kryvyi Rih on Thursday morning, killing 3 and "
        "injuring between 20 and 25 people, Governor Serhiy Lysak wrote on Telegram.\n\n"
        "Russia's defence ministry said its forces had taken the village of Pisky."
    ),
}


def no_commas(text: str) -> str:
    return text.replace(",", "")


def mojibake(text: str) -> str:
    return text.encode("utf-8").decode("cp1252", errors="replace")


def zero_width(text: str) -> str:
    rng = random.Random(4)
    return "".join(c + "\u200b" * (rng.random() < 0.2) for c in text)


def windows_lines(text: str) -> str:
    return text.replace("\n", "\r\n").replace(". ", ".\r\n")


def tabs(text: str) -> str:
    return text.replace(" ", "\t")


def emojis(text: str) -> str:
    return "\U0001f4a3 " + text.replace(". ", ". \U0001f525\U0001f1f8\U0001f1fe ").replace(
        " on ", " \u2764\ufe0f on "
    )


def right_to_left(text: str) -> str:
    return "\u202b" + text.replace(" in ", " \u202ein\u202c ") + "\u202c\u200f"


def controls(text: str) -> str:
    return text.replace(" the ", " \x00the\x07 ").replace("e", "e\x1b", 3)


def brackets(text: str) -> str:
    return "[TEXT] " + text.replace(" killing ", " ((((killing [WORDS INDISTINCT] ").replace(
        "said", "said)]"
    )


def one_line_twice(text: str) -> str:
    return (text + " " + text).replace(".", "")


def wrapped(text: str) -> str:
    words, lines = text.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 70:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "   ") + word
    return "\n".join(lines)


def decomposed(text: str) -> str:
    return text.replace("a", "a\u0301")


def same(text: str) -> str:
    return text


MANGLED = (
    same,
    no_commas,
    str.upper,
    str.lower,
    str.title,
    mojibake,
    zero_width,
    windows_lines,
    tabs,
    emojis,
    right_to_left,
    controls,
    brackets,
    one_line_twice,
    wrapped,
    decomposed,
)
