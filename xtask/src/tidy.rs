//! House rules that no compiler checks: who may depend on whom, a head on every file, links that resolve.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// Crates in reading order, and the workspace crates each may depend on.
const MAY_DEPEND: &[(&str, &[&str])] = &[
    ("crates/plover", &[]),
    ("crates/page", &[]),
    ("crates/syntax", &[]),
    ("crates/coder", &["plover", "syntax"]),
    ("apps/cli", &["plover", "page", "syntax", "coder"]),
];

const CRATES: &[&str] = &["plover", "page", "syntax", "coder"];

/// Longest source file, in lines.
const MAX_LINES: usize = 900;

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
    let shingles = shingles_of_article(root);
    for path in &files {
        let name = path
            .strip_prefix(root)
            .unwrap_or(path)
            .display()
            .to_string();
        let Ok(text) = fs::read_to_string(path) else {
            continue;
        };
        match path.extension().and_then(|e| e.to_str()) {
            Some("rs") => source(&name, &text, &mut all),
            Some("md") => links(path, &name, &text, &mut all),
            _ => {}
        }
        let copied = words(&text)
            .windows(8)
            .any(|w| shingles.contains(&w.join(" ")));
        if copied {
            all.push(format!(
                "{name}: eight words in a row of the shared article stand in it"
            ));
        }
    }
    all
}

fn dependencies(root: &Path, all: &mut Vec<String>) {
    for (folder, allowed) in MAY_DEPEND {
        let manifest = fs::read_to_string(root.join(folder).join("Cargo.toml")).unwrap_or_default();
        let Some((_, section)) = manifest.split_once("[dependencies]") else {
            continue;
        };
        let section = section.split("\n[").next().unwrap_or_default();
        for line in section.lines() {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            if CRATES.contains(&name) && !allowed.contains(&name) {
                all.push(format!("{folder}/Cargo.toml: it may not depend on {name}"));
            }
        }
    }
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
        if matches!(name, "target" | ".git" | "__pycache__" | "models") {
            continue;
        }
        if path.is_dir() {
            walk(&path, files);
        } else {
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
    ] {
        if text.contains(word) {
            all.push(format!("{name}: '{word}' does not belong here"));
        }
    }
}

fn links(path: &Path, name: &str, text: &str, all: &mut Vec<String>) {
    for part in text.split("](").skip(1) {
        let target = part.split([')', '#', ' ']).next().unwrap_or_default();
        if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
            continue;
        }
        let folder = path.parent().unwrap_or(path);
        if !folder.join(target).exists() {
            all.push(format!("{name}: the link to '{target}' leads nowhere"));
        }
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn shingles_of_article(root: &Path) -> BTreeSet<String> {
    let folder = root.join("../shared/articles");
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if let Ok(text) = fs::read_to_string(entry.path()) {
            all.extend(words(&text).windows(8).map(|w| w.join(" ")));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_house_is_in_order() {
        let faults = super::faults(&super::root());
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
