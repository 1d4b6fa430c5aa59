//! Pages and plain texts as they come, each beside what is read of it (`tests/pages`; `UPDATE_CASES=1` rewrites).

use std::fmt::Write as _;
use std::path::Path;

use page::{Options, extract};

/// What is read of a page, for people.
fn read(bytes: &[u8]) -> String {
    let (article, warnings) = extract(bytes, &Options::default());
    let mut out = String::new();
    let text = |x: &Option<String>| x.clone().unwrap_or_default();
    let _ = writeln!(out, "title   {}", text(&article.title));
    let date = article.date.as_ref().map(|d| format!("{d:?}"));
    let _ = writeln!(out, "date    {}", date.unwrap_or_default());
    let _ = writeln!(out, "authors {}", article.authors.join(", "));
    for line in article.text.lines() {
        let _ = writeln!(out, "| {line}");
    }
    for leftover in &article.leftovers {
        let text = leftover.text.replace('\n', " / ");
        let _ = writeln!(out, "- {:?}: {text}", leftover.reason);
    }
    for warning in warnings {
        let _ = writeln!(out, "! {warning}");
    }
    out
}

#[test]
fn pages_are_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut wrong = String::new();
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the folder of pages")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e != "expected"))
        .collect();
    files.sort();
    assert!(files.len() >= 6, "the pages are there");
    for path in files {
        let found = read(&std::fs::read(&path).expect("a page"));
        let told = path.with_extension("expected");
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(&told, &found).expect("written");
        }
        let expected = std::fs::read_to_string(&told).unwrap_or_default();
        if found != expected {
            let _ = writeln!(wrong, "{}:\n{found}", path.display());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
