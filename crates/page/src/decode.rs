//! Bytes to text: by byte order mark, UTF-8 if it is that, declared charset, or the likeliest guess.
//!
//! Valid UTF-8 wins over a declared charset: pages that were stored by a crawler are often UTF-8 by then and
//! still declare what they once were. What is no text at all is told apart first, so that nothing after this
//! stage meets it.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::Warning;

/// Bytes that are looked at for a declared charset.
const HEAD: usize = 4096;
/// Bytes that are looked at for control characters.
const SAMPLE: usize = 1 << 16;
/// Bytes that are looked at to guess a charset.
const GUESS: usize = 1 << 18;
/// A text has at most one control character in so many.
const CONTROL_SHARE: usize = 50;

/// The text, and what was wrong with the bytes.
pub(crate) fn decode(bytes: &[u8], hint: Option<&str>) -> (String, Vec<Warning>) {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return (String::new(), vec![Warning::Empty]);
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return finish(encoding.decode(bytes).0.into_owned());
    }
    if let Some(encoding) = utf_16(bytes) {
        return finish(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    if is_binary(bytes) {
        return (String::new(), vec![Warning::Binary]);
    }
    if let Some(text) = utf_8(bytes) {
        return finish(text.to_owned());
    }
    let named = hint
        .map(str::as_bytes)
        .and_then(Encoding::for_label)
        .or_else(|| declared(bytes));
    // Bytes that say they are UTF-8 and are not: a few bad bytes in it, or another charset throughout.
    let encoding = match named {
        Some(e) if e != UTF_8 => e,
        Some(e) if mostly_utf_8(bytes) => e,
        _ => guess(bytes),
    };
    finish(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// The bytes as UTF-8; a character cut in two at the very end is let go.
fn utf_8(bytes: &[u8]) -> Option<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()
        }
        Err(_) => None,
    }
}

/// Whether well-formed characters beyond ASCII outnumber bad bytes ten to one.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.get(..GUESS).unwrap_or(bytes).utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 10
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(GUESS)], true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

fn finish(mut text: String) -> (String, Vec<Warning>) {
    if text.contains('\r') {
        text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    let lost = text
        .chars()
        .filter(|&c| c == char::REPLACEMENT_CHARACTER)
        .count();
    // A decoder may be told a charset that makes controls of anything.
    if lost * 4 > text.chars().count() {
        return (String::new(), vec![Warning::Binary]);
    }
    let warnings = if lost > 0 {
        vec![Warning::Undecodable(lost)]
    } else {
        Vec::new()
    };
    (text, warnings)
}

/// The charset that a meta element or XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
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

/// UTF-16 without a mark: every other byte of mostly Latin text is zero.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let pairs = sample.chunks_exact(2);
    let n = pairs.len();
    if n < 8 {
        return None;
    }
    let little = pairs
        .clone()
        .filter(|p| p[1] == 0 && (p[0] >= 32 || p[0].is_ascii_whitespace()))
        .count();
    let big = pairs
        .filter(|p| p[0] == 0 && (p[1] >= 32 || p[1].is_ascii_whitespace()))
        .count();
    if little * 4 > n * 3 {
        Some(UTF_16LE)
    } else if big * 4 > n * 3 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Known signatures, zero bytes, or too many control characters.
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
        b"BZh9",
        b"\x28\xb5\x2f\xfd",
        b"\xfd7zXZ",
        b"SQLite format",
        b"\xd0\xcf\x11\xe0",
        b"OggS",
        b"ID3",
        b"RIFF",
    ];
    if SIGNATURES.iter().any(|s| bytes.starts_with(s)) {
        return true;
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let controls = sample
        .iter()
        .filter(|&&b| b < 9 || (14..32).contains(&b) && b != 27)
        .count();
    // One stray zero in a long page is a fault of the page; many are a file of another kind.
    let zeros = sample.iter().filter(|&&b| b == 0).count();
    controls * CONTROL_SHARE > sample.len() || zeros > 2 || zeros > 0 && sample.len() < 512
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets() {
        let windows = b"Le pr\xe9sident a re\xe7u l'ambassadeur \x96 \xe0 Paris.";
        assert_eq!(
            decode(windows, Some("windows-1252")).0,
            "Le président a reçu l'ambassadeur – à Paris."
        );
        assert!(decode(windows, None).0.contains("président a reçu"));
        let page = b"<meta charset=\"iso-8859-2\"><p>Praha p\xf8ijala velvyslance</p>";
        assert!(decode(page, None).0.contains("přijala"));
        let wide: Vec<u8> = "Talks began in Oslo."
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decode(&wide, None).0, "Talks began in Oslo.");
        assert_eq!(
            decode(b"\xef\xbb\xbfTalks began.", None).0,
            "Talks began."
        );
    }

    #[test]
    fn what_is_no_text() {
        assert_eq!(decode(b" \r\n\t ", None).1, [Warning::Empty]);
        for bytes in [
            &b"%PDF-1.7 and so on"[..],
            b"PK\x03\x04rest",
            b"ab\0\0\0cd",
            b"\x01\x02\x03\x04\x05",
        ] {
            assert_eq!(decode(bytes, None).1, [Warning::Binary], "{bytes:?}");
        }
    }
}
