"""Compare crates/syntax/src/wordpiece.rs and shape.rs with `tokenizers` and data.py on every form of the treebanks.

    cargo build --release -p legation-syntax --example cut_words
    python check_cut.py --shared ../../shared --base MODEL_DIR --program ../target/release/examples/cut_words
"""

import argparse
import random
import subprocess
import tempfile

import data
import vocabulary
from tokenizers import Tokenizer
from train import kept_rows


def forms_of(shared):
    forms = set()
    for name in ("ewt-train", "ewt-dev", "gumcc-train", "gumcc-dev"):
        forms.update(row[1] for rows in data.read_conllu(f"{shared}/treebanks/{name}.conllu.gz") for row in rows)
    random.seed(1)
    known = sorted(forms)
    for k in range(20000):  # and words of letters that no treebank has
        top = random.choice([0x180, 0x500, 0x700, 0x3000, 0x10000])
        word = "".join(chr(random.randrange(32, random.choice([127, top]))) for _ in range(random.randrange(1, 8)))
        forms.add((random.choice(known) if k % 3 else "") + word.encode("utf8", "ignore").decode())
    return sorted(f for f in forms if f and "\n" not in f and "\r" not in f and "[" not in f)


def main():
    a = argparse.ArgumentParser()
    for option in ("--shared", "--base", "--program"):
        a.add_argument(option, required=True)
    args = a.parse_args()
    tokenizer = Tokenizer.from_file(f"{args.base}/tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    keep = kept_rows(tokenizer)
    renumber = {old: new for new, old in enumerate(keep)}
    names = {i: p for p, i in tokenizer.get_vocab().items()}
    data.CLS, data.SEP, data.UNK = renumber[101], renumber[102], renumber[100]
    with tempfile.NamedTemporaryFile() as f:
        f.write(vocabulary.blob([names[i] for i in keep], [names[i] for i in sorted(names) if i not in renumber]))
        f.flush()
        forms = forms_of(args.shared)
        run = subprocess.run([args.program, f.name], input="\n".join(forms) + "\n", capture_output=True, encoding="utf8", check=True)
    cuts = shapes = 0
    for form, row in zip(forms, run.stdout.split("\n"), strict=False):
        first, later, ids = row.split("\t")
        s = data.cut([data.Sentence([form], [], [], [], [])], tokenizer, renumber)[0]
        cuts += s.pieces[0] != [int(i) for i in ids[1:-1].split(",")]
        shapes += (data.shape(form, 0), data.shape(form, 1)) != (int(first), int(later))
    print(f"{len(forms)} forms: {cuts} cut differently, {shapes} of another shape")


if __name__ == "__main__":
    main()
