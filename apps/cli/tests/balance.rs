//! `legation balance` as users run it: measures, messages for lines that cannot be used, exit codes.

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

fn balance(edges: &str, arguments: &[&str]) -> Output {
    let folder = std::env::temp_dir().join(format!("legation-balance-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("there is room");
    // Tests run side by side.
    let name = format!("{:?}.tsv", std::thread::current().id());
    let file = folder.join(name);
    fs::write(&file, edges).expect("there is room");
    let output = Command::new(env!("CARGO_BIN_EXE_legation"))
        .arg("balance")
        .arg("--edges")
        .arg(&file)
        .args(arguments)
        .output()
        .expect("the binary was built");
    let _ = fs::remove_file(file);
    output
}

fn json(edges: &str) -> (Value, String, bool) {
    let output = balance(edges, &["--format", "json"]);
    let value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    (value, messages, output.status.success())
}

#[test]
fn measures_have_the_names_that_are_promised() {
    let (value, messages, fine) =
        json("a\tb\tsign\nIRN\tSYR\t1\nIRN\tIRQ\t-1\nIRQ\tSYR\t1\nIRQ\tUSA\t1\n");
    assert!(fine && messages.is_empty(), "{messages}");
    assert_eq!(value["triangle_balance"], 0.0);
    assert_eq!(value["frustration_index"], 1);
    assert_eq!(value["frustration_bounds"], serde_json::json!([1, 1]));
    assert!(
        value["walk_balance"]
            .as_f64()
            .is_some_and(|w| w > 0.0 && w < 1.0)
    );
    assert_eq!(value["violated_edges"].as_array().map(Vec::len), Some(1));
    assert_eq!(value["actors"].as_array().map(Vec::len), Some(4));
    assert_eq!(
        value["unbalanced_triangles"][0]["actors"],
        serde_json::json!(["IRN", "IRQ", "SYR"])
    );
}

#[test]
fn lines_that_cannot_be_used_are_told_and_the_rest_is_measured() {
    let (value, messages, fine) =
        json("a\tb\tsign\nx\ty\t1\nx\ty\nx\tx\t1\ny\tz\t0\nx\tw\t1\nw\tx\t-1\n");
    assert!(!fine);
    for wanted in [
        "line 3: it has 2 cells",
        "line 5: '0' is no sign",
        "itself",
        "both signs",
    ] {
        assert!(messages.contains(wanted), "{wanted}: {messages}");
    }
    assert_eq!(
        (&value["vertices"], &value["edges"]),
        (&Value::from(3), &Value::from(1))
    );
    assert_eq!(
        value["left_out"]["contradicting"],
        serde_json::json!([["w", "x"]])
    );
}

#[test]
fn a_table_without_its_columns_is_refused() {
    for table in ["", "# nothing\n", "from\tto\tsign\nx\ty\t1\n", "x\ty\t1\n"] {
        let output = balance(table, &[]);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{table}");
        assert!(message.contains("'a', 'b' and 'sign'"), "{message}");
    }
}

#[test]
fn a_table_without_rows_is_an_empty_network() {
    let (value, messages, _) = json("a\tb\tsign\n");
    assert!(messages.contains("no edge"), "{messages}");
    assert_eq!(value["frustration_bounds"], serde_json::json!([0, 0]));
    assert_eq!(value["triangle_balance"], Value::Null);
    assert_eq!(value["walk_balance"], Value::Null);
}

#[test]
fn windows_of_one_table_are_measured_one_by_one() {
    let table = "window\ta\tb\tsign\n1990\tx\ty\t1\n1991\tx\ty\t-1\n1990\ty\tz\t1\n";
    let (value, _, _) = json(table);
    let windows: Vec<&str> = value
        .as_array()
        .expect("one a window")
        .iter()
        .filter_map(|w| w["window"].as_str())
        .collect();
    assert_eq!(windows, ["1990", "1991"]);
    let csv = balance(table, &["--format", "csv"]).stdout;
    assert_eq!(String::from_utf8_lossy(&csv).lines().count(), 3);
    let people = balance(table, &[]).stdout;
    assert!(String::from_utf8_lossy(&people).contains("1991: 2 actors, 1 edges"));
}
