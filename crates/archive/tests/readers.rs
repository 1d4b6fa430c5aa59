//! Exports, read back by those who read such files: pandas, pyarrow, gdelt. `readers.py` says what each has to find; without
//! Python and pandas nothing is tried, and the test says so.

#![expect(clippy::print_stdout, reason = "a skipped test says so")]

mod common;

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use archive::export::Format;
use archive::{Archive, Filter};
use common::{cases, folder};

#[test]
fn readers_find_what_was_written() {
    let there = Command::new("python3")
        .args(["-c", "import pandas"])
        .output();
    if !there.is_ok_and(|o| o.status.success()) {
        println!("skipped: there is no python3 with pandas");
        return;
    }
    let place = folder();
    let mut folders = Vec::new();
    for (path, _, all) in cases::files("exports") {
        for (i, case) in all.iter().enumerate() {
            let own = folder();
            let archive = cases::archive(&own, case.split("\n```").next().unwrap_or(case));
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let folder = place.path().join(format!("{stem}-{}", i + 1));
            fs::create_dir_all(&folder).expect("there is room");
            write_all(&archive, &folder);
            folders.push(folder);
        }
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers.py");
    let read = Command::new("python3").arg(&script).args(&folders).output();
    let read = read.expect("python3 runs");
    let said = String::from_utf8_lossy(&read.stdout);
    let errors = String::from_utf8_lossy(&read.stderr);
    assert!(read.status.success(), "{said}{errors}");
    println!("{said}");
}

/// An archive in every format that this build writes, each with its notes.
fn write_all(archive: &Archive, folder: &Path) {
    for &format in Format::ALL {
        if format == Format::Parquet && !cfg!(feature = "parquet") {
            continue;
        }
        let name = folder.join(format.as_str());
        let mut file = File::create(&name).expect("there is room");
        let notes = archive
            .export(&Filter::default(), format, &mut file)
            .expect("it is written");
        let notes = serde_json::to_vec(&notes).expect("it is JSON");
        fs::write(format!("{}.notes.json", name.display()), notes).expect("there is room");
    }
}
