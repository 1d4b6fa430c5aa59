"""Train the head for acts: who acts, upon whom, what it is, and whether a record of it is right; on a network that stays as it is.

    python acts.py --sentences > acts.txt                    # the sentences of acts/*.tsv, a paragraph each
    legation parse acts.txt > acts.conllu                    # their words, as the program cuts them
    python acts.py --base MODEL_DIR --weights ../crates/syntax/models/en.standard.net --parsed acts.conllu \
        --out ../crates/syntax/models/en.standard.acts.net
    python acts.py … --folds 3 --told told.tsv               # what heads that had not seen a record say of it

A row is a record as the coder made it once, read by hand (`acts/README.md`). The words of its act, of who acts and of upon
whom get a mark each, four layers run over the sentence, and from them come: for each word, and for the root, which stands
for nobody, how well it would be who acts and upon whom; what the act is (a type, or none), what became of it; and whether
type, status, actor, recipient and all of it are right. The layers start as those of the head for relations. With --blank a
share of the records lose a party that is right, or have the other one in its place: so the head learns to miss it. Rounding
is simulated in the last epoch. `crates/syntax/src/network/act.rs` has the same head.
"""

import argparse
import glob
import hashlib
import os
import random
import struct
import time
import zlib
from collections import namedtuple

import torch
import torch.nn.functional as F
from torch import nn

import model
from export import Writer
from model import Layer, Linear, restore
from relate import batches_of, encoded, rate
from unpack import unpack

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = ("ACCUSE AGREE AID ASSAULT COERCE CONCEDE CONSULT COOPERATE MOBILIZE PROTEST REJECT REQUEST RETREAT SANCTION "
         "SUPPORT THREATEN NONE").split()
STATUSES = "occurred ongoing planned postponed cancelled denied hypothetical".split()
JUDGED = "type status actor recipient all".split()
MAGIC = b"LEGACT01"
WIDE = 384

# Words of the act and of both sides as the record has them; type, status and sides as they should be, a side None where
# its words are not known; whether each field is right.
Act = namedtuple("Act", "sentence event status trigger sides type became should right")


def arguments():
    a = argparse.ArgumentParser()
    a.add_argument("--sentences", action="store_true", help="print the sentences and stop")
    for option in ("--base", "--weights", "--parsed", "--out", "--told"):
        a.add_argument(option)
    a.add_argument("--folds", type=int, help="train so many heads, each without its share of the sentences")
    a.add_argument("--epochs", type=int, default=6)
    a.add_argument("--lr", type=float, default=3e-4)
    a.add_argument("--blank", type=float, default=0.1)
    a.add_argument("--size", type=int, default=24)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--threads", type=int, default=1)
    return a.parse_args()


def read():
    """Sentences, and the lines of their records."""
    sentences, records = [], []
    for path in sorted(glob.glob(f"{HERE}/acts/*.tsv")):
        for line in open(path, encoding="utf8"):
            line = line.rstrip("\n")
            if line.startswith("> "):
                sentences.append(line[2:])
            elif line and not line.startswith("#"):
                records.append((len(sentences) - 1, line.split("\t")))
    return sentences, records


def words_of(sentences, path):
    """The words of each sentence with where they lie in it; what the program cut in two is joined again."""
    text, starts = "", []
    for s in sentences:
        starts.append(len(text))
        text += s + "\n\n"
    out, at, own, part = [[] for _ in sentences], 0, -1, None
    for line in open(path, encoding="utf8"):
        cells = line.rstrip("\n").split("\t")
        if len(cells) < 10:
            continue
        if "-" in cells[0]:
            start = text.index(cells[1], at)
            part = (int(cells[0].split("-")[1]), start, start + len(cells[1]))
            at = start
            continue
        start = text.find(cells[1], at)
        if part and int(cells[0]) <= part[0]:
            start = start if at <= start < part[2] else at
            end = min(start + len(cells[1]), part[2])
            at = end
            if int(cells[0]) == part[0]:
                at, part = part[2], None
        else:
            end = at = start + len(cells[1])
        while own + 1 < len(starts) and start >= starts[own + 1]:
            own += 1
        out[own].append((cells[1], start - starts[own], end - starts[own]))
    return out


def acts_of(records, words):
    def covered(sentence, cell):
        if cell == "?":
            return None
        spans = [tuple(map(int, s.split("-"))) for s in cell.split()] if cell != "-" else []
        return [i for i, (_, a, b) in enumerate(words[sentence]) if any(a < e and s < b for s, e in spans)]

    out = []
    for sentence, (event, status, trigger, actor, recipient, type_, became, who, whom, other) in records:
        same = lambda cell, value: value if cell == "=" else cell  # noqa: E731
        right = [type_ == "=", became == "=", who == "=", whom == "="]
        out.append(Act(sentence, event, status, covered(sentence, trigger), [covered(sentence, c) for c in (actor, recipient)],
                       same(type_, event), same(became, status), [covered(sentence, same(w, c)) for w, c in ((who, actor), (whom, recipient))],
                       [*right, all(right) and other == "-"]))
    return [a for a in out if len(words[a.sentence]) <= 120 and a.trigger]


class Acts(nn.Module):
    def __init__(self, layers, marks):
        super().__init__()
        self.marks = nn.Parameter(torch.cat([torch.randn(1, WIDE) * 0.1, marks]))
        self.layers = layers
        self.point = Linear(WIDE, 2)
        self.out = Linear(4 * WIDE, len(TYPES) + len(STATUSES) + len(JUDGED))

    def forward(self, x, words, marked, p=0.0):
        x = F.dropout(x, p, self.training) + torch.einsum("bkw,kd->bwd", marked, self.marks)
        for layer in self.layers:
            x = layer(x, words[:, None, None, :], p)
        means = torch.einsum("bkw,bwd->bkd", marked / marked.sum(-1, keepdim=True).clamp(min=1), x)
        sides = self.point(F.dropout(x, 2 * p, self.training)).transpose(1, 2).masked_fill(~words[:, None, :], -1e4)
        rest = self.out(F.dropout(torch.cat([x[:, 0], means.flatten(1)], -1), 2 * p, self.training))
        return sides, *rest.split([len(TYPES), len(STATUSES), len(JUDGED)], -1)


def fresh(path):
    """The network, and a head whose layers are those of its head for relations."""
    saved, relation = unpack(path, relation=True)
    layers = nn.ModuleList()
    while f"layers.{len(layers)}.up.bias" in relation:
        p = f"layers.{len(layers)}."
        layers.append(Layer(WIDE, len(relation[p + "up.bias"]), saved["shape"]["heads"]))
        layers[-1].load_state_dict({k.removeprefix(p): v for k, v in relation.items() if k.startswith(p)})
    return restore(saved, "cpu").eval(), lambda: Acts(layers_like(layers), relation["marks"].clone())


def layers_like(layers):
    new = nn.ModuleList(Layer(WIDE, l.up.out_features, l.n_heads) for l in layers)
    new.load_state_dict(layers.state_dict())
    return new


def spoilt(act, rate):
    """A record that has lost a party, has one that it lacked, or has the other one in its place."""
    sides, right = list(act.sides), list(act.right)
    if act.type != "NONE" and random.random() < rate:
        k = random.randrange(2) if random.random() < 0.7 else 1
        should, other = act.should[k], act.should[1 - k]
        if should and random.random() < 0.7:
            sides[k], right[2 + k] = [], False
        elif should and random.random() < 0.5:
            sides[k], right[2 + k] = should, True
        elif other and should is not None and should != other:
            sides[k], right[2 + k] = other, False
        right[4] = all(right[:4])
    return sides, right


def batch(acts, rows, blank=0.0):
    width = max(len(rows[a.sentence]) for a in acts)
    n = len(acts)
    x, words = torch.zeros(n, width, WIDE), torch.zeros(n, width, dtype=torch.bool)
    marked, gold = torch.zeros(n, 3, width), torch.zeros(n, 2, width, dtype=torch.bool)
    known, right, judged = torch.zeros(n, 2), torch.zeros(n, 5), torch.ones(n, 5)
    for i, a in enumerate(acts):
        own = rows[a.sentence]
        x[i, : len(own)], words[i, : len(own)] = own, True
        sides, told = spoilt(a, blank)
        for k, some in enumerate((a.trigger, *sides)):
            marked[i, k, [w + 1 for w in some]] = 1.0
        for k, should in enumerate(a.should):
            if should is not None and a.type != "NONE":
                known[i, k] = 1.0
                gold[i, k, [w + 1 for w in should] or [0]] = True
        right[i] = torch.tensor(told, dtype=torch.float)
        if a.type == "NONE":
            judged[i, 1:4] = 0.0
    types = torch.tensor([TYPES.index(a.type) for a in acts])
    statuses = torch.tensor([STATUSES.index(a.became) for a in acts])
    return (x, words, marked), gold, known, types, statuses, right, judged


def train(head, acts, rows, args):
    exact, steps, step, start = model.gelu, args.epochs * -(-len(acts) // args.size), 0, time.process_time()
    opt = torch.optim.AdamW(head.parameters(), lr=args.lr, weight_decay=0.02)
    head.train()
    # What is kept is a running mean of the weights over the last two epochs.
    mean = None
    for epoch in range(args.epochs):
        last = epoch == args.epochs - 1
        # The polynomial is four times slower here than what it stands for.
        model.gelu, Linear.quantise = (exact if epoch >= args.epochs - 2 else F.gelu), last
        total, n = 0.0, 0
        for chosen in batches_of(list(acts), args.size, lambda a: len(rows[a.sentence])):
            for group in opt.param_groups:
                group["lr"] = args.lr * rate(step, steps)
            inputs, gold, known, types, statuses, right, judged = batch(chosen, rows, args.blank)
            with torch.autocast("cpu", torch.bfloat16):
                sides, *rest = head(*inputs, 0.1)
            p = sides.float().log_softmax(-1)
            loss = -2 * (torch.logsumexp(p.masked_fill(~gold, -1e4), -1) * known).sum() / known.sum().clamp(min=1)
            loss = loss + F.cross_entropy(rest[0].float(), types, label_smoothing=0.05)
            loss = loss + 0.5 * F.cross_entropy(rest[1].float(), statuses, label_smoothing=0.05)
            told = F.binary_cross_entropy_with_logits(rest[2].float(), right, reduction="none")
            loss = loss + 1.5 * (told * judged).mean()
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            opt.step()
            if epoch >= args.epochs - 2:
                now = {k: v.detach() for k, v in head.state_dict().items()}
                if mean is None:
                    mean = {k: v.clone() for k, v in now.items()}
                for k, v in now.items():
                    mean[k].mul_(0.998).add_(v, alpha=0.002)
            step, total, n = step + 1, total + float(loss.detach()), n + 1
        print(f"epoch {epoch}: loss {total / n:.3f}, {time.process_time() - start:.0f} s", flush=True)
    model.gelu = exact
    head.load_state_dict(mean)
    return head.eval()


@torch.no_grad()
def told(head, acts, rows):
    """What a head says of each record: the chance that each field is right, and all of them."""
    Linear.quantise = True
    out = []
    for k in range(0, len(acts), 64):
        inputs, *_ = batch(acts[k : k + 64], rows)
        out += head(*inputs)[-1].float().sigmoid().tolist()
    Linear.quantise = False
    return out


def by_chance(acts, said):
    """The share of pairs, one right and one wrong, of which the right one is held for likelier: area under the curve."""
    ranked = sorted(zip(said, acts), key=lambda pair: pair[0][4])
    wrong = pairs = 0
    for _, a in ranked:
        if a.right[4]:
            pairs += wrong
        else:
            wrong += 1
    return pairs / max(1, wrong * (len(ranked) - wrong))


def write(head, path):
    net = {k: v.float().numpy() for k, v in head.state_dict().items()}
    header = [f"wide {WIDE}", f"inner {len(net['layers.0.up.bias'])}", f"layers {len(head.layers)}", f"types {' '.join(TYPES)}",
              f"statuses {' '.join(STATUSES)}", f"judged {' '.join(JUDGED)}"]
    text = ("\n".join(header) + "\n").encode()
    w = Writer()
    w.put(MAGIC + struct.pack("<I", len(text)) + text)
    w.floats(net["marks"])
    linear = lambda name: w.linear(net[f"{name}.weight"], net[f"{name}.bias"])  # noqa: E731
    norm = lambda name: (w.floats(net[f"{name}.weight"]), w.floats(net[f"{name}.bias"]))  # noqa: E731
    for i in range(len(head.layers)):
        p = f"layers.{i}."
        linear(p + "qkv"), linear(p + "o"), norm(p + "ln1"), linear(p + "up"), linear(p + "down"), norm(p + "ln2")
    linear("point"), linear("out")
    w.put(b"")
    with open(path, "wb") as f:
        f.write(w.bytes)
    print(f"{path}: {len(w.bytes)} bytes, sha256 {hashlib.sha256(w.bytes).hexdigest()}")


def main():
    args = arguments()
    sentences, records = read()
    if args.sentences:
        print("\n\n".join(sentences))
        return
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    words = words_of(sentences, args.parsed)
    acts = acts_of(records, words)
    net, new = fresh(args.weights)
    Linear.quantise = True
    args.form, args.after = "standard", net.shape.pool
    rows = encoded(net, [[w for w, _, _ in s] or ["."] for s in words], args)
    Linear.quantise = False
    print(f"{len(acts)} records of {len(sentences)} sentences", flush=True)
    if args.folds:
        fold = lambda a: zlib.crc32(sentences[a.sentence].encode()) % args.folds  # noqa: E731
        own, said = [], []
        for k in range(args.folds):
            head = train(new(), [a for a in acts if fold(a) != k], rows, args)
            left_out = [a for a in acts if fold(a) == k]
            own, said = own + left_out, said + told(head, left_out, rows)
        print(f"area under the curve: {by_chance(own, said):.3f}")
        if args.told:
            with open(args.told, "w", encoding="utf8") as f:
                for a, p in zip(own, said):
                    f.write("\t".join([sentences[a.sentence], a.event, *(f"{x:.3f}" for x in p), str(int(a.right[4]))]) + "\n")
    if args.out:
        write(train(new(), acts, rows, args), args.out)


if __name__ == "__main__":
    main()
