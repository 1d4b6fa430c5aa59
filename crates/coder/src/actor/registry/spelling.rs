//! The normal form of names: what of a spelling tells one from another.
//!
//! Lower case, no accents, no apostrophes or full stops, hyphens as spaces, the article al-/el- dropped, and the common
//! transliterations of one letter made one ('Kadhimi', 'Kazemi', 'Kadhemi').

/// The last word of a phrase, hyphens counted as spaces.
pub(super) fn last_part(phrase: &str) -> &str {
    let cut = phrase.bytes().rposition(|b| b == b' ' || b == b'-');
    let from = cut.map_or(0, |cut| cut + 1);
    phrase.get(from..).unwrap_or_default()
}

/// The normal form of a name.
pub(crate) fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    key_to(name, &mut key);
    key
}

/// The same, in the place of what stands in `key`.
pub(super) fn key_to(name: &str, key: &mut String) {
    key.clear();
    fold(name, key);
    if !is_normal(key) {
        let folded = std::mem::take(key);
        normal(&folded, key);
    }
}

/// Letters in their plain form, what joins words as a space, apostrophes and full stops left out.
pub(crate) fn fold(name: &str, out: &mut String) {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || *b == b' ';
    // Most names.
    if name.as_bytes().iter().all(plain) {
        let start = out.len();
        out.push_str(name);
        if let Some(added) = out.get_mut(start..) {
            added.make_ascii_lowercase();
        }
        return;
    }
    for c in name.chars() {
        match c {
            'a'..='z' | '0'..='9' | ' ' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            '\'' | '’' | '‘' | 'ʿ' | 'ʾ' | '`' | '.' | '"' => {}
            '-' | '–' | '/' | '_' => out.push(' '),
            c if c.is_whitespace() => out.push(' '),
            c => fold_letter(c, out),
        }
    }
}

/// Whether a word of a folded name is an article.
pub(crate) fn is_article(word: &str) -> bool {
    matches!(
        word,
        "al" | "el" | "the" | "ul" | "ad" | "as" | "ash" | "an"
    )
}

/// Whether a folded name has single spaces and, of several words, no articles.
fn is_normal(folded: &str) -> bool {
    let mut words = folded.split(' ');
    !folded.as_bytes().contains(&b' ') || words.all(|word| !word.is_empty() && !is_article(word))
}

/// The words of a folded name that count: of several, no articles.
pub(crate) fn words(folded: &str) -> impl Iterator<Item = &str> {
    let several = folded.split_ascii_whitespace().nth(1).is_some();
    folded
        .split_ascii_whitespace()
        .filter(move |word| !(several && is_article(word)))
}

/// A folded name with single spaces and without articles.
pub(crate) fn normal(folded: &str, out: &mut String) {
    for word in words(folded) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
}

fn fold_letter(c: char, out: &mut String) {
    let plain = match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'Á' | 'À' | 'Â' | 'Ä' | 'Ã' | 'Å'
        | 'Ā' | 'ə' => "a",
        'ç' | 'ć' | 'č' | 'Ç' | 'Ć' | 'Č' => "c",
        'ď' | 'đ' | 'Đ' | 'ð' => "d",
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'É' | 'È' | 'Ê' | 'Ë' => "e",
        'ğ' | 'ģ' | 'Ğ' => "g",
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' | 'İ' | 'Í' | 'Î' => "i",
        'ķ' => "k",
        'ł' | 'ļ' | 'ľ' | 'Ł' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' | 'Ñ' => "n",
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ō' | 'ő' | 'Ó' | 'Ö' | 'Ø' => "o",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' | 'Ś' | 'Š' | 'Ş' | 'Ș' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' => "t",
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'Ú' | 'Ü' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ž' | 'ż' | 'Ž' | 'Ż' => "z",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        c => {
            out.extend(c.to_lowercase());
            return;
        }
    };
    out.push_str(plain);
}
