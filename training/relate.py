"""Train the head for relations between two marked spans, on a network whose other weights stay as they are.

    python relate.py --shared ../../shared --base MODEL_DIR --checkpoint standard.pt --out standard-with-relations.pt

Rows of `events/PLV_train.tsv` whose spans are marked in the sentence; five folds by sentence give the accuracy that is
reported, then all rows train what is kept. `crates/syntax/src/network/relation.rs` has the same head.
"""

import argparse
import csv
import random
import re

import torch
import torch.nn.functional as F
from torch import nn

import corpus
from model import Layer, Linear, restore
from train import FORMS

WORD = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")


class Relation(nn.Module):
    def __init__(self, wide, inner, n_heads, n_labels):
        super().__init__()
        self.marks = nn.Parameter(torch.randn(2, wide) * 0.1)
        self.layer = Layer(wide, inner, n_heads)
        self.out = Linear(3 * wide, n_labels)

    def forward(self, x, words, spans, p=0.0):
        """`spans` [sentence, 2, word] marks the words of both, the root's row included and never marked."""
        x = F.dropout(x, p, self.training) + torch.einsum("bsw,sd->bwd", spans, self.marks)
        x = self.layer(x, words[:, None, None, :], p)
        means = torch.einsum("bsw,bwd->bsd", spans / spans.sum(-1, keepdim=True), x)
        return self.out(F.dropout(torch.cat([x[:, 0], means[:, 0], means[:, 1]], -1), 2 * p, self.training))


def rows_of(path):
    """Words of each sentence, which of them each span marks, and the label."""
    out = []
    for row in csv.DictReader(open(path, encoding="utf8"), delimiter="\t"):
        words, marks, inside = [], [], None
        for part in re.split(r"(</?[st]>)", row["marked_sentence"]):
            if re.fullmatch(r"</?[st]>", part):
                inside = None if part[1] == "/" else part[1]
            else:
                cut = WORD.findall(part)
                words += cut
                marks += [inside] * len(cut)
        if "s" in marks and "t" in marks and len(words) <= 150:
            out.append((words, marks, row["gold_root"], row["sentence"]))
    return out


def main():
    a = argparse.ArgumentParser()
    for option in ("--shared", "--base", "--checkpoint", "--out"):
        a.add_argument(option, required=True)
    a.add_argument("--form", choices=FORMS, required=True)
    a.add_argument("--epochs", type=int, default=14)
    a.add_argument("--folds", type=int, default=5, help="folds that are scored, of five")
    a.add_argument("--lr", type=float, default=3e-4)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--threads", type=int, default=1)
    args = a.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    saved = torch.load(args.checkpoint, map_location="cpu")
    net = restore(saved, "cpu").eval()
    Linear.quantise = True
    rows = rows_of(f"{args.shared}/events/PLV_train.tsv")
    labels = sorted({r[2] for r in rows})
    features = encoded(net, rows, args)
    folds = {s: i % 5 for i, s in enumerate(sorted({r[3] for r in rows}, key=lambda s: hash_of(s)))}
    right = seen = 0
    for fold in range(args.folds):
        inside = [i for i, r in enumerate(rows) if folds[r[3]] != fold]
        outside = [i for i, r in enumerate(rows) if folds[r[3]] == fold]
        head = trained(net, rows, features, labels, inside, args)
        with torch.no_grad():
            for i in outside:
                guess = head(*batch(rows, features, [i])).argmax(-1)
                right, seen = right + (labels[int(guess)] == rows[i][2]), seen + 1
        print(f"fold {fold}: accuracy so far {right / seen:.3f} on {seen} rows", flush=True)
    head = trained(net, rows, features, labels, range(len(rows)), args)
    saved["relation"] = {k: v.half() for k, v in head.eval().state_dict().items()}
    saved["relations"], saved["relation_accuracy"] = labels, right / max(1, seen)
    torch.save(saved, args.out)


def hash_of(text):
    return sum((i + 1) * ord(c) for i, c in enumerate(text)) % 1_000_003


@torch.no_grad()
def encoded(net, rows, args):
    """The rows of each sentence: what pieces made of each word, where meanings are, and what all layers made, where trees are."""
    tokenizer, _, _ = corpus.vocabulary(f"{args.base}/tokenizer.json", FORMS[args.form]["most"])
    forms = corpus.Forms()
    sentences = [[[str(i + 1), w, "_", "X", "X", "_", "0", "root", "_", "_"] for i, w in enumerate(r[0])] for r in rows]
    data = corpus.Corpus(sentences, forms, {"upos": {"X": 0}, "xpos": {"X": 0}, "deprel": {"root": 0}}).to("cpu")
    cut, shapes = forms.cut(tokenizer, "cpu"), forms.shapes("cpu")
    out = [None] * len(rows)
    for chosen in data.plan(3000):
        b = corpus.batch(data, shapes, chosen)
        below, case = net.pooled(*corpus.pieces(b, cut))
        x = below + net.above(below, case, b.word)[..., : net.shape.wide]
        for j, i in enumerate(chosen):
            out[i] = x[j, : len(rows[i][0]) + 1].clone()
    return out


def batch(rows, features, chosen):
    width = max(len(features[i]) for i in chosen)
    x = torch.zeros(len(chosen), width, features[0].shape[1])
    words = torch.zeros(len(chosen), width, dtype=torch.bool)
    spans = torch.zeros(len(chosen), 2, width)
    for j, i in enumerate(chosen):
        n = len(features[i])
        x[j, :n], words[j, :n] = features[i], True
        for k, mark in enumerate("st"):
            spans[j, k, 1:n] = torch.tensor([float(m == mark) for m in rows[i][1]])
    return x, words, spans


def trained(net, rows, features, labels, inside, args):
    head = Relation(net.shape.wide, net.shape.inner, net.shape.heads, len(labels))
    head.layer.load_state_dict(net.layers[-1].state_dict())  # a layer that already knows sentences
    opt = torch.optim.AdamW(head.parameters(), lr=args.lr, weight_decay=0.02)
    counts = torch.tensor([sum(rows[i][2] == x for i in inside) for x in labels]).float()
    weight = (counts.mean() / counts.clamp(min=1)) ** 0.3
    inside, size = list(inside), 24
    steps, step = args.epochs * (len(inside) // size), 0
    head.train()
    for _ in range(args.epochs):
        random.shuffle(inside)
        for k in range(0, len(inside) - size + 1, size):
            chosen = inside[k : k + size]
            for group in opt.param_groups:
                group["lr"] = args.lr * min(1.0, (step + 1) / 40) * max(0.02, 1 - step / steps)
            gold = torch.tensor([labels.index(rows[i][2]) for i in chosen])
            loss = F.cross_entropy(head(*batch(rows, features, chosen), p=0.15), gold, weight=weight, label_smoothing=0.05)
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            opt.step()
            step += 1
    return head.eval()


if __name__ == "__main__":
    main()
