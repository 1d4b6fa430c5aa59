//! What does a site ask robots to leave alone? (RFC 9309)

use std::fmt::Write as _;

use robotstxt::DefaultMatcher;
use url::Url;

use crate::PRODUCT;

/// Bytes of `robots.txt` that are read; the standard asks for 500 KiB at least.
pub(crate) const MAX_BYTES: usize = 512 << 10;

/// The rules of one site.
#[derive(Debug)]
pub(crate) struct Rules(String);

impl Rules {
    /// A site without rules.
    pub(crate) fn none() -> Self {
        Self(String::new())
    }

    /// Rules are compared by bytes, and so are escaped here as addresses are: the parser gets nothing but ASCII.
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut text = String::with_capacity(bytes.len());
        for &byte in bytes.iter().take(MAX_BYTES) {
            match byte {
                b'\n' | b'\r' | b'\t' | b' '..=b'~' => text.push(char::from(byte)),
                0..=0x7f => text.push(' '),
                // Writing to a string cannot fail.
                _ => drop(write!(text, "%{byte:02X}")),
            }
        }
        Self(text)
    }

    pub(crate) fn allow(&self, url: &Url) -> bool {
        if self.0.is_empty() || url.path() == "/robots.txt" {
            return true;
        }
        DefaultMatcher::default().one_agent_allowed_by_robots(&self.0, PRODUCT, url.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(rules: &str, path: &str) -> bool {
        let url = Url::parse("https://news.example")
            .and_then(|u| u.join(path))
            .expect("an address");
        Rules::new(rules.as_bytes()).allow(&url)
    }

    #[test]
    fn the_longest_rule_of_the_nearest_group_decides() {
        let rules = "User-agent: *\nDisallow: /\n\nUser-agent: Legation\nUser-agent: other\nDisallow: /private\nAllow: /private/open$\nDisallow: /*.pdf\n";
        assert!(allowed(rules, "/a"));
        assert!(!allowed(rules, "/private/a"));
        assert!(allowed(rules, "/private/open"));
        assert!(!allowed(rules, "/a/b.pdf?c"));
        assert!(!allowed("User-agent: *\nDisallow: /", "/a"));
        assert!(allowed("User-agent: someone\nDisallow: /", "/a"));
        assert!(allowed("", "/a"));
        assert!(!allowed(
            "User-agent: *\nDisallow: /größe",
            "/gr%C3%B6%C3%9Fe"
        ));
    }

    #[test]
    fn what_is_no_set_of_rules_allows_everything_and_takes_no_time() {
        let stars = format!("User-agent: *\nDisallow: /{}b", "*a".repeat(100_000));
        for rules in [
            "<html>\0\u{fffd}</html>",
            "Disallow",
            ":::\n:\n#",
            "User-agent:\nDisallow:",
            &stars,
        ] {
            assert!(
                allowed(rules, "/a/aaaaaaaaaaaaaaaaaaaaaaaaaa"),
                "{rules:.40}"
            );
        }
    }
}
