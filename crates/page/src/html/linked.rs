//! What a page states of its article as structured data (JSON-LD, schema.org).

use serde_json::Value;

use super::lex::unescape;

/// An article as structured data states it.
#[derive(Debug, Default)]
pub(super) struct Stated {
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    pub(super) body: Option<String>,
}

/// Objects deeper in each other than this are not looked at.
const MAX_DEPTH: usize = 6;

/// The first article that the scripts state.
pub(super) fn stated(scripts: &[&str]) -> Stated {
    let mut found = Stated::default();
    for script in scripts {
        if let Some(value) = parse(script) {
            read(&value, &mut found, MAX_DEPTH);
        }
    }
    found
}

/// Pages wrap their data in comments and leave line breaks in strings.
fn parse(script: &str) -> Option<Value> {
    let bare = script
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("]]>")
        .trim_end_matches("//")
        .trim()
        .trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(bare) {
        return Some(value);
    }
    let mended: String = bare
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    serde_json::from_str(&mended).ok()
}

fn read(value: &Value, found: &mut Stated, depth: usize) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Array(all) => all.iter().for_each(|v| read(v, found, depth - 1)),
        Value::Object(fields) => {
            if is_article(&fields.get("@type").cloned().unwrap_or_default()) {
                article(value, found);
            }
            for key in [
                "@graph",
                "mainEntity",
                "mainEntityOfPage",
                "itemListElement",
            ] {
                if let Some(inner) = fields.get(key) {
                    read(inner, found, depth - 1);
                }
            }
        }
        _ => {}
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => {
            let name = kind.rsplit('/').next().unwrap_or_default();
            name.ends_with("Article")
                || name.ends_with("BlogPosting")
                || matches!(
                    name,
                    "Report" | "ClaimReview" | "Review" | "WebPage" | "Recipe"
                )
        }
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

fn article(value: &Value, found: &mut Stated) {
    let text = |key: &str| value.get(key).and_then(string);
    let set = |to: &mut Option<String>, from: Option<String>| {
        if to.is_none() {
            *to = from;
        }
    };
    set(&mut found.headline, text("headline"));
    set(&mut found.published, text("datePublished"));
    set(&mut found.modified, text("dateModified"));
    set(&mut found.language, text("inLanguage"));
    set(
        &mut found.body,
        text("articleBody").filter(|b| b.len() > 200),
    );
    set(&mut found.publisher, value.get("publisher").and_then(name));
    let page = value.get("mainEntityOfPage");
    set(
        &mut found.url,
        text("url")
            .or_else(|| page.and_then(string))
            .or_else(|| page.and_then(|p| p.get("@id")).and_then(string)),
    );
    if found.authors.is_empty() {
        for key in ["author", "creator"] {
            if let Some(author) = value.get(key) {
                names(author, &mut found.authors);
            }
            if !found.authors.is_empty() {
                break;
            }
        }
    }
}

fn names(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|v| names(v, all)),
        // An organisation as the author is the publisher.
        Value::Object(fields) if fields.get("@type").is_some_and(|t| t == "Organization") => {}
        other => all.extend(name(other)),
    }
}

fn name(value: &Value) -> Option<String> {
    match value {
        Value::Object(fields) => fields.get("name").and_then(string),
        Value::Array(list) => list.first().and_then(name),
        other => string(other),
    }
}

fn string(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text,
        Value::Array(list) => return list.first().and_then(string),
        _ => return None,
    };
    let text = unescape(text);
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
