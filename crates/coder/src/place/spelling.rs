//! Names of places in their normal form: no case, no accents, no apostrophes or full stops, hyphens as spaces.
//!
//! The gazetteer's file is written with it. Who changes it writes the file anew; a test compares the two.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The normal form of a name.
pub(crate) fn key(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    key_to(name, &mut out);
    out
}

/// The same, at the end of what is empty as yet.
pub(super) fn key_to(name: &str, out: &mut String) {
    // Most names: plain letters, single spaces between the words.
    let mut before = b' ';
    let plain = name.bytes().all(|b| {
        let fits = b.is_ascii_alphanumeric() || b == b' ' && before != b' ';
        before = b;
        fits
    });
    if plain && before != b' ' {
        out.push_str(name);
        out.make_ascii_lowercase();
        return;
    }
    let mut push = |c: char| match c {
        '\'' | '’' | '‘' | '`' | 'ʻ' | 'ʼ' | 'ʿ' | 'ʾ' | '.' | '"' => {}
        '-' | '–' | '/' | '_' => out.push(' '),
        c if c.is_whitespace() => out.push(' '),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'ı' => out.push('i'),
        'ə' | 'Ə' => out.push('a'),
        'ħ' | 'Ħ' => out.push('h'),
        'ß' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'þ' | 'Þ' => out.push_str("th"),
        c => out.extend(c.to_lowercase()),
    };
    if name.is_ascii() {
        name.chars().for_each(&mut push);
    } else {
        name.nfkd()
            .filter(|&c| !is_combining_mark(c))
            .for_each(&mut push);
    }
    if out.contains("  ") || out.starts_with(' ') || out.ends_with(' ') {
        let words: Vec<&str> = out.split_ascii_whitespace().collect();
        *out = words.join(" ");
    }
}

/// Words that say what a division is, not which: 'Anbar' and 'Anbar Governorate' are one.
const KINDS: &[&str] = &[
    "autonomous",
    "canton",
    "county",
    "department",
    "district",
    "division",
    "emirate",
    "governorate",
    "krai",
    "kray",
    "municipality",
    "oblast",
    "parish",
    "prefecture",
    "province",
    "region",
    "republic",
    "state",
    "territory",
    "voivodeship",
];

/// The same for what stands in front: 'Province of Sussex', 'Departamento de Colón'.
const BEFORE: &[&str] = &[
    "city of",
    "comarca de",
    "county of",
    "departamento de",
    "departamento del",
    "department of",
    "departement de",
    "departement du",
    "distrito de",
    "estado de",
    "gobernacion de",
    "governorate of",
    "municipio de",
    "muhafazat",
    "principality of",
    "province de",
    "province du",
    "province of",
    "provincia de",
    "provincia del",
    "provincia di",
    "region de",
    "region of",
    "republic of",
    "state of",
    "territory of",
    "wilaya de",
];

/// Articles that texts leave out or spell as they like.
const ARTICLES: &[&str] = &["al", "an", "ar", "as", "ash", "at", "ad", "az", "el", "the"];

/// A key, and the keys without what names leave out: the article in front and, of a division, what kind it is.
pub(super) fn variants(key: &str, division: bool) -> Vec<String> {
    let mut all = vec![key.to_owned()];
    let mut add = |rest: &str| {
        if rest.len() > 2 && all.iter().all(|known| known != rest) {
            all.push(rest.to_owned());
        }
    };
    let bare = if division { bare(key) } else { key };
    add(bare);
    for form in [key, bare] {
        if let Some((article, rest)) = form.split_once(' ')
            && ARTICLES.contains(&article)
        {
            add(rest);
        }
    }
    all
}

/// A key without the words that say what kind of place it is.
pub(super) fn bare(key: &str) -> &str {
    let mut rest = key;
    for before in BEFORE {
        if let Some(cut) = rest.strip_prefix(before).and_then(|r| r.strip_prefix(' ')) {
            rest = cut;
            break;
        }
    }
    while let Some((cut, kind)) = rest.rsplit_once(' ')
        && KINDS.contains(&kind)
    {
        rest = cut;
    }
    rest
}

/// A key without a word behind it that says what kind of division it is, as texts write it large: 'Panamá Province'.
pub(super) fn short(key: &str) -> &str {
    match key.rsplit_once(' ') {
        Some((name, kind)) if kind != "department" && kind != "state" && KINDS.contains(&kind) => {
            name
        }
        _ => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_place_share_a_key() {
        for (one, other) in [
            ("Łódź", "Lodz"),
            ("Cox's Bazar", "Coxs Bazar"),
            ("Port-au-Prince", "Port au Prince"),
            ("Thừa Thiên–Huế", "Thua Thien Hue"),
            ("St. Louis", "St Louis"),
        ] {
            assert_eq!(key(one), key(other));
        }
    }

    #[test]
    fn kinds_and_articles_may_be_left_out() {
        let all = |name: &str| variants(&key(name), true).join("|");
        assert_eq!(
            all("Al Anbar Governorate"),
            "al anbar governorate|al anbar|anbar governorate|anbar"
        );
        assert_eq!(all("Departamento de Colón"), "departamento de colon|colon");
        assert_eq!(
            variants("ash shatrah", false).join("|"),
            "ash shatrah|shatrah"
        );
    }
}
