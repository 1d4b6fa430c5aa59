"""Treebank and name files read into the batches that training sees.

A sentence is a list of UD words. Every word is cut into word pieces on its own, so the pieces of a word
never depend on its neighbours; the Rust side does the same cut (crates/syntax/src/wordpiece.rs).
"""

import gzip
import random
from dataclasses import dataclass, field

CLS, SEP, UNK = 101, 102, 100
MAX_PIECES = 12
NAMES = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]
FIRST_OR_LAST = 8
SHAPES = 9
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "."})


def shape(form: str, index: int) -> int:
    """The letter-case class of a form: the vocabulary is lower-cased, so case travels beside it."""
    if form.islower():
        return 1
    if form.isupper():
        return 2 if len(form) > 1 else 3
    if form[:1].isupper():
        return 4 if index else 5
    if any(c.isdigit() for c in form):
        return 6
    return 7 if any(c.isupper() for c in form) else 0


@dataclass
class Sentence:
    forms: list
    upos: list
    xpos: list
    heads: list
    deprels: list
    names: list | None = None
    pieces: list = field(default_factory=list)  # one list of piece ids a word


def read_conllu(path):
    """Syntactic words of each sentence; ranges and empty nodes are not words."""
    rows, out = [], []
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if not line:
                if rows:
                    out.append(rows)
                rows = []
            elif line[0] != "#":
                cells = line.split("\t")
                if cells[0].isdigit():
                    rows.append(cells)
    if rows:
        out.append(rows)
    return out


def repair(labels):
    """IOB2 with the classes we keep; a dangling I- becomes B-."""
    y = [NAMES.index(x) if x in NAMES else 0 for x in labels]
    for i, v in enumerate(y):
        if v and v % 2 == 0 and (i == 0 or y[i - 1] not in (v, v - 1)):
            y[i] = v - 1
    return y


def load(treebank, names=None):
    by_forms = {}
    if names:
        by_forms = {tuple(r[1] for r in s): repair([r[2] for r in s]) for s in read_conllu(names)}
    out = []
    for rows in read_conllu(treebank):
        forms = [r[1] for r in rows]
        out.append(
            Sentence(
                forms,
                [r[3] for r in rows],
                [r[4] for r in rows],
                [int(r[6]) for r in rows],
                [r[7] for r in rows],
                by_forms.get(tuple(forms)),
            )
        )
    return out


def cut(sentences, tokenizer, keep=None):
    """Fill `pieces`; `keep` maps old piece ids to pruned ones."""
    cache = {}
    for s in sentences:
        for form in s.forms:
            if form not in cache:
                ids = tokenizer.encode(form.translate(QUOTES), add_special_tokens=False).ids[:MAX_PIECES] or [UNK]
                cache[form] = [keep.get(i, UNK) for i in ids] if keep else ids
            s.pieces.append(cache[form])
    return sentences


def view(s, augment=False):
    """Piece ids, shapes, first and last piece of each word; index 0 is the root."""
    shapes = [shape(f, i) for i, f in enumerate(s.forms)]
    if augment:
        dice = random.random()
        if dice < 0.03:
            shapes = [1 if f[:1].isalpha() else x for f, x in zip(s.forms, shapes)]
        elif dice < 0.06:
            shapes = [2 if f[:1].isalpha() else x for f, x in zip(s.forms, shapes)]
        elif dice < 0.09:  # title case, as in headlines
            shapes = [(4 if i else 5) if f[:1].isalpha() and len(f) > 3 else x for i, (f, x) in enumerate(zip(s.forms, shapes))]
    ids, cases, first, last = [CLS], [FIRST_OR_LAST], [0], [0]
    for pieces, case in zip(s.pieces, shapes):
        first.append(len(ids))
        ids += pieces
        cases += [case] * len(pieces)
        last.append(len(ids) - 1)
    return ids + [SEP], cases + [FIRST_OR_LAST], first, last


def without_final_stop(s):
    """Headlines have no full stop: drop it where nothing hangs on it."""
    n = len(s.forms)
    if n < 4 or s.upos[-1] != "PUNCT" or n in s.heads:
        return s
    return Sentence(s.forms[:-1], s.upos[:-1], s.xpos[:-1], s.heads[:-1], s.deprels[:-1], s.names and s.names[:-1], s.pieces[:-1])


def batches(sentences, pieces, shuffle=True):
    """Index batches of at most `pieces` padded pieces, alike in length."""
    length = [sum(map(len, s.pieces)) + 2 for s in sentences]
    order = list(range(len(sentences)))
    if shuffle:
        random.shuffle(order)
    out, window = [], 1500 if shuffle else len(order)
    for k in range(0, len(order), window):
        batch, widest = [], 0
        for i in sorted(order[k : k + window], key=length.__getitem__):
            widest = max(widest, length[i])
            if batch and widest * (len(batch) + 1) > pieces:
                out.append(batch)
                batch, widest = [], length[i]
            batch.append(i)
        out.append(batch)
    if shuffle:
        random.shuffle(out)
    return out
