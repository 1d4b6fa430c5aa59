//! All checks in the order of what fails fastest; stops at the first failure and names it.

use std::process::Command;

use anyhow::{Context, Result, bail};

const STEPS: &[(&str, &[&str])] = &[
    ("formatting", &["fmt", "--all", "--check"]),
    (
        "formatting of the fuzz targets",
        &["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"],
    ),
    (
        "clippy",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    ),
    ("tests", &["test", "--workspace"]),
    ("documentation", &["doc", "--workspace", "--no-deps"]),
];

/// Run them.
pub(crate) fn run() -> Result<()> {
    crate::tidy::run()?;
    crate::codegen::run(true)?;
    crate::audit::run(&[])?;
    for (name, arguments) in STEPS {
        println!("== {name}: cargo {}", arguments.join(" "));
        let status = Command::new("cargo")
            .args(*arguments)
            .current_dir(crate::tidy::root())
            .env("RUSTDOCFLAGS", "-D warnings")
            .status()
            .with_context(|| format!("{name}: cargo could not be started"))?;
        if !status.success() {
            bail!("{name} failed");
        }
    }
    println!("all checks passed");
    Ok(())
}
