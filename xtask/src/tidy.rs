//! House rules that no compiler checks: who may depend on whom, a head on every file, links that resolve.
//!
//! Faults are gathered, not stopped at: one run tells everything. Each check is a function of a text, so that
//! the tests below need no folder made for them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// The members of the workspace, and the other members each may depend on. A member without a line is a fault:
/// a new crate is a decision about the architecture.
const MAY_DEPEND: &[(&str, &[&str])] = &[
    ("crates/plover", &[]),
    ("crates/page", &[]),
    ("crates/fetch", &[]),
    ("crates/syntax", &[]),
    ("crates/coder", &["plover", "syntax"]),
    (
        "crates/archive",
        &["plover", "page", "fetch", "syntax", "coder"],
    ),
    ("crates/watch", &["page", "fetch", "syntax", "archive"]),
    ("crates/network", &["plover"]),
    (
        "apps/server",
        &["plover", "page", "syntax", "archive", "network"],
    ),
    (
        "apps/cli",
        &[
            "plover", "page", "fetch", "syntax", "coder", "archive", "watch", "network", "server",
        ],
    ),
    ("xtask", &["plover", "page", "syntax", "coder", "archive"]),
];

/// Tables that older code reads from their first line on. Nothing may be added here.
const WITHOUT_HEADER: &[&str] = &["crates/syntax/data/lemmas.tsv"];

/// Folders that are built, downloaded or found by the fuzzer, and never committed.
const OUTSIDE: &[&str] = &[
    "target",
    ".git",
    "__pycache__",
    "venv",
    "corpus",
    "artifacts",
];

/// Longest source file, in lines.
const MAX_LINES: usize = 900;

/// Words in a row that count as copied.
const SHINGLE: usize = 8;

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Check everything; all faults are told at once.
pub(crate) fn run() -> Result<()> {
    let faults = faults(&root());
    for fault in &faults {
        println!("{fault}");
    }
    if !faults.is_empty() {
        bail!("tidy: {} faults", faults.len());
    }
    println!("tidy: in order");
    Ok(())
}

fn faults(root: &Path) -> Vec<String> {
    let mut all = Vec::new();
    dependencies(root, &mut all);
    let mut files = Vec::new();
    walk(root, &mut files);
    let shingles = shingles_of_articles(&root.join("../shared/articles"));
    for path in &files {
        let name = path
            .strip_prefix(root)
            .unwrap_or(path)
            .display()
            .to_string()
            .replace('\\', "/");
        let Ok(text) = fs::read_to_string(path) else {
            continue;
        };
        match path.extension().and_then(|e| e.to_str()) {
            Some("rs") => source(&name, &text, &mut all),
            Some("md") => links(path, &name, &text, &mut all),
            Some("tsv") if is_data(&name) => table(&name, &text, &mut all),
            _ => {}
        }
        if let Some(words) = copied(&text, &shingles) {
            all.push(format!(
                "{name}: '{words}' stands in a shared article; its text may not be copied"
            ));
        }
    }
    all
}

fn dependencies(root: &Path, all: &mut Vec<String>) {
    let workspace = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    let members = members(&workspace);
    if members.is_empty() {
        all.push("Cargo.toml: no members found in it".to_owned());
    }
    let place: BTreeMap<&str, usize> = members
        .iter()
        .enumerate()
        .map(|(i, folder)| (library(folder), i))
        .collect();
    for (i, folder) in members.iter().enumerate() {
        let manifest = root.join(folder).join("Cargo.toml");
        let Ok(manifest) = fs::read_to_string(manifest) else {
            all.push(format!("{folder}/Cargo.toml: it cannot be read"));
            continue;
        };
        let Some((_, allowed)) = MAY_DEPEND.iter().find(|(f, _)| f == folder) else {
            all.push(format!(
                "{folder}: xtask/src/tidy.rs does not say what it may depend on"
            ));
            continue;
        };
        for name in depends_on(&manifest) {
            let Some(&above) = place.get(name) else {
                continue;
            };
            if above > i {
                all.push(format!(
                    "{folder}/Cargo.toml: {name} stands below it in the list of members"
                ));
            }
            if !allowed.contains(&name) {
                all.push(format!("{folder}/Cargo.toml: it may not depend on {name}"));
            }
        }
    }
}

/// The last name of a member's folder, which is that of its library.
fn library(folder: &str) -> &str {
    folder.rsplit('/').next().unwrap_or(folder)
}

/// The folders in `members = […]`, in their order.
fn members(workspace: &str) -> Vec<&str> {
    let list = workspace
        .split_once("members = [")
        .and_then(|(_, rest)| rest.split_once(']'))
        .map_or("", |(list, _)| list);
    list.split('"').skip(1).step_by(2).collect()
}

/// Names under every heading of dependencies in a manifest: normal, development, build, of one platform.
fn depends_on(manifest: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut inside = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(heading) = line.strip_prefix('[') {
            let heading = heading.split(']').next().unwrap_or_default();
            inside = heading.ends_with("dependencies");
            // `[dependencies.plover]`
            if let Some((before, name)) = heading.rsplit_once('.')
                && before.ends_with("dependencies")
            {
                names.insert(name);
            }
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            names.extend(line.split(['.', ' ', '=']).next());
        }
    }
    names
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut inside: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    inside.sort();
    for path in inside {
        let name = path
            .file_name()
            .and_then(|n| n.to_str())
            .unwrap_or_default();
        if OUTSIDE.contains(&name) {
            continue;
        }
        if path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_none_or(|e| e != "net") {
            files.push(path);
        }
    }
}

fn source(name: &str, text: &str, all: &mut Vec<String>) {
    let generated = text.starts_with("// @generated");
    if !generated && !text.starts_with("//!") {
        all.push(format!(
            "{name}: a file starts with '//!' and what question it answers"
        ));
    }
    let lines = text.lines().count();
    if lines > MAX_LINES && !generated {
        all.push(format!("{name}: {lines} lines; split it by meaning"));
    }
    // Spelt in two parts, so that this file does not find itself.
    for word in [
        concat!("should", "_panic"),
        concat!("#[", "ignore"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("TO", "DO"),
    ] {
        if let Some(i) = text.lines().position(|l| l.contains(word)) {
            all.push(format!("{name}:{}: '{word}' does not belong here", i + 1));
        }
    }
}

fn links(path: &Path, name: &str, text: &str, all: &mut Vec<String>) {
    let folder = path.parent().unwrap_or(path);
    let mut fenced = false;
    for (i, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        for part in line.split("](").skip(1) {
            let target = part.split([')', '#', ' ']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            if !folder.join(target).exists() {
                all.push(format!(
                    "{name}:{}: the link to '{target}' leads nowhere",
                    i + 1
                ));
            }
        }
    }
}

/// Whether a file is data that a crate reads.
fn is_data(name: &str) -> bool {
    name.starts_with("crates/") && name.contains("/data/") && !WITHOUT_HEADER.contains(&name)
}

/// A table names its columns in the first line that is no comment, and every line has as many.
fn table(name: &str, text: &str, all: &mut Vec<String>) {
    let mut lines = text
        .lines()
        .enumerate()
        .filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
    let Some((at, header)) = lines.next() else {
        all.push(format!("{name}: it has no line that names its columns"));
        return;
    };
    let columns: Vec<&str> = header.split('\t').collect();
    let is_name = |cell: &str| {
        cell.starts_with(|c: char| c.is_ascii_lowercase())
            && cell
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let distinct: BTreeSet<&&str> = columns.iter().collect();
    if !columns.iter().all(|c| is_name(c)) || distinct.len() < columns.len() {
        all.push(format!(
            "{name}:{}: the first line names the columns, in lower case, each once",
            at + 1
        ));
    }
    for (i, line) in lines {
        let cells = line.split('\t').count();
        if cells != columns.len() {
            all.push(format!(
                "{name}:{}: {cells} cells where the header has {}",
                i + 1,
                columns.len()
            ));
        }
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The first words of a text that stand in an article just so.
fn copied(text: &str, shingles: &BTreeSet<String>) -> Option<String> {
    if shingles.is_empty() {
        return None;
    }
    words(text)
        .windows(SHINGLE)
        .map(|w| w.join(" "))
        .find(|w| shingles.contains(w))
}

/// Every run of words in the articles beside the checkout; none where they are not there.
fn shingles_of_articles(folder: &Path) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if let Ok(text) = fs::read_to_string(entry.path()) {
            all.extend(words(&text).windows(SHINGLE).map(|w| w.join(" ")));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_in_order() {
        let faults = faults(&root());
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn manifests_are_read_under_every_heading() {
        let manifest = "[package]\nname = \"x\"\n[dependencies]\n# no\nplover.workspace = true\n\
                        [dev-dependencies]\npage = { workspace = true }\n[dependencies.syntax]\npath = \"y\"\n";
        let names: Vec<&str> = depends_on(manifest).into_iter().collect();
        assert_eq!(names, ["page", "plover", "syntax"]);
        assert_eq!(members("members = [\n \"a/b\",\n \"c\"]\n"), ["a/b", "c"]);
    }

    #[test]
    fn tables_without_header_or_with_ragged_lines_are_faults() {
        let told = |text: &str| {
            let mut all = Vec::new();
            table("t.tsv", text, &mut all);
            all.len()
        };
        assert_eq!(told("# why\nname\tcode\nFrance\tFRA\n"), 0);
        assert_eq!(told("France\tFRA\n"), 1);
        assert_eq!(told("name\tcode\nFrance\n"), 1);
        assert_eq!(told("# why\n"), 1);
    }

    #[test]
    fn sources_keep_to_the_habits() {
        let told = |text: &str| {
            let mut all = Vec::new();
            source("s.rs", text, &mut all);
            all.len()
        };
        assert_eq!(told("//! What it answers.\n"), 0);
        assert_eq!(told("fn main() {}\n"), 1);
        assert_eq!(told(concat!("//! A head.\n#[", "ignore]\nfn f() {}\n")), 1);
    }

    #[test]
    fn links_resolve_or_are_told() {
        let path = root().join("README.md");
        let mut all = Vec::new();
        let text =
            "[a](xtask/Cargo.toml#x) [b](https://x.example) [c](#d)\n```\n[e](no)\n```\n[f](no)\n";
        links(&path, "README.md", text, &mut all);
        assert_eq!(all, ["README.md:5: the link to 'no' leads nowhere"]);
    }

    #[test]
    fn copied_words_are_found_whatever_their_case_and_signs() {
        let line = "One two, three four five six seven eight nine";
        let shingles = words(line).windows(SHINGLE).map(|w| w.join(" ")).collect();
        assert!(copied("x ONE two three – four five six seven eight y", &shingles).is_some());
        assert!(copied("one two three four five six seven", &shingles).is_none());
    }
}
