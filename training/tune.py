"""Go on with a checkpoint for some rounds, on a CPU or what GPU there is: rounding simulated all the way, weights averaged over time.

    python tune.py --shared ../../shared --base MODEL_DIR --checkpoint standard.pt --out tuned.pt --rounds 6 --lr 6e-5
    python tune.py … --checkpoint fast.pt --teacher standard.pt --silver silver.conllu --rounds 20 --lr 6e-4

Batches are cut once and kept, with what does not change of them: the rows of the layers below the words, which stay
as they are where a checkpoint has such, and a teacher's probabilities. So a round costs a fraction of one in train.py.
With --swap names are put in place of others each time a batch is seen: then all layers learn, and nothing is kept. With
--copies that is done so many times beforehand, to the sentences whose names are known, and kept as more batches.
A network with a head for relations keeps it: it reads rows of the layers that stay.
"""

import argparse
import json
import random
import time

import torch

import corpus
import score
from model import Linear, restore
from train import FORMS, TASKS, divergence, gold_loss


def arguments():
    a = argparse.ArgumentParser()
    for option in ("--shared", "--base", "--checkpoint", "--out"):
        a.add_argument(option, required=True)
    a.add_argument("--form", choices=FORMS, required=True)
    a.add_argument("--teacher")
    a.add_argument("--silver")
    a.add_argument("--names-taught", help="what teach_names.py left: on its sentences it stands in for --teacher's names")
    a.add_argument("--rounds", type=float, default=6)
    a.add_argument("--minutes", type=float, help="length of the run, in place of its rounds")
    a.add_argument("--lr", type=float, required=True)
    a.add_argument("--dropout", type=float, default=0.05)
    a.add_argument("--names", type=float, default=2.0, help="weight of the names among the tasks")
    a.add_argument("--swap", type=float, default=0.0, help="share of proper nouns and numbers replaced by others of their label")
    a.add_argument("--copies", type=int, default=0, help="of sentences with known names, half of their proper nouns replaced")
    a.add_argument("--words", type=int, default=1500)
    a.add_argument("--average", type=float, default=0.998, help="share of the averaged weights that stays at each step")
    a.add_argument("--every", type=float, default=1.0, help="rounds (or minutes) between scorings")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--threads", type=int, default=1)
    return a.parse_args()


class Tuning:
    def __init__(self, args):
        torch.set_num_threads(args.threads)
        torch.manual_seed(args.seed)
        random.seed(args.seed)
        self.args, self.device = args, "cuda" if torch.cuda.is_available() else "cpu"
        self.saved = torch.load(args.checkpoint, map_location="cpu")
        self.net = restore(self.saved, self.device)
        self.data = corpus.load(args.shared, self.device, args.silver, args.names_taught)
        tokenizer, _, _ = corpus.vocabulary(f"{args.base}/tokenizer.json", FORMS[args.form]["most"])
        self.cut = self.data.forms.cut(tokenizer, self.device)
        self.fixed = self.net.shape.pool > 0 and not args.swap
        Linear.quantise = True
        self.teacher, self.whole = None, None
        if args.teacher:
            self.teacher = restore(torch.load(args.teacher, map_location="cpu"), self.device).eval()
            tokenizer, _, _ = corpus.vocabulary(f"{args.base}/tokenizer.json")
            self.whole = self.data.forms.cut(tokenizer, self.device)
        self.average = {k: v.detach().clone() for k, v in self.net.state_dict().items()}
        train = self.data.train
        train.replaceable = train.proper
        generator = torch.Generator().manual_seed(args.seed)
        # Where the network teaches itself, trees stay as they are by the treebanks, and other sentences tell of names alone.
        self.alone = args.teacher == args.checkpoint
        if args.swap:
            self.batches = train.plan(args.words, generator)
        else:
            some = lambda label: (torch.nn.functional.pad(train.columns[label].gt(0).cumsum(0), (1, 0))[train.start].diff() > 0).cpu()  # noqa: E731
            others = ~train.gold.cpu() & some("taught") if self.alone else ~train.gold.cpu()
            plans = [train.plan(args.words, generator, among) for among in (train.gold.cpu(), others)]
            copies = [train.plan(args.words, generator, some("names")) for _ in range(args.copies)]
            self.batches = [self.prepare(b) for plan in plans for b in plan] + [self.prepare(b, 0.5) for plan in copies for b in plan]
        print(f"{len(self.batches)} batches, {time.process_time():.0f} s", flush=True)

    @torch.no_grad()
    def prepare(self, chosen, swap=0.0):
        self.net.eval()
        how = {}
        if swap:
            rate = torch.full((len(chosen),), swap, device=self.device)
            if self.args.swap:  # the same sentence comes as it stands too, and always where its labels are a teacher's
                rate *= torch.randint(2, (len(chosen),), device=self.device)
                first = self.data.train.start[torch.tensor(chosen, device=self.device)]
                rate *= self.data.train.columns["taught"][first] < 0
            how = dict(substitutes=self.data.substitutes, rate=rate, altered=0.02, headline=0.05)
        batch = corpus.batch(self.data.train, self.data.shapes, chosen, **how)
        pieces, below, taught = corpus.pieces(batch, self.cut), None, None
        if self.fixed:
            below = self.net.pooled(*pieces)[0].half()
        if self.teacher and not (self.alone and not batch.gold.any()):
            t = self.teacher
            with torch.autocast(self.device, torch.bfloat16):
                x = t.above(below.float(), batch.case, batch.word) if self.alone and self.fixed else t.words(*corpus.pieces(batch, self.whole), batch.word)
                out = t.heads_of(x)
                arcs = out["arcs"].masked_fill(~batch.word[:, None, :], -1e4).softmax(-1)
                heads = torch.where(batch.gold[:, None], batch.head, arcs.argmax(-1))
                rels = t.labels_of(out["rel_head"], out["rel_dep"], heads).softmax(-1)
            taught = {k: out[k].softmax(-1).half() for k in ("upos", "xpos", "names")}
            taught |= dict(arcs=arcs.half(), heads=heads, rels=rels.half())
        return batch, pieces, below, taught

    def rows(self, batch, pieces, below=None, p=0.0):
        if below is None:
            below, case = self.net.pooled(*pieces, p=p)
        else:
            below, case = below.float(), batch.case
        return self.net.above(below, case, batch.word, p)

    def loss(self, batch, pieces, below, taught):
        args, total = self.args, 0.0
        x = self.rows(batch, pieces, below, args.dropout)
        told = batch.labels["taught"] >= 0
        if self.alone and not batch.gold.any():
            return 1.5 * args.names * divergence(self.net.names(x[told]), self.data.taught[batch.labels["taught"][told]].float())
        out = self.net.heads_of(x, args.dropout)
        arcs = out["arcs"].masked_fill(~batch.word[:, None, :], -1e4)
        real = batch.word.clone()
        real[:, 0] = False
        gold = real & batch.gold[:, None]
        weights = TASKS | {"names": args.names, "mentions": 0.0 if args.names_taught else TASKS["mentions"]}
        heads = taught["heads"] if taught else batch.head  # gold ones where they are known
        rels = self.net.labels_of(out["rel_head"], out["rel_dep"], heads)
        if gold.any():
            total = gold_loss(out, arcs, rels, batch, gold, weights)
        if taught:
            names = taught["names"].float()
            names[told] = self.data.taught[batch.labels["taught"][told]].float()
            for k, logits, target in (("upos", out["upos"], taught["upos"]), ("xpos", out["xpos"], taught["xpos"]),
                                      ("names", out["names"], names), ("arcs", arcs, taught["arcs"]), ("rels", rels, taught["rels"])):
                total = total + 1.5 * weights.get(k, 1.0) * divergence(logits[real], target[real].float())
        return total

    @torch.no_grad()
    def figures(self):
        now = {k: v.clone() for k, v in self.net.state_dict().items()}
        self.net.load_state_dict(self.average)
        self.net.eval()
        outputs_of = lambda batch: self.net.heads_of(self.rows(batch, corpus.pieces(batch, self.cut)))  # noqa: E731
        labels_of = lambda out, heads: self.net.labels_of(out["rel_head"], out["rel_dep"], heads)  # noqa: E731
        found = {k: score.evaluate(outputs_of, self.data.labels, v, self.data.shapes, labels_of) for k, v in self.data.dev.items()}
        self.net.load_state_dict(now)
        return found

    def run(self):
        args, begin, best = self.args, time.time(), -1.0
        for name, parameter in self.net.named_parameters():
            below = name.split(".")[0] in ("word", "position", "case", "ln") or name.startswith(tuple(f"layers.{i}." for i in range(self.net.shape.pool)))
            rare = name.startswith(("word.", "position.")) and self.net.shape.wide == 384  # rare pieces are better left as they are
            parameter.requires_grad_(not (rare or self.fixed and below))
        parameters = [p for p in self.net.parameters() if p.requires_grad]
        opt = torch.optim.AdamW(parameters, lr=args.lr, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
        steps, step, done, plan = int(args.rounds * len(self.batches)), 0, 0.0, []
        check = args.every / args.minutes if args.minutes else args.every / args.rounds
        next_check = check
        while done < 1:
            if not plan:
                plan = random.sample(range(len(self.batches)), len(self.batches))
            for group in opt.param_groups:
                group["lr"] = args.lr * min(1.0, (step + 1) / 100) * max(0.05, 1 - done)
            next_ = self.batches[plan.pop()]
            prepared = self.prepare(next_, args.swap) if args.swap else next_
            self.net.train()
            with torch.autocast(self.device, torch.bfloat16):
                loss = self.loss(*prepared)
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 2.0)
            opt.step()
            step += 1
            done = (time.time() - begin) / (60 * args.minutes) if args.minutes else step / steps
            keep = min(args.average, (step + 1) / (step + 10))
            with torch.no_grad():
                for k, v in self.net.named_parameters():
                    if v.requires_grad:
                        self.average[k].lerp_(v, 1 - keep)
            if step % 100 == 0:
                print(f"{step}, {done:.2f} done, loss {loss.item():.3f} wall {time.time() - begin:.0f} cpu {time.process_time():.0f}", flush=True)
            if done >= min(1, next_check):
                next_check += check
                figures = self.figures()
                print(json.dumps(dict(step=step, wall=round(time.time() - begin), **figures)), flush=True)
                worth = figures["ewt-dev"]["las"] + figures["gum-dev"]["las"] + 0.5 * figures["ewt-dev"]["names_f1"]
                net = {k: v.half() for k, v in self.average.items()}
                now = {**self.saved, "net": net, "figures": figures, "tuned": vars(args)}
                torch.save(now, f"{args.out}.last")
                if worth > best:
                    best = worth
                    torch.save(now, args.out)


if __name__ == "__main__":
    Tuning(arguments()).run()
