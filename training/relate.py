"""Train the head for relations between two marked spans, on a network whose other weights stay as they are.

    python relate.py --shared ../../shared --base MODEL_DIR --form standard --checkpoint standard.pt --out standard-r.pt

Two stages, each with a teacher's word beside the labels where `teach.py` left it (--taught DIR). First on sentences written
for this project (`relations/*.tsv`, every ordered pair of marked spans a row, most of them NONE; the parties of the records in
`acts/*.tsv`; `../eval/open/read.tsv`) and on `events/AW_train.tsv`, whose label is only cooperation or conflict. Then on `events/PLV_train.tsv`, with
some of the first stage's rows among it; its label YIELD stands for CONCEDE and RETREAT. With --folds DIR the second stage
is run five times more, each without the rows of one fold of `eval/folds`, and each network goes to DIR/fold-K.pt: that is
what cross-validated figures are made with. With --others a larger network's heads, each of its own fold, tell what holds
in unlabelled text, and the second stage learns that too; with --seeds N it is run N times and the mean kept. `crates/syntax/src/network/relation.rs` has the same head.
"""

import argparse
import csv
import glob
import os
import random
import re
import time
from collections import Counter, namedtuple

import torch
import torch.nn.functional as F
from torch import nn

import corpus
from model import Layer, Linear, restore
from train import FORMS

HERE = os.path.dirname(os.path.abspath(__file__))
WORD = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
MARK = re.compile(r"<([st])>(.+?)</\1>|\[(\d+):([^\[\]]+)\]")
COOPERATION = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT")
CONFLICT = ("REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
LABELS = ["NONE", *COOPERATION, *CONFLICT]
MEANS = {"YIELD": ("CONCEDE", "RETREAT"), "0": COOPERATION, "1": CONFLICT}

# Rows of words, the words of both spans, labels of which one holds (none where only the teacher knows), the teacher's
# probabilities, and how much the row counts.
Pair = namedtuple("Pair", "rows source target labels taught weight")


class Relation(nn.Module):
    def __init__(self, shape, n_layers):
        super().__init__()
        self.marks = nn.Parameter(torch.randn(2, shape.wide) * 0.1)
        self.layers = nn.ModuleList(Layer(shape.wide, shape.inner, shape.heads) for _ in range(n_layers))
        self.out = Linear(3 * shape.wide, len(LABELS))

    def forward(self, x, words, spans, p=0.0):
        """`spans` [sentence, 2, word] marks the words of both, the root's row included and never marked."""
        x = F.dropout(x, p, self.training) + torch.einsum("bsw,sd->bwd", spans, self.marks)
        for layer in self.layers:
            x = layer(x, words[:, None, None, :], p)
        means = torch.einsum("bsw,bwd->bsd", spans / spans.sum(-1, keepdim=True), x)
        return self.out(F.dropout(torch.cat([x[:, 0], means[:, 0], means[:, 1]], -1), 2 * p, self.training))


def arguments():
    a = argparse.ArgumentParser()
    for option in ("--shared", "--base", "--checkpoint", "--out"):
        a.add_argument(option, required=True)
    a.add_argument("--form", choices=FORMS, required=True)
    a.add_argument("--layers", type=int, default=4)
    a.add_argument("--after", type=int, help="the encoder's layer whose rows are read; where words begin, by default")
    a.add_argument("--epochs", default="6,6", help="of the first and of the second stage")
    a.add_argument("--lr", default="3e-4,2e-4", help="of both stages")
    a.add_argument("--taught", help="folder of the teacher's probabilities")
    a.add_argument("--first", help="file that keeps the first stage's head, or has it")
    a.add_argument("--go-on", help="folder of an earlier run's networks of folds: their heads, and the checkpoint's own, go on with the second stage")
    a.add_argument("--again", type=float, default=0.5, help="rows of the first stage in the second, for each of its own")
    a.add_argument("--folds", help="folder for the networks of the folds")
    a.add_argument("--others", help="a larger network's checkpoint with a head, and the folder of its folds", nargs=2)
    a.add_argument("--silver", help="unlabelled text as `legation parse` reads it, for --others")
    a.add_argument("--told", help="folder that keeps what they told, or has it (then --others and --silver are not needed)")
    a.add_argument("--only", type=int, nargs="*", help="folds to run, and not the last run on all rows")
    a.add_argument("--size", type=int, default=24, help="rows of a batch")
    a.add_argument("--seeds", type=int, default=1, help="runs of the second stage whose mean is kept")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--threads", type=int, default=1)
    return a.parse_args()


def cut(marked):
    """Words of a sentence and which of them each mark covers; marks are `<s>…</s>`, `<t>…</t>` or `[1:…]`."""
    words, marks, at = [], {}, 0
    for m in MARK.finditer(marked):
        words += WORD.findall(marked[at : m.start()])
        inside = WORD.findall(m[2] or m[4])
        marks.setdefault(m[1] or m[3], []).extend(range(len(words), len(words) + len(inside)))
        words += inside
        at = m.end()
    words += WORD.findall(marked[at:])
    return words, marks


def rows_of(path, column, folds=None):
    """Sentences of a table, each with its one pair."""
    out = []
    for i, row in enumerate(csv.DictReader(open(path, encoding="utf8"), delimiter="\t", quoting=csv.QUOTE_NONE)):
        words, marks = cut(row["marked_sentence"])
        if marks.get("s") and marks.get("t") and len(words) <= 150:
            labels = MEANS.get(row[column], (row[column],))
            out.append((words, [(marks["s"], marks["t"], labels)], folds[i] if folds else -1))
    return out


def own_rows():
    """Sentences written for this project, each with all ordered pairs of its marks."""
    out = []
    for path in sorted(glob.glob(f"{HERE}/relations/*.tsv")):
        for line in open(path, encoding="utf8"):
            if line.startswith("#") or "\t" not in line:
                continue
            sentence, told = line.rstrip("\n").split("\t")
            words, marks = cut(sentence)
            holds = {}
            for m in re.finditer(r"(\d)>(\d) ([A-Z]+)", told):
                holds[m[1], m[2]] = (*holds.get((m[1], m[2]), ()), m[3])
            pairs = [(marks[a], marks[b], holds.get((a, b), ("NONE",))) for a in marks for b in marks if a != b]
            out.append((words, pairs, -1))
    return out


def records_of_acts():
    """Sentences of `acts/*.tsv` with the lines of their records, those of `eval/open/unread.tsv` left out: they are a test."""
    plain = lambda marked: re.sub("</?[st]>", "", marked)  # noqa: E731
    held = {plain(line.split("\t")[1]) for line in open(f"{HERE}/../eval/open/unread.tsv", encoding="utf8") if "\t" in line}
    for path in sorted(glob.glob(f"{HERE}/acts/*.tsv")):
        if path.endswith("/sentences.tsv"):  # those of `relations`, which are marked in full
            continue
        sentence, records = None, []
        for line in [*open(path, encoding="utf8"), "> "]:
            line = line.rstrip("\n")
            if line.startswith("> "):
                if records and sentence not in held:
                    yield sentence, records
                sentence, records = line[2:], []
            elif line and not line.startswith("#"):
                records.append(line.split("\t"))


def acts_rows():
    """Pairs of the parties of read records, in PLOVER's view; what is denied or only thought of is no lesson either way."""
    folds = {}
    for line in open(f"{HERE}/../crates/plover/data/fold.tsv", encoding="utf8"):
        cells = line.rstrip("\n").split("\t")
        if len(cells) > 4 and cells[1] == "*":
            folds[cells[0], cells[2]] = cells[3]

    def viewed(event, status):
        view = folds.get((event, status), folds.get(("*", status)))
        return {"same": event, "drop": None}.get(view, view)

    out = []
    for sentence, records in records_of_acts():
        places = [m.span() for m in WORD.finditer(sentence)]

        def parties(cell):
            if cell in "-?":
                return []
            spans = [tuple(map(int, s.split("-"))) for s in cell.split()]
            return [tuple(i for i, (a, b) in enumerate(places) if a < e and s < b) for s, e in spans][:3]

        holds, doubtful, seen = {}, set(), set()
        for event, status, _, actor, recipient, type_, became, who, whom, _ in records:
            same = lambda cell, value: value if cell == "=" else cell  # noqa: E731
            given = [parties(c) for c in (actor, recipient)]
            should = [parties(same(c, g)) for c, g in ((who, actor), (whom, recipient))]
            view = None if type_ == "NONE" else viewed(same(type_, event), same(became, status))
            for sides, right in ((given, False), (should, True)):
                sides = sides if sides[1] or len(sides[0]) < 2 else [sides[0][:1], sides[0][1:]]
                for a in sides[0]:
                    for b in sides[1]:
                        seen |= {(a, b), (b, a)}
                        if right and type_ != "NONE":
                            if view:
                                holds.setdefault((a, b), set()).add(view)
                                if not should[1]:  # who act together
                                    holds.setdefault((b, a), set()).add(view)
                            else:
                                doubtful.add((a, b))
        pairs = [(a, b, tuple(holds.get((a, b), ("NONE",)))) for a, b in sorted(seen - (doubtful - holds.keys()))
                 if a and b and not set(a) & set(b)]
        if pairs and len(places) <= 150:
            out.append(([sentence[a:b] for a, b in places], pairs, -1))
    return out + rows_of(f"{HERE}/../eval/open/read.tsv", "gold_root")


@torch.no_grad()
def encoded(net, sentences, args, most=None, after=None):
    """The rows of each sentence after the layer that the head reads."""
    most, after = most or FORMS[args.form]["most"], args.after if after is None else after
    tokenizer, _, _ = corpus.vocabulary(f"{args.base}/tokenizer.json", most)
    forms = corpus.Forms()
    table = [[[str(i + 1), w, "_", "X", "X", "_", "0", "root", "_", "_"] for i, w in enumerate(s)] for s in sentences]
    data = corpus.Corpus(table, forms, {"upos": {"X": 0}, "xpos": {"X": 0}, "deprel": {"root": 0}}).to("cpu")
    cut_, shapes = forms.cut(tokenizer, "cpu"), forms.shapes("cpu")
    out = [None] * len(sentences)
    for chosen in data.plan(3000):
        b = corpus.batch(data, shapes, chosen)
        x, _ = net.pooled(*corpus.pieces(b, cut_))
        for layer in net.layers[net.shape.pool : after]:
            x = layer(x, b.word[:, None, None, :], 0.0)
        for j, i in enumerate(chosen):
            out[i] = x[j, : len(sentences[i]) + 1].clone()
    return out


def pairs_of(net, table, args, weight=1.0):
    rows = encoded(net, [words for words, _, _ in table], args)
    out = []
    for (_, pairs, fold), x in zip(table, rows):
        out += [(Pair(x, source, target, labels, None, weight), fold) for source, target, labels in pairs]
    return out


def taught_pairs(net, args):
    """The first stage's pairs as the teacher saw them: those with labels, and others of unlabelled text."""
    pairs, taught = torch.load(f"{args.taught}/first.pt")
    rows = by_sentence(net, pairs, args)
    return [Pair(rows[" ".join(words)], source, target, labels or (), p.float(), 1.0)
            for (words, source, target, labels), p in zip(pairs, taught)]


def name_of(fold):
    return "all" if fold is None else f"fold-{fold}"


def by_sentence(net, table, *how):
    """The rows of each sentence of a table, encoded once."""
    sentences = {" ".join(words): words for words, *_ in table}
    return dict(zip(sentences, encoded(net, list(sentences.values()), *how)))


def told_by_others(net, args, fold):
    """Pairs of unlabelled text with what the larger network of that fold says of them."""
    kept = f"{args.told}/{name_of(fold)}.pt"
    if not os.path.exists(kept):
        os.makedirs(args.told, exist_ok=True)
        torch.save(ask_others(args, fold), kept)
    table, told = torch.load(kept)
    rows = by_sentence(net, table, args)
    return [Pair(rows[" ".join(w)], a, b, (), p.float(), 0.5) for (w, a, b), p in zip(table, told)]


@torch.no_grad()
def ask_others(args, fold):
    from teach import unlabelled

    left_out = {line.split("\t")[2] for line in open(f"{args.shared}/events/PLV_train.tsv", encoding="utf8") if "\t" in line}
    chance = random.getstate()
    random.seed(0)
    table = [row[:3] for row in unlabelled(args.silver, left_out, 6)]
    random.setstate(chance)
    saved = torch.load(args.others[0] if fold is None else f"{args.others[1]}/fold-{fold}.pt", map_location="cpu")
    other = restore(saved, "cpu").eval()
    head = Relation(other.shape, 1 + max(int(k.split(".")[1]) for k in saved["relation"] if k.startswith("layers.")))
    head.load_state_dict({k: v.float() for k, v in saved["relation"].items()})
    head.to(DEVICE).eval()
    rows, told = by_sentence(other, table, args, FORMS["standard"]["most"], saved["relation_from"]), []
    for k in range(0, len(table), 64):
        some = [Pair(rows[" ".join(w)], a, b, (), None, 1.0) for w, a, b in table[k : k + 64]]
        with torch.autocast(DEVICE, torch.bfloat16):
            told.append(head(*batch(some)[0]).float().softmax(-1).cpu().half())
    return table, torch.cat(told)


def batch(pairs):
    width = max(len(p.rows) for p in pairs)
    x = torch.zeros(len(pairs), width, pairs[0].rows.shape[1])
    words = torch.zeros(len(pairs), width, dtype=torch.bool)
    spans, gold = torch.zeros(len(pairs), 2, width), torch.zeros(len(pairs), len(LABELS), dtype=torch.bool)
    for j, p in enumerate(pairs):
        x[j, : len(p.rows)], words[j, : len(p.rows)] = p.rows, True
        for k, span in enumerate((p.source, p.target)):
            spans[j, k, [w + 1 for w in span]] = 1.0
        gold[j, [LABELS.index(label) for label in p.labels]] = True
    taught = torch.stack([torch.zeros(len(LABELS)) if p.taught is None else p.taught for p in pairs])
    weight = torch.tensor([p.weight for p in pairs])
    return tuple(t.to(DEVICE) for t in (x, words, spans)), gold.to(DEVICE), taught.to(DEVICE), weight.to(DEVICE)


def batches_of(rows, size, length):
    """All rows, in batches of like length, in any order."""
    random.shuffle(rows)
    near = [sorted(rows[k : k + 16 * size], key=length) for k in range(0, len(rows), 16 * size)]
    batches = [run[k : k + size] for run in near for k in range(0, len(run), size)]
    random.shuffle(batches)
    return batches


def rate(step, steps):
    """A warm-up, then a fall to nearly nothing, as a share of the highest rate."""
    return min(1.0, (step + 1) / max(20, steps / 10)) * max(0.02, 1 - step / steps)


def train(head, pairs, epochs, lr, name, size=24, dropout=0.1):
    """As many rows of NONE in an epoch as of all else, others each time; batches of like length."""
    told = [p for p in pairs if p.labels != ("NONE",) or p.taught is not None]
    none = [p for p in pairs if p.labels == ("NONE",) and p.taught is None]
    n_none = min(len(none), len(told))
    opt = torch.optim.AdamW(head.parameters(), lr=lr, weight_decay=0.02)
    steps, step, start = epochs * (-(-(len(told) + n_none) // size)), 0, time.process_time()
    head.train()
    for epoch in range(epochs):
        chosen = told + random.sample(none, n_none)
        batches = batches_of(chosen, size, lambda p: len(p.rows))
        total = 0.0
        for chosen in batches:
            for group in opt.param_groups:
                group["lr"] = lr * rate(step, steps)
            inputs, gold, taught, weight = batch(chosen)
            with torch.autocast(DEVICE, torch.bfloat16):
                scores = head(*inputs, dropout)
            p = scores.float().log_softmax(-1)
            labelled, known = gold.any(-1).float(), taught.sum(-1)
            right = torch.logsumexp(p.masked_fill(~gold, -1e4), -1)
            right = labelled * (0.95 * right + 0.05 * p.mean(-1))
            # A teacher counts twice as much as a label.
            loss = -(weight * (right + 2 * known * (taught * p).sum(-1))).mean()
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            opt.step()
            step, total = step + 1, total + float(loss.detach())
        print(f"{name} {epoch}: loss {total / len(batches):.3f}, {time.process_time() - start:.0f} s", flush=True)
    return head.eval()


def second_stage(net, start, own, again, args):
    """The mean of some runs, which differ in the order of rows and in which of the first stage are among them."""
    runs = [one_run(net, start, own, again, args).state_dict() for _ in range(args.seeds)]
    head = Relation(net.shape, args.layers)
    head.load_state_dict({k: sum(run[k] for run in runs) / len(runs) for k in runs[0]})
    return head.to(DEVICE).eval()


def one_run(net, start, own, again, args):
    """From the first stage's head, or an earlier second one's; rare types count a little more, rows of the first stage half."""
    head = Relation(net.shape, args.layers)
    head.load_state_dict(start)
    head.to(DEVICE)
    own, others = [p for p in own if p.labels], [p for p in own if not p.labels]
    counts = Counter(p.labels for p in own)
    mean = sum(counts.values()) / len(counts)
    rows = [p._replace(weight=(mean / counts[p.labels]) ** 0.3) for p in own]
    told = [p for p in again if p.labels != ("NONE",)]
    none = [p for p in again if p.labels == ("NONE",)]
    n = int(args.again * len(own))
    rows += [p._replace(weight=0.5) for p in random.sample(told, min(n, len(told))) + random.sample(none, min(n // 2, len(none)))]
    rows += others
    return train(head, rows, int(args.epochs.split(",")[1]), float(args.lr.split(",")[1]), "second", args.size)


@torch.no_grad()
def right(head, pairs):
    n = 0
    for k in range(0, len(pairs), 32):
        inputs, gold, _, _ = batch(pairs[k : k + 32])
        p = head(*inputs).float().softmax(-1).cpu()
        p[:, 0] = 0.0  # the pair is known to be one
        yields = torch.tensor([label in MEANS["YIELD"] for label in LABELS])
        p[:, yields] = p[:, yields].sum(-1, keepdim=True)
        n += int(gold.cpu().gather(1, p.argmax(-1, keepdim=True)).sum())
    return n


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    saved = torch.load(args.checkpoint, map_location="cpu")
    net = restore(saved, "cpu").eval()
    args.after = net.shape.pool if args.after is None else args.after
    Linear.quantise = True
    folds = [int(line.split("\t")[1]) for line in open(f"{HERE}/../eval/folds/PLV_train.tsv").read().splitlines()[1:]]
    if args.taught:
        wide = taught_pairs(net, args)
    else:
        wide = [p for p, _ in pairs_of(net, own_rows(), args)]
        wide += [p for p, _ in pairs_of(net, rows_of(f"{args.shared}/events/AW_train.tsv", "gold_binary"), args, 0.5)]
    wide += [p for p, _ in pairs_of(net, acts_rows(), args)]
    main_ = pairs_of(net, rows_of(f"{args.shared}/events/PLV_train.tsv", "gold_root", folds), args)
    print(f"{len(wide)} pairs for the first stage, {len(main_)} for the second", flush=True)
    Linear.quantise = False  # rounding is simulated in the second stage only
    if args.go_on:
        first = None
    elif args.first and os.path.exists(args.first):
        first = torch.load(args.first)
    else:
        head = Relation(net.shape, args.layers)
        above = net.layers[args.after :]
        for i, layer in enumerate(head.layers):  # layers that already know sentences
            layer.load_state_dict(above[min(i, len(above) - 1)].state_dict())
        first = train(head.to(DEVICE), wide, int(args.epochs.split(",")[0]), float(args.lr.split(",")[0]), "first", args.size).state_dict()
        first = {k: v.cpu() for k, v in first.items()}
        if args.first:
            torch.save(first, args.first)
    Linear.quantise = True

    def keep(head, path):
        saved["relation"] = {k: v.half().cpu() for k, v in head.state_dict().items()}
        saved["relations"], saved["relation_from"] = LABELS, args.after
        torch.save(saved, path)

    def start(fold):
        if not args.go_on:
            return first
        path = args.checkpoint if fold is None else f"{args.go_on}/fold-{fold}.pt"
        return {k: v.float() for k, v in torch.load(path)["relation"].items()}

    def rows_without(fold):
        """What the second stage learns from; the fold's own teacher has not seen its rows either."""
        taught = torch.load(f"{args.taught}/{name_of(fold)}.pt") if args.taught else [None] * len(main_)
        own = [p._replace(taught=None if t is None else t.float()) for (p, f), t in zip(main_, taught) if f != fold]
        return own + (told_by_others(net, args, fold) if args.told else [])

    hits = 0
    chosen = range(5) if args.only is None else args.only
    for fold in chosen if args.folds else ():
        head = second_stage(net, start(fold), rows_without(fold), wide, args)
        outside = [p for p, f in main_ if f == fold]
        found = right(head, outside)
        hits += found
        print(f"fold {fold}: {found} of {len(outside)} right", flush=True)
        os.makedirs(args.folds, exist_ok=True)
        keep(head, f"{args.folds}/fold-{fold}.pt")
    if args.folds:
        print(f"all folds: {hits / len(main_):.4f}", flush=True)
    if args.only is None:
        keep(second_stage(net, start(None), rows_without(None), wide, args), args.out)


if __name__ == "__main__":
    main()
