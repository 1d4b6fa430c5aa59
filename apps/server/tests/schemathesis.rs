//! Schemathesis asks the service whatever the served `OpenAPI` document allows, and what it does not, where it is installed;
//! elsewhere the test says that it was skipped. Nothing may be a fault of ours, and no answer other than the document tells of.

#![expect(clippy::print_stdout, reason = "a skipped test says so")]

mod common;

use std::process::Command;

use common::{folder, ingest, listen, news};

/// Seconds, at most, for the service that reads, and for the one that writes.
const TIME: [(bool, &str); 2] = [(false, "15"), (true, "25")];

#[test]
fn what_is_served_is_what_the_document_says() {
    let installed = Command::new("st").arg("--version").output();
    if !installed.is_ok_and(|o| String::from_utf8_lossy(&o.stdout).contains("version 4.")) {
        println!("skipped: schemathesis 4 is not installed");
        return;
    }
    for (allow_write, seconds) in TIME {
        let folder = folder();
        let path = folder.path().join("news.legation");
        ingest(&path, news());
        let address = listen(&path, |s| s.allow_write = allow_write);
        let config = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemathesis.toml");
        let run = Command::new("st")
            .args(["--config-file", config, "--no-color", "run"])
            .arg(format!("http://{address}/api/v1/openapi.json"))
            .args(["--max-time", seconds, "--max-examples", "8", "--seed", "7"])
            .args(["--warnings", "off", "--generation-database", "none"])
            .current_dir(folder.path())
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success(), "allow_write: {allow_write}\n{said}");
        // And it did ask, at every address.
        let number = |word: &str| {
            let line = said.lines().find(|l| l.trim_start().starts_with(word));
            let number = line.and_then(|l| l.split_whitespace().nth(1)?.split('/').next());
            number.and_then(|n| n.parse::<u32>().ok())
        };
        assert!(number("Tested:") > Some(20), "{said}");
        assert_eq!(number("Tested:"), number("Selected:"), "{said}");
    }
}
