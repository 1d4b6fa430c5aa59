//! What the fuzzer once broke (`fuzz/regressions`), and what it starts from (`fuzz/seeds`): all of it keeps the checks.

mod check;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Asserts what holds of these bytes.
type Check = fn(&[u8]);

#[test]
fn what_once_broke_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let targets: [(&str, Check); 3] = [
        ("page", check::page),
        ("feed", check::feed),
        ("warc", check::warc),
    ];
    let (mut broken, mut all) = (Vec::new(), 0);
    for (target, holds) in targets {
        for kind in ["regressions", "seeds"] {
            // A target that nothing broke has no folder.
            let inside = std::fs::read_dir(folder.join(kind).join(target));
            for file in inside.into_iter().flatten() {
                let path = file.expect("it is listed").path();
                let bytes = std::fs::read(&path).expect("it is listed");
                all += 1;
                if catch_unwind(AssertUnwindSafe(|| holds(&bytes))).is_err() {
                    broken.push(path);
                }
            }
        }
    }
    assert!(all > 0 && broken.is_empty(), "{broken:?} of {all}");
}
