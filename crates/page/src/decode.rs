//! Bytes to text: by byte order mark, declared charset, UTF-8 if it is that, or the likeliest guess.

use encoding_rs::{Encoding, UTF_8};

use crate::Warning;

/// Bytes that are looked at for a declared charset.
const HEAD: usize = 4096;

/// The text, and what was wrong with the bytes.
pub(crate) fn decode(bytes: &[u8], hint: Option<&str>) -> (String, Vec<Warning>) {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return (String::new(), vec![Warning::Empty]);
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return finish(encoding.decode(bytes).0.into_owned());
    }
    if is_binary(bytes) {
        return (String::new(), vec![Warning::Binary]);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return finish(text.to_owned());
    }
    let declared = hint
        .map(str::as_bytes)
        .and_then(Encoding::for_label)
        .or_else(|| declared(bytes))
        .filter(|e| *e != UTF_8);
    let encoding = declared.unwrap_or_else(|| guess(bytes));
    finish(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// The likeliest charset, as browsers guess it.
pub(crate) fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 18)], true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

fn finish(text: String) -> (String, Vec<Warning>) {
    let lost = text
        .chars()
        .filter(|&c| c == char::REPLACEMENT_CHARACTER)
        .count();
    let warnings = if lost > 0 {
        vec![Warning::Undecodable(lost)]
    } else {
        Vec::new()
    };
    (text, warnings)
}

/// The charset that a meta element or XML declaration names.
pub(crate) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes
        .iter()
        .take(HEAD)
        .map(|&b| char::from(b).to_ascii_lowercase())
        .collect();
    let after = head
        .split_once("charset=")
        .or_else(|| head.split_once("encoding="))?
        .1;
    let label: String = after
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    Encoding::for_label(label.as_bytes())
}

/// Zero bytes, known signatures, or too many control characters.
fn is_binary(bytes: &[u8]) -> bool {
    const SIGNATURES: &[&[u8]] = &[
        b"%PDF-",
        b"PK\x03\x04",
        b"\x1f\x8b",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"\x7fELF",
        b"Rar!",
        b"7z\xbc\xaf",
        b"SQLite format",
    ];
    if SIGNATURES.iter().any(|s| bytes.starts_with(s)) {
        return true;
    }
    let head = &bytes[..bytes.len().min(1 << 16)];
    let has_zero = head.contains(&0);
    let control = head
        .iter()
        .filter(|&&b| b < 9 || (14..32).contains(&b) && b != 27)
        .count();
    has_zero || control * 50 > head.len()
}
