//! What the way back to CAMEO loses stands in the documentation of the exports, all of it.

use std::path::Path;

use plover::{Context, EventType, Mode, crosswalk};

#[test]
fn the_documentation_names_every_code_that_loses_something() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/exports.md");
    let text = std::fs::read_to_string(path).expect("it is there");
    let rows: Vec<&str> = text.lines().filter(|l| l.starts_with("| ")).collect();
    let mut missing = Vec::new();
    for &event in EventType::ALL {
        for mode in event.modes().map(Some).chain([None]) {
            for contexts in [&[Context::Economic][..], &[]] {
                let code = crosswalk::cameo(event, mode, contexts);
                let about = |row: &&&str| {
                    let all = row.contains("its modes");
                    row.starts_with(&format!("| {event} "))
                        && row.contains(code.code)
                        && mode.is_none_or(|m| all || row.contains(&format!("`{m}`")))
                };
                if code.lossy && rows.iter().find(about).is_none() {
                    let mode = mode.map_or("no mode", Mode::as_str);
                    missing.push(format!("{event} ({mode}) goes out as {}", code.code));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
