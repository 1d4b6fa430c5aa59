"""A large encoder that learns names, to teach the small ones: what `tune.py --taught-names` reads.

    python teach_names.py --shared ../../shared --teacher MPNET_DIR --silver silver.conllu --out names.pt

The teacher is MPNet (all-mpnet-base-v2, Apache-2.0), its lower half kept as it is and computed once. It learns the names of
Universal NER's EWT train; its probabilities for the words of sentences that nobody labelled (GUM, the sentences written for
`relations/`, unlabelled text) go to OUT, a list of (words, probabilities).
"""

import argparse
import random
import time

import torch
import torch.nn.functional as F
from torch import nn
from transformers import AutoTokenizer

import corpus
import score
from mpnet import KEPT, Large, keep_below
from relate import batches_of, own_rows, rate

CASE = 16


class Teacher(Large):
    """The vocabulary is lower-cased, so letter case goes in beside the rows and again beside the words."""

    def __init__(self, path):
        super().__init__(path)
        self.case, self.case_out = nn.Embedding(corpus.SHAPES, 768), nn.Embedding(corpus.SHAPES, CASE)
        nn.init.zeros_(self.case.weight)
        self.out = nn.Linear(768 + CASE, len(corpus.NAMES))

    def forward(self, x, mask, cases, first, last):
        x = self.above(x + self.case(cases), mask)
        b = torch.arange(len(x))[:, None]
        words = torch.cat([(x[b, first] + x[b, last]) / 2, self.case_out(cases[b, first])], -1)
        return self.out(F.dropout(words, 0.1, self.training))


class Row:
    """A sentence as the teacher reads it; labels are None where nobody gave any."""

    def __init__(self, tokenizer, words, labels=None):
        self.words, self.labels, self.x = words, labels, None
        self.ids, self.cases, self.first, self.last = [tokenizer.cls_token_id], [corpus.EDGE], [], []
        for i, word in enumerate(words):
            cut = tokenizer.encode(word.translate(corpus.QUOTES), add_special_tokens=False)[:10] or [tokenizer.unk_token_id]
            self.first.append(len(self.ids))
            self.ids += cut
            self.last.append(len(self.ids) - 1)
            self.cases += [corpus.shape(word, i)] * len(cut)
        self.ids.append(tokenizer.sep_token_id)
        self.cases.append(corpus.EDGE)


def batch(rows):
    width, words = max(len(r.ids) for r in rows), max(len(r.words) for r in rows)
    x, mask = torch.zeros(len(rows), width, 768, dtype=torch.bfloat16), torch.zeros(len(rows), width, dtype=torch.long)
    cases = torch.full((len(rows), width), corpus.EDGE)
    first, last = torch.zeros(len(rows), words, dtype=torch.long), torch.zeros(len(rows), words, dtype=torch.long)
    gold = torch.full((len(rows), words), -100)
    for j, r in enumerate(rows):
        x[j, : len(r.ids)], mask[j, : len(r.ids)], cases[j, : len(r.ids)] = r.x, 1, torch.tensor(r.cases)
        first[j, : len(r.words)], last[j, : len(r.words)] = torch.tensor(r.first), torch.tensor(r.last)
        if r.labels:
            gold[j, : len(r.words)] = torch.tensor(r.labels)
    return (x, mask, cases, first, last), gold


def train(teacher, rows, epochs, lr, size):
    """Sentences with names in each epoch, and as many without as half of them."""
    named, plain = [r for r in rows if any(r.labels)], [r for r in rows if not any(r.labels)]
    n_plain = min(len(plain), len(named) // 2)
    inside = [p for p in teacher.net.encoder.layer[KEPT:].parameters()]
    heads = [*teacher.case.parameters(), *teacher.case_out.parameters(), *teacher.out.parameters()]
    inside += [*teacher.net.encoder.relative_attention_bias.parameters()]
    opt, rates = torch.optim.AdamW([dict(params=inside), dict(params=heads)], weight_decay=0.01, fused=True), (lr, 20 * lr)
    steps, step = epochs * (-(-(len(named) + n_plain) // size)), 0
    teacher.train()
    for epoch in range(epochs):
        total, n = 0.0, 0
        for some in batches_of(named + random.sample(plain, n_plain), size, lambda r: len(r.ids)):
            for group, highest in zip(opt.param_groups, rates):
                group["lr"] = highest * rate(step, steps)
            inputs, gold = batch(some)
            with torch.autocast("cpu", torch.bfloat16):
                scores = teacher(*inputs)
            loss = F.cross_entropy(scores.float().flatten(0, 1), gold.flatten(), ignore_index=-100)
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(inside + heads, 1.0)
            opt.step()
            step, total, n = step + 1, total + float(loss.detach()), n + 1
            if step % 20 == 0:
                print(f"{step}/{steps} loss {total / n:.4f}, {time.process_time() - BEGIN:.0f} s, wall {time.time() - WALL:.0f}", flush=True)
    return teacher.eval()


@torch.no_grad()
def probabilities(teacher, rows, size=32):
    order, out = sorted(range(len(rows)), key=lambda i: len(rows[i].ids)), [None] * len(rows)
    for k in range(0, len(order), size):
        some = [rows[i] for i in order[k : k + size]]
        keep_below(teacher, some)
        inputs, _ = batch(some)
        with torch.autocast("cpu", torch.bfloat16):
            scores = teacher(*inputs)
        for i, p in zip(order[k : k + size], scores.float().softmax(-1)):
            out[i] = p[: len(rows[i].words)].half()
            rows[i].x = None
    return out


def f1(rows, found):
    gold = predicted = right = 0
    for r, p in zip(rows, found):
        g, q = set(score.spans(r.labels)), set(score.spans(score.legal(p.float().clamp(min=1e-6).log().numpy())))
        gold, predicted, right = gold + len(g), predicted + len(q), right + len(g & q)
    return 200 * right / (gold + predicted)


def main():
    a = argparse.ArgumentParser()
    for option in ("--shared", "--teacher", "--silver", "--out"):
        a.add_argument(option, required=True)
    a.add_argument("--epochs", type=int, default=4)
    a.add_argument("--lr", type=float, default=6e-5)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--threads", type=int, default=1)
    args = a.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    tokenizer = AutoTokenizer.from_pretrained(args.teacher)
    labelled = lambda part: [  # noqa: E731
        Row(tokenizer, [r[1] for r in s], corpus.repair([r[2] for r in s]))
        for s in corpus.read(f"{args.shared}/ner/uner-ewt-{part}.iob2.gz") if len(s) <= corpus.MAX_WORDS]
    teacher = Teacher(args.teacher)
    rows, dev = labelled("train"), labelled("dev")
    keep_below(teacher, rows)
    print(f"rows kept, {time.process_time() - BEGIN:.0f} s", flush=True)
    train(teacher, rows, args.epochs, args.lr, 32)
    print(f"dev F1 {f1(dev, probabilities(teacher, dev)):.2f}, {time.process_time() - BEGIN:.0f} s", flush=True)
    torch.save({k: v.bfloat16() for k, v in teacher.state_dict().items()}, f"{args.out}.teacher")
    more = [[r[1] for r in s] for path in (f"{args.shared}/treebanks/gumcc-train.conllu.gz", args.silver) for s in corpus.read(path)]
    more += [words for words, *_ in own_rows()]
    # A sentence without a capital after its first word has hardly a name.
    more = [w for w in more if len(w) <= corpus.MAX_WORDS and any(x[0].isupper() for x in w[1:])]
    found = probabilities(teacher, [Row(tokenizer, w) for w in more])
    torch.save(list(zip(more, found)), args.out)
    print(f"{len(more)} sentences taught, {time.process_time() - BEGIN:.0f} s", flush=True)


if __name__ == "__main__":
    BEGIN, WALL = time.process_time(), time.time()
    main()
