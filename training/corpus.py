"""Treebanks, names and unlabelled text as flat tables; batches are cut out of them on the training device.

A corpus is a run of words with their labels and the bounds of its sentences; a form stands once in a table with
its word pieces and letter-case classes. So a batch, its pieces and its altered words are a few gathers, and a GPU
is not kept waiting by Python. Every word is cut into pieces on its own, as crates/syntax/src/wordpiece.rs does.
"""

import gzip
import json
from dataclasses import dataclass, field

import torch
from tokenizers import Tokenizer

CLS, SEP, UNK, PAD = "[CLS]", "[SEP]", "[UNK]", "[PAD]"
MAX_PIECES, MAX_WORDS = 12, 90
NAMES = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]
EDGE, SHAPES = 8, 9
LOWER, UPPER, INNER, INITIAL = 1, 2, 4, 5
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "."})
# Tags of words that may stand for each other without changing the tree.
OPEN = {"NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "RB", "CD"}
PROPER = {"NNP", "NNPS", "CD"}
LABELS = ("upos", "xpos", "deprel", "names", "mentions", "taught")


def shape(form, index):
    """The letter-case class of a form: the vocabulary is lower-cased, so case travels beside it."""
    if form.islower():
        return LOWER
    if form.isupper():
        return UPPER if len(form) > 1 else 3
    if form[:1].isupper():
        return INNER if index else INITIAL
    if any(c.isdigit() for c in form):
        return 6
    return 7 if any(c.isupper() for c in form) else 0


def read(path):
    """Rows of syntactic words, a list a sentence; ranges and empty nodes are not words."""
    rows, out = [], []
    with (gzip.open if str(path).endswith(".gz") else open)(path, "rt", encoding="utf8") as lines:
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


def mentions(rows):
    """IOB2 labels from GUM's entities: the proper nouns around the head of a person, organisation or place.

    GUM marks all mentions, with articles and modifiers; only the run of proper nouns in it is the name. These
    labels teach a head of their own, since their rules are not those of Universal NER.
    """
    kinds = {"person": 1, "organization": 3, "place": 5}
    y, open_, spans = [0] * len(rows), {}, []
    for i, cells in enumerate(rows):
        entity = next((m[7:] for m in cells[9].split("|") if m.startswith("Entity=")), "")
        at = 0
        while at < len(entity):
            if entity[at] == "(":
                end = min((k for k in (entity.find(c, at + 1) for c in "()") if k > 0), default=len(entity))
                parts = entity[at + 1 : end].split("-")
                if len(parts) > 1:
                    open_.setdefault(parts[0], []).append((i, parts[1]))
                    if entity[end : end + 1] == ")":
                        start, kind = open_[parts[0]].pop()
                        spans.append((start, i, kind))
                at = end
            elif entity[at] == ")":
                at += 1
            else:
                end = entity.find(")", at)
                name = entity[at : end if end >= 0 else len(entity)]
                if open_.get(name):
                    start, kind = open_[name].pop()
                    spans.append((start, i, kind))
                at = end if end >= 0 else len(entity)
    for start, end, kind in sorted(spans, key=lambda s: s[0] - s[1]):  # inner mentions last
        if kind not in kinds:
            continue
        inside = range(start, end + 1)
        heads = [i for i in inside if not start + 1 <= int(rows[i][6]) <= end + 1]
        if not heads or rows[heads[0]][3] != "PROPN":
            continue
        first = last = heads[0]
        while first > start and rows[first - 1][3] == "PROPN":
            first -= 1
        while last < end and rows[last + 1][3] == "PROPN":
            last += 1
        for i in range(first, last + 1):
            y[i] = kinds[kind] + (i > first)
    return y


@dataclass
class Forms:
    """Every form once: its number, its pieces in each vocabulary, its case classes."""

    index: dict = field(default_factory=dict)

    def of(self, form):
        return self.index.setdefault(form, len(self.index))

    def cut(self, tokenizer, device):
        forms = list(self.index)
        cells = torch.zeros(len(forms), MAX_PIECES, dtype=torch.long)
        count = torch.ones(len(forms), dtype=torch.long)
        unknown = tokenizer.token_to_id(UNK)
        for i, cut in enumerate(tokenizer.encode_batch([f.translate(QUOTES) for f in forms], add_special_tokens=False)):
            ids = cut.ids[:MAX_PIECES] or [unknown]
            cells[i, : len(ids)] = torch.tensor(ids)
            count[i] = len(ids)
        return Pieces(cells.to(device), count.to(device), tokenizer.token_to_id(CLS), tokenizer.token_to_id(SEP))

    def shapes(self, device):
        return torch.tensor([[shape(f, 0), shape(f, 1)] for f in self.index], device=device)


@dataclass
class Pieces:
    cells: torch.Tensor
    count: torch.Tensor
    cls: int
    sep: int


class Corpus:
    """Words of many sentences behind each other, with labels; -100 where a label is not known.

    `taught` says of a sentence's forms where its words begin in a table of a names teacher's probabilities.
    """

    def __init__(self, sentences, forms, labels, names=None, with_mentions=False, gold=True, taught=None):
        by_forms = {tuple(r[1] for r in s): repair([r[2] for r in s]) for s in names or []}
        columns = {k: [] for k in ("form", "head", *LABELS)}
        start = [0]
        for rows in sentences:
            texts = [r[1] for r in rows]
            n = len(rows)
            columns["form"] += [forms.of(t) for t in texts]
            columns["head"] += [int(r[6]) for r in rows]
            for column, cell in (("upos", 3), ("xpos", 4), ("deprel", 7)):
                columns[column] += [labels[column].get(r[cell], 0) for r in rows]
            columns["names"] += by_forms.get(tuple(texts)) or [-100] * n
            columns["mentions"] += mentions(rows) if with_mentions else [-100] * n
            first = (taught or {}).get(tuple(texts))
            columns["taught"] += [-100] * n if first is None else range(first, first + n)
            start.append(start[-1] + n)
        self.columns = {k: torch.tensor(v) for k, v in columns.items()}
        self.start = torch.tensor(start)
        self.gold = torch.full((len(sentences),), gold)

    def __add__(self, other):
        out = object.__new__(Corpus)
        out.columns = {k: torch.cat([v, other.columns[k]]) for k, v in self.columns.items()}
        out.start = torch.cat([self.start, other.start[1:] + self.start[-1]])
        out.gold = torch.cat([self.gold, other.gold])
        return out

    def to(self, device):
        self.columns = {k: v.to(device) for k, v in self.columns.items()}
        self.start, self.gold = self.start.to(device), self.gold.to(device)
        return self

    @property
    def lengths(self):
        return self.start[1:] - self.start[:-1]

    def plan(self, words, generator=None, among=None):
        """Batches of sentences alike in length, of at most `words` padded words; `among` says which sentences."""
        lengths = self.lengths.cpu()
        order = torch.randperm(len(lengths), generator=generator) if generator else torch.arange(len(lengths))
        if among is not None:
            order = order[among[order]]
        n = len(order)
        window = 6000 if generator else n
        out = []
        for k in range(0, n, window):
            part = order[k : k + window]
            part = part[lengths[part].argsort(stable=True)].tolist()
            batch = []
            for i in part:
                if batch and int(lengths[i]) * (len(batch) + 1) > words:
                    out.append(batch)
                    batch = []
                batch.append(i)
            if batch:
                out.append(batch)
        if generator:
            out = [out[i] for i in torch.randperm(len(out), generator=generator).tolist()]
        return out


class Substitutes:
    """For each word of a corpus, others of its tag, its name label and its letter case."""

    def __init__(self, corpus, shapes):
        c = corpus.columns
        self.form = c["form"]
        key = (c["xpos"] * 16 + c["names"].clamp(min=-1) + 1) * SHAPES + shapes[self.form, 1]
        self.order = key.argsort(stable=True)
        ordered = key[self.order]
        kinds, self.kind = torch.unique(ordered, return_inverse=True)
        count = torch.bincount(self.kind, minlength=len(kinds))
        self.first, self.count = count.cumsum(0) - count, count
        back = torch.empty_like(self.order)
        back[self.order] = torch.arange(len(back), device=back.device)
        self.kind = self.kind[back]

    def draw(self, at):
        """A form for each word index, drawn as often as it occurs."""
        kind = self.kind[at]
        pick = self.first[kind] + (torch.rand(at.shape, device=at.device) * self.count[kind]).long()
        return self.form[self.order[pick]]


@dataclass
class Batch:
    form: torch.Tensor  # [sentence, word]; row 0 of everything below is the root
    word: torch.Tensor  # which places hold a word, the root included
    case: torch.Tensor
    head: torch.Tensor
    gold: torch.Tensor
    labels: dict


def batch(corpus, shapes, sentences, substitutes=None, rate=None, altered=0.0, headline=0.0):
    """Gather sentences; `rate` is the share of open-class words to replace, a value a sentence."""
    device = corpus.start.device
    s = torch.tensor(sentences, device=device)
    start, n = corpus.start[s], corpus.lengths[s]
    c = corpus.columns
    if headline:  # headlines have no full stop: drop it where nothing hangs on it
        last = start + n - 1
        width = torch.arange(int(n.max()), device=device)
        heads = c["head"][(start[:, None] + width).clamp(max=len(c["head"]) - 1)]
        free = ((heads == n[:, None]) & (width < n[:, None])).sum(1) == 0
        drop = free & (c["upos"][last] == corpus.punct) & (n > 3) & (torch.rand(n.shape, device=device) < headline)
        n = n - drop.long()
    width = torch.arange(int(n.max()), device=device)
    inside = width < n[:, None]
    at = torch.where(inside, start[:, None] + width, 0)
    form = c["form"][at]
    if substitutes is not None:
        swap = (torch.rand(form.shape, device=device) < rate[:, None]) & corpus.replaceable[c["xpos"][at]] & inside
        form = torch.where(swap, substitutes.draw(at), form)
    case = shapes[form, (width > 0).long()]
    if altered:
        dice = torch.rand(len(s), 1, device=device)
        letter = (case > 0) & (case < 6)
        case = torch.where(letter & (dice < altered), LOWER, case)
        case = torch.where(letter & (dice >= altered) & (dice < 2 * altered), UPPER, case)
        title = letter & (case == LOWER) & (dice >= 2 * altered) & (dice < 3 * altered) & (torch.rand(case.shape, device=device) < 0.7)
        case = torch.where(title, INNER, case)
    root = lambda x, fill: torch.nn.functional.pad(torch.where(inside, x, fill), (1, 0), value=fill)  # noqa: E731
    return Batch(
        form,
        torch.nn.functional.pad(inside, (1, 0), value=True),
        root(case, EDGE),
        root(c["head"][at], 0),
        corpus.gold[s],
        {k: root(c[k][at], -100) for k in LABELS},
    )


def pieces(batch, cut):
    """Piece ids, their case classes, which are real, and first and last piece of each word (0 for the root)."""
    b, w = batch.form.shape
    device = batch.form.device
    count = torch.where(batch.word[:, 1:], cut.count[batch.form], 0)
    ends = count.cumsum(1)
    total = ends[:, -1]
    width = int(total.max()) + 2
    k = torch.arange(MAX_PIECES, device=device)
    target = (ends - count)[:, :, None] + 1 + k
    real = k < count[:, :, None]
    row = torch.arange(b, device=device)[:, None, None].expand_as(target)
    ids = torch.zeros(b, width, dtype=torch.long, device=device)
    cases = torch.full((b, width), EDGE, device=device)
    ids[row[real], target[real]] = cut.cells[batch.form][real]
    cases[row[real], target[real]] = batch.case[:, 1:, None].expand_as(target)[real]
    ids[:, 0] = cut.cls
    ids[torch.arange(b, device=device), total + 1] = cut.sep
    mask = torch.arange(width, device=device) < (total + 2)[:, None]
    first = torch.nn.functional.pad(torch.where(count > 0, ends - count + 1, 0), (1, 0))
    last = torch.nn.functional.pad(torch.where(count > 0, ends, 0), (1, 0))
    return ids, cases, mask, first, last


def vocabulary(path, most=None):
    """The base tokenizer with the pieces worth their bytes, renumbered; and the rows of the base they stand for.

    Kept are Latin letters, digits and signs (pieces of other scripts reach no training word), and of these the
    `most` first: the base's own order is one of frequency. A word with a dropped piece is cut into smaller ones.
    """
    spec = json.load(open(path, encoding="utf8"))
    pieces = sorted(spec["model"]["vocab"].items(), key=lambda p: p[1])

    def wanted(piece):
        if piece in (PAD, UNK, CLS, SEP):
            return True
        if piece.startswith("[") and len(piece) > 1:
            return False
        return all(ord(c) < 0x250 or 0x2010 <= ord(c) <= 0x20CF for c in piece.removeprefix("##"))

    kept = [p for p in pieces if wanted(p[0])]
    if most:
        single = [p for p in kept if len(p[0].removeprefix("##")) == 1]
        kept = sorted({*kept[:most], *single, *(p for p in kept if p[0] in (PAD, UNK, CLS, SEP))}, key=lambda p: p[1])
    spec["model"]["vocab"] = {p: i for i, (p, _) in enumerate(kept)}
    spec["added_tokens"], spec["post_processor"], spec["truncation"], spec["padding"] = [], None, None, None
    return Tokenizer.from_str(json.dumps(spec)), [p for p, _ in kept], [row for _, row in kept]


def label_sets(sentences):
    return {
        "upos": sorted({r[3] for s in sentences for r in s}),
        "xpos": sorted({r[4] for s in sentences for r in s}),
        "deprel": sorted({r[7] for s in sentences for r in s}),
    }


@dataclass
class Data:
    labels: dict
    forms: Forms
    shapes: torch.Tensor
    train: Corpus
    dev: dict
    substitutes: Substitutes
    taught: torch.Tensor  # a names teacher's probabilities, a row a word


def load(shared, device, silver=None, names_taught=None):
    """Everything that training reads.

    `silver` is CoNLL-U of unlabelled text, whose labels serve as tags only; `names_taught` what teach_names.py left.
    """
    tree, names = f"{shared}/treebanks", f"{shared}/ner"
    short = lambda sentences: [s for s in sentences if len(s) <= MAX_WORDS]  # noqa: E731
    ewt, gum = read(f"{tree}/ewt-train.conllu.gz"), read(f"{tree}/gumcc-train.conllu.gz")
    labels = label_sets(short(ewt) + short(gum))
    index = {k: {x: i for i, x in enumerate(v)} for k, v in labels.items()}
    forms = Forms()
    told = torch.load(names_taught) if names_taught else []
    taught, at = {}, 0
    for words, p in told:
        taught[tuple(words)], at = at, at + len(p)
    train = Corpus(short(ewt), forms, index, names=read(f"{names}/uner-ewt-train.iob2.gz"))
    train = train + Corpus(short(gum), forms, index, with_mentions=True, taught=taught)
    silver = short(read(silver)) if silver else []
    seen = {tuple(r[1] for r in s) for s in (*gum, *silver)}
    silver += [[(str(i), w, "_", "X", "X", "_", "0", "dep") for i, w in enumerate(words, 1)] for words in taught if words not in seen]
    if silver:
        train = train + Corpus(silver, forms, index, gold=False, taught=taught)
    dev = {
        "ewt-dev": Corpus(read(f"{tree}/ewt-dev.conllu.gz"), forms, index, names=read(f"{names}/uner-ewt-dev.iob2.gz")),
        "gum-dev": Corpus(read(f"{tree}/gumcc-dev.conllu.gz"), forms, index),
    }
    for corpus in (train, *dev.values()):
        corpus.to(device)
        corpus.punct = index["upos"]["PUNCT"]
        corpus.replaceable = torch.tensor([x in OPEN for x in labels["xpos"]], device=device)
        corpus.proper = torch.tensor([x in PROPER for x in labels["xpos"]], device=device)
    shapes = forms.shapes(device)
    labels["names"] = NAMES
    table = torch.cat([p for _, p in told]).to(device) if told else torch.zeros(0, len(NAMES))
    return Data(labels, forms, shapes, train, dev, Substitutes(train, shapes), table)
