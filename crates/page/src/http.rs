//! A message of HTTP as archives keep it and servers send it: fields, and a body whose codings are undone.
//!
//! Much of it lies: a coding is named that was undone before the record was written, a chunked body was put
//! together already. So a coding counts only where the bytes bear it out.

use std::borrow::Cow;
use std::io::Read;

use crate::MAX_INPUT;

/// Bytes of fields that are read.
pub(crate) const MAX_FIELDS: usize = 64 << 10;

/// Lines `Name: value`.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Read what stands before the empty line; lines without a colon are passed over.
    pub(crate) fn read(head: &[u8]) -> Self {
        let mut all: Vec<(String, String)> = Vec::new();
        for line in String::from_utf8_lossy(head).lines() {
            // A line that is indented goes on with the one before.
            if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = all.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            } else if let Some((name, value)) = line.split_once(':') {
                all.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Self(all)
    }

    /// A value; the name in lower case.
    pub(crate) fn of(&self, name: &str) -> Option<&str> {
        let mut all = self.0.iter();
        all.find(|(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }

    /// The media type in lower case, and the charset it names.
    pub(crate) fn media_type(&self) -> (Option<String>, Option<String>) {
        let Some(value) = self.of("content-type") else {
            return (None, None);
        };
        let mut parts = value.split(';');
        let kind = parts.next().map(|k| k.trim().to_ascii_lowercase());
        let charset = parts.find_map(|p| {
            let (name, value) = p.split_once('=')?;
            name.trim()
                .eq_ignore_ascii_case("charset")
                .then(|| value.trim().trim_matches(['"', '\'']).to_owned())
        });
        (kind.filter(|k| k.contains('/')), charset)
    }
}

/// Where the empty line behind the fields ends, if it stands within their limit.
pub(crate) fn end_of_fields(bytes: &[u8]) -> Option<usize> {
    let head = &bytes[..bytes.len().min(MAX_FIELDS)];
    memchr::memchr_iter(b'\n', head).find_map(|at| match head.get(at + 1..)? {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

/// The status and fields of a response, and its body as it was sent.
pub(crate) fn response(message: &[u8]) -> Option<(u16, Fields, &[u8])> {
    if !message.starts_with(b"HTTP/") {
        return None;
    }
    // A response may be nothing but fields.
    let end = end_of_fields(message).unwrap_or(message.len().min(MAX_FIELDS));
    let (head, body) = message.split_at(end);
    let line = head.split(|&b| b == b'\n').next()?;
    let status = String::from_utf8_lossy(line);
    let status = status.split_ascii_whitespace().nth(1)?.parse().ok()?;
    Some((status, Fields::read(head), body))
}

/// The body without chunks and codings, cut behind [`MAX_INPUT`]; the name of a coding that is not known.
pub(crate) fn decoded<'a>(fields: &Fields, body: &'a [u8]) -> Result<Cow<'a, [u8]>, String> {
    let chunked = fields
        .of("transfer-encoding")
        .is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
    let mut body = match dechunk(body) {
        Some(whole) if chunked => Cow::Owned(whole),
        _ => Cow::Borrowed(body),
    };
    let codings = fields.of("content-encoding").unwrap_or_default();
    // They were laid on in this order.
    for coding in codings.split(',').rev() {
        let undone = match coding.trim().to_ascii_lowercase().as_str() {
            "" | "identity" | "none" | "utf-8" => None,
            "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
                limited(flate2::bufread::MultiGzDecoder::new(&*body))
            }
            "gzip" | "x-gzip" => None,
            "deflate" => inflated(&body),
            "br" => limited(brotli_decompressor::Decompressor::new(&*body, 4096)),
            "zstd" if !body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => None,
            other => return Err(other.chars().take(40).collect()),
        };
        if let Some(undone) = undone {
            body = Cow::Owned(undone);
        }
    }
    Ok(body)
}

/// What comes out, as far as it goes; none where nothing does.
fn limited(reader: impl Read) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    // What is damaged is kept up to the damage.
    let _ = reader.take(MAX_INPUT as u64 + 1).read_to_end(&mut out);
    (!out.is_empty()).then_some(out)
}

/// 'deflate' is zlib by the standard, and bare for some servers.
fn inflated(body: &[u8]) -> Option<Vec<u8>> {
    match body {
        [a, b, ..] if a & 15 == 8 && (u16::from(*a) << 8 | u16::from(*b)).is_multiple_of(31) => {
            limited(flate2::bufread::ZlibDecoder::new(body))
        }
        _ => limited(flate2::bufread::DeflateDecoder::new(body)),
    }
}

/// Chunks put together; none if these are no chunks.
fn dechunk(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    loop {
        let line = memchr::memchr(b'\n', &body[..body.len().min(1024)]);
        let size = line.and_then(|end| {
            let size = std::str::from_utf8(&body[..end]).ok()?;
            usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()
        });
        let (Some(end), Some(size)) = (line, size) else {
            // Broken off, or never chunks at all.
            return (!whole.is_empty()).then_some(whole);
        };
        body = &body[end + 1..];
        let n = size.min(body.len());
        whole.extend_from_slice(&body[..n]);
        body = &body[n..];
        if size == 0 || body.is_empty() {
            return Some(whole);
        }
        body = body.strip_prefix(b"\r").unwrap_or(body);
        body = body.strip_prefix(b"\n").unwrap_or(body);
    }
}
