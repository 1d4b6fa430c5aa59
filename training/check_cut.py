"""Compare crates/syntax/src/wordpiece.rs and shape.rs with `tokenizers` and corpus.py on every form of the treebanks.

    cargo build --release -p legation-syntax --example cut_words
    python check_cut.py --shared ../../shared --base MODEL_DIR --program ../target/release/examples/cut_words
"""

import argparse
import random
import subprocess
import tempfile

import corpus
import vocabulary


def forms_of(shared):
    forms = set()
    for name in ("ewt-train", "ewt-dev", "gumcc-train", "gumcc-dev"):
        forms.update(row[1] for rows in corpus.read(f"{shared}/treebanks/{name}.conllu.gz") for row in rows)
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
    forms = forms_of(args.shared)
    for most in (None, 20000):
        tokenizer, pieces, _ = corpus.vocabulary(f"{args.base}/tokenizer.json", most)
        with tempfile.NamedTemporaryFile() as f:
            f.write(vocabulary.blob(pieces))
            f.flush()
            run = subprocess.run([args.program, f.name], input="\n".join(forms) + "\n", capture_output=True, encoding="utf8", check=True)
        every = corpus.Forms()
        for form in forms:
            every.of(form)
        cut = every.cut(tokenizer, "cpu")
        cuts = shapes = 0
        for i, (form, row) in enumerate(zip(forms, run.stdout.split("\n"), strict=False)):
            first, later, ids = row.split("\t")
            cuts += cut.cells[i, : cut.count[i]].tolist() != [int(x) for x in ids[1:-1].split(",")]
            shapes += (corpus.shape(form, 0), corpus.shape(form, 1)) != (int(first), int(later))
        print(f"{len(forms)} forms, {len(pieces)} pieces: {cuts} cut differently, {shapes} of another shape")


if __name__ == "__main__":
    main()
