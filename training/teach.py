"""A large encoder that learns relations between two marked spans, to teach the small one: what `relate.py --taught` reads.

    python teach.py --shared ../../shared --teacher MPNET_DIR --silver silver.conllu --out taught

The teacher is MPNet (all-mpnet-base-v2, Apache-2.0), its lower half kept as it is and computed once. It learns the first
stage's rows of `relate.py`; its probabilities for them, and for subjects and objects of unlabelled sentences, go to
OUT/first.pt. Then, a fold at a time, it goes on with the rows of PLV_train outside of the fold, and its probabilities for
those rows go to OUT/fold-K.pt; for all rows together to OUT/all.pt. It reads no row of a fold before it is scored on it.
"""

import argparse
import os
import random
import time
from collections import Counter

import torch
import torch.nn.functional as F
from torch import nn
from transformers import AutoTokenizer

from mpnet import Large, keep_below
from relate import HERE, LABELS, MEANS, batches_of, own_rows, rate, rows_of

ROUND = {"s": "@", "t": "#"}  # what stands around the spans


class Teacher(Large):
    def __init__(self, path):
        super().__init__(path)
        self.out = nn.Linear(3 * 768, len(LABELS))
        nn.init.normal_(self.out.weight, std=0.02)

    def forward(self, x, mask, spans):
        x = self.above(x, mask)
        means = torch.einsum("bsw,bwd->bsd", spans / spans.sum(-1, keepdim=True).clamp(min=1), x)
        return self.out(F.dropout(torch.cat([x[:, 0], means[:, 0], means[:, 1]], -1), 0.1, self.training))


class Row:
    """A sentence as the teacher reads it: pieces, which of them each span covers, labels."""

    def __init__(self, tokenizer, words, source, target, labels, weight=1.0, fold=-1):
        self.ids, covered, before = [tokenizer.cls_token_id], [None], None
        inside = {w: "s" for w in source} | {w: "t" for w in target}
        pieces = lambda text: tokenizer.encode(text, add_special_tokens=False)[:10]  # noqa: E731
        for i, word in enumerate([*words, ""]):
            mark = inside.get(i)
            for edge in (before, mark) if mark != before else ():
                if edge:
                    self.ids += pieces(ROUND[edge])
                    covered += [None] * (len(self.ids) - len(covered))
            if word:
                self.ids += pieces(word)
                covered += [mark] * (len(self.ids) - len(covered))
            before = mark
        self.ids = [*self.ids[:299], tokenizer.sep_token_id]
        covered = [*covered[:299], None]
        self.spans = torch.tensor([[float(c == mark) for c in covered] for mark in "st"])
        self.labels, self.weight, self.fold, self.x = labels, weight, fold, None


def batch(rows):
    width = max(len(r.ids) for r in rows)
    x, mask = torch.zeros(len(rows), width, 768, dtype=torch.bfloat16), torch.zeros(len(rows), width, dtype=torch.long)
    spans, gold = torch.zeros(len(rows), 2, width), torch.zeros(len(rows), len(LABELS), dtype=torch.bool)
    for j, r in enumerate(rows):
        x[j, : len(r.ids)], mask[j, : len(r.ids)], spans[j, :, : len(r.ids)] = r.x, 1, r.spans
        gold[j, [LABELS.index(label) for label in r.labels or ()]] = True
    return (x, mask, spans), gold, torch.tensor([r.weight for r in rows])


def train(teacher, rows, epochs, lr, name, size=16):
    told = [r for r in rows if r.labels != ("NONE",)]
    none = [r for r in rows if r.labels == ("NONE",)]
    n_none = min(len(none), len(told) // 2)
    groups = [dict(params=teacher.net.parameters(), lr=lr), dict(params=teacher.out.parameters(), lr=20 * lr)]
    opt, rates = torch.optim.AdamW(groups, weight_decay=0.01), (lr, 20 * lr)
    steps, step, start = epochs * (-(-(len(told) + n_none) // size)), 0, time.process_time()
    teacher.train()
    for epoch in range(epochs):
        chosen = told + random.sample(none, n_none)
        batches = batches_of(chosen, size, lambda r: len(r.ids))
        total = 0.0
        for some in batches:
            for group, highest in zip(opt.param_groups, rates):
                group["lr"] = highest * rate(step, steps)
            inputs, gold, weight = batch(some)
            with torch.autocast("cpu", torch.bfloat16):
                scores = teacher(*inputs)
            p = scores.float().log_softmax(-1)
            right = torch.logsumexp(p.masked_fill(~gold, -1e4), -1)
            loss = -(0.95 * right * weight + 0.05 * p.mean(-1)).mean()
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            opt.step()
            step, total = step + 1, total + float(loss.detach())
        print(f"{name} {epoch}: loss {total / len(batches):.3f}, {time.process_time() - start:.0f} s", flush=True)
    return teacher.eval()


@torch.no_grad()
def probabilities(teacher, rows, size=32):
    order, out = sorted(range(len(rows)), key=lambda i: len(rows[i].ids)), [None] * len(rows)
    for k in range(0, len(order), size):
        inputs, _, _ = batch([rows[i] for i in order[k : k + size]])
        with torch.autocast("cpu", torch.bfloat16):
            scores = teacher(*inputs)
        for i, p in zip(order[k : k + size], scores.float().softmax(-1)):
            out[i] = p.half()
    return out


def right(rows, found):
    yields = [LABELS.index(label) for label in MEANS["YIELD"]]
    n = 0
    for row, p in zip(rows, found):
        p = p.float().clone()
        p[0], p[yields] = 0.0, p[yields].sum()  # the pair is known to be one; YIELD stands for two types
        n += LABELS[int(p.argmax())] in row.labels
    return n


def unlabelled(path, left_out, most=2):
    """Subjects with objects or obliques of a verb, from parsed text; one in five the wrong way round."""
    out, sentence, text = [], [], ""
    for line in open(path, encoding="utf8"):
        line = line.rstrip("\n")
        if line.startswith("# text = "):
            text = line.removeprefix("# text = ")
        elif line and line[0] != "#" and line.split("\t")[0].isdigit():
            sentence.append(line.split("\t"))
        elif not line and sentence:
            if text not in left_out and 8 <= len(sentence) <= 60:
                pairs = pairs_of(sentence)
                random.shuffle(pairs)
                out += [([c[1] for c in sentence], a, b, None) for a, b in pairs[:most]]
            sentence = []
    return out


def pairs_of(sentence):
    kids = {}
    for i, columns in enumerate(sentence):
        kids.setdefault(int(columns[6]) - 1, []).append(i)
    outside = ("acl", "appos", "punct", "cc", "conj", "parataxis", "case", "mark")

    def phrase(i):
        return [i] + [w for k in kids.get(i, ()) if sentence[k][7].split(":")[0] not in outside for w in phrase(k)]

    def named(i, *relations):
        return sentence[i][3] in ("PROPN", "NOUN") and sentence[i][7].startswith(relations)

    out = []
    for verb, under in kids.items():
        if verb < 0 or sentence[verb][3] != "VERB":
            continue
        for a in (i for i in under if named(i, "nsubj")):
            for b in (i for i in under if named(i, "obj", "obl", "iobj", "nmod")):
                x, y = sorted(phrase(a)), sorted(phrase(b))
                if max(len(x), len(y)) <= 9 and not set(x) & set(y):
                    out.append((x, y) if random.random() < 0.8 else (y, x))
    return out


def main():
    a = argparse.ArgumentParser()
    for option in ("--shared", "--teacher", "--silver", "--out"):
        a.add_argument(option, required=True)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--threads", type=int, default=1)
    args = a.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    os.makedirs(args.out, exist_ok=True)
    tokenizer = AutoTokenizer.from_pretrained(args.teacher)
    folds = [int(line.split("\t")[1]) for line in open(f"{HERE}/../eval/folds/PLV_train.tsv").read().splitlines()[1:]]
    plv = rows_of(f"{args.shared}/events/PLV_train.tsv", "gold_root", folds)
    first = [(words, *pair) for words, pairs, _ in own_rows() for pair in pairs]
    told, none = [p for p in first if p[3] != ("NONE",)], [p for p in first if p[3] == ("NONE",)]
    first = told + random.sample(none, min(len(none), int(1.6 * len(told))))
    first += [(words, *pairs[0]) for words, pairs, _ in rows_of(f"{args.shared}/events/AW_train.tsv", "gold_binary")]
    left_out = {line.split("\t")[2] for line in open(f"{args.shared}/events/PLV_train.tsv", encoding="utf8") if "\t" in line}
    more = unlabelled(args.silver, left_out)
    teacher = Teacher(args.teacher)
    rows = [Row(tokenizer, *p) for p in first]
    keep_below(teacher, rows)
    train(teacher, rows, 1, 5e-5, "first")
    start = {k: v.clone() for k, v in teacher.state_dict().items()}
    others = [Row(tokenizer, *p) for p in more]
    keep_below(teacher, others)
    torch.save((first + more, torch.stack(probabilities(teacher, rows + others))), f"{args.out}/first.pt")
    del others
    own = [Row(tokenizer, words, *pairs[0], 1.0, fold) for words, pairs, fold in plv]
    keep_below(teacher, own)
    counts = Counter(r.labels for r in own)
    for r in own:
        r.weight = (sum(counts.values()) / len(counts) / counts[r.labels]) ** 0.3
    hits = 0
    for fold in [*range(5), None]:
        teacher.load_state_dict(start)
        inside = [r for r in own if r.fold != fold]
        again = random.sample([r for r in rows if r.labels != ("NONE",)], len(inside) // 7)
        for r in again:
            r.weight = 0.5
        train(teacher, inside + again, 4, 4e-5, f"fold {fold}")
        found = probabilities(teacher, own)
        outside = [i for i, r in enumerate(own) if r.fold == fold]
        hits += right([own[i] for i in outside], [found[i] for i in outside])
        torch.save(found, f"{args.out}/{'all' if fold is None else f'fold-{fold}'}.pt")
    print(f"outside of its folds: {hits / len(own):.4f}", flush=True)


if __name__ == "__main__":
    main()
