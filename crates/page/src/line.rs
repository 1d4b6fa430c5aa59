//! What a line of a page looks like: the part of the evidence that plain text and HTML share.
//!
//! A line is not judged here. Its length, its end, its words and its phrases are put into numbers, which
//! `model` weighs; and a line that is not body gets its reason from the same phrases.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::Reason;

/// Kinds of phrase, in the order of their bits.
pub(crate) const PHRASES: [&str; 9] = [
    "author",
    "comment",
    "credit",
    "flattery",
    "legal",
    "related",
    "share",
    "spam",
    "subscribe",
];

/// The bit of phrases that name who took a picture.
const CREDIT: u16 = 1 << 2;

/// How far before the end of a long line a credit may stand, in bytes.
const CREDIT_REACH: usize = 60;

/// A line of this many words is long.
const LONG: usize = 25;

static PATTERNS: LazyLock<(Option<AhoCorasick>, Vec<u16>)> = LazyLock::new(|| {
    let lines = include_str!("../data/phrases.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .skip(1)
        .filter_map(|l| l.split_once('\t'));
    let (bits, patterns): (Vec<u16>, Vec<&str>) = lines
        .map(|(kind, phrase)| {
            let at = PHRASES.iter().position(|p| *p == kind);
            (at.map_or(0, |at| 1 << at), phrase)
        })
        .unzip();
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .build(patterns)
        .ok();
    (automaton, bits)
});

static CUES: LazyLock<Vec<(&'static str, Reason)>> = LazyLock::new(|| {
    include_str!("../data/cues.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .skip(1)
        .filter_map(|line| {
            let (reason, cue) = line.split_once('\t')?;
            let reason = match reason {
                "comment" => Reason::Comment,
                "related" => Reason::Related,
                _ => Reason::Share,
            };
            Some((cue, reason))
        })
        .collect()
});

/// Words that sentences have and headings lack, in the languages news is most often in.
const FUNCTION: [&str; 96] = [
    "a", "al", "an", "and", "are", "as", "at", "be", "but", "by", "che", "com", "con", "da", "das",
    "de", "dei", "del", "della", "dem", "den", "der", "des", "di", "die", "do", "du", "e", "ein",
    "eine", "el", "en", "est", "et", "for", "from", "had", "has", "have", "he", "her", "his", "i",
    "il", "im", "in", "is", "ist", "it", "its", "la", "las", "le", "les", "los", "mit", "na",
    "nicht", "no", "not", "o", "of", "on", "or", "os", "par", "para", "per", "por", "pour", "que",
    "qui", "se", "she", "sich", "so", "su", "that", "the", "their", "they", "this", "to", "un",
    "una", "und", "une", "von", "was", "we", "were", "which", "who", "will", "with", "you",
];

/// A line's looks.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a thing seen on its own, not a state"
)]
pub(crate) struct Look {
    pub(crate) words: usize,
    /// Words beginning with a capital, and function words, as shares.
    pub(crate) capitals: f32,
    pub(crate) function: f32,
    /// Digits among its characters.
    pub(crate) digits: f32,
    /// `|`, `»`, `©`, `›`, `•`.
    pub(crate) signs: usize,
    pub(crate) commas: usize,
    pub(crate) end: End,
    pub(crate) url: bool,
    pub(crate) lower_start: bool,
    pub(crate) quoted: bool,
    /// A bit for each kind of phrase.
    pub(crate) phrases: u16,
    pub(crate) cue: Option<Reason>,
    /// 'NAME in: TITLE', 'NAME says:'.
    pub(crate) sidebar: bool,
    /// Its words are all capitals.
    pub(crate) shouting: bool,
    /// It names a day or a time ago.
    pub(crate) dated: bool,
    /// What is set between the paragraphs of any page: 'ADVERTISEMENT'.
    pub(crate) inset: bool,
    /// It is what stands over a reader's comment: a day and the time of day, or a time ago.
    pub(crate) stamp: bool,
}

/// How a line ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum End {
    /// As a sentence does, quotation marks after it or not.
    Stop,
    /// With dots: cut.
    Dots,
    Colon,
    Question,
    #[default]
    None,
}

impl Look {
    pub(crate) fn of(line: &str) -> Self {
        let lower = line.to_lowercase();
        let mut look = Self {
            url: lower.contains("http://") || lower.contains("https://") || lower.contains("www."),
            lower_start: line.starts_with(char::is_lowercase),
            quoted: line.starts_with(['"', '“', '‘', '«', '„']),
            cue: cue(&lower),
            inset: INSETS.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric())),
            end: end(line),
            dated: crate::date::mentions(&lower),
            ..Self::default()
        };
        let (mut capitals, mut function, mut shouts) = (0, 0, 0);
        for word in lower.split_whitespace() {
            look.words += 1;
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            function += usize::from(FUNCTION.binary_search(&bare).is_ok());
        }
        for word in line.split_whitespace() {
            let mut letters = word.chars().filter(|c| c.is_alphabetic());
            if letters.next().is_some_and(char::is_uppercase) {
                capitals += 1;
                shouts += usize::from(letters.all(char::is_uppercase));
            }
        }
        let share = |n: usize| n as f32 / look.words.max(1) as f32;
        look.capitals = share(capitals);
        look.function = share(function);
        look.shouting = look.words > 0 && shouts == look.words;
        let (mut chars, mut digits) = (0_usize, 0_usize);
        for c in line.chars() {
            chars += 1;
            digits += usize::from(c.is_ascii_digit());
            look.signs += usize::from(matches!(c, '|' | '»' | '©' | '›' | '•' | '→' | '·'));
            look.commas += usize::from(matches!(c, ',' | '،' | '、' | '，'));
        }
        look.digits = digits as f32 / chars.max(1) as f32;
        look.stamp = look.words <= 9
            && look.dated
            && (lower.ends_with(" ago")
                || lower.contains(" ago ")
                || lower.contains(':') && lower.contains(|c: char| c.is_ascii_digit()));
        look.sidebar = sidebar(line, &lower, look.words);
        if let (Some(automaton), bits) = &*PATTERNS {
            look.phrases = automaton
                .find_overlapping_iter(lower.as_str())
                .filter(|m| {
                    // A phrase starts where a word starts.
                    !lower
                        .as_bytes()
                        .get(m.start().wrapping_sub(1))
                        .is_some_and(u8::is_ascii_alphanumeric)
                        || !lower
                            .as_bytes()
                            .get(m.start())
                            .is_some_and(u8::is_ascii_alphanumeric)
                })
                // 'CAIRO (AFP) - …', '… he told Getty Images on Friday, as …': a credit opens or ends what it is for.
                .filter(|m| {
                    bits[m.pattern().as_usize()] != CREDIT
                        || look.words < LONG
                        || m.start() < 3
                        || lower.len() - m.start() < CREDIT_REACH
                })
                .fold(0, |all, m| all | bits[m.pattern().as_usize()]);
        }
        look
    }

    pub(crate) fn has(&self, phrase: &str) -> bool {
        PHRASES
            .iter()
            .position(|p| *p == phrase)
            .is_some_and(|at| self.phrases >> at & 1 == 1)
    }

    /// A paragraph of running text by its looks alone.
    pub(crate) fn runs(&self) -> bool {
        self.words >= 12 && self.end == End::Stop && self.phrases == 0
    }

    /// Why it is not body, if it is not.
    pub(crate) fn reason(&self) -> Option<Reason> {
        if let Some(reason) = self.cue {
            return Some(reason);
        }
        if self.inset {
            return Some(Reason::Boilerplate);
        }
        if self.has("spam") && (self.url || self.words < 25) {
            Some(Reason::Spam)
        } else if self.has("legal") && self.words < 25 {
            Some(Reason::Boilerplate)
        } else if self.sidebar || self.has("flattery") || self.has("comment") {
            Some(Reason::Comment)
        } else if self.has("related") {
            Some(Reason::Related)
        } else if self.has("share") || self.has("subscribe") {
            Some(Reason::Share)
        } else {
            None
        }
    }

    /// The looks as numbers, each with its name.
    pub(crate) fn features(&self, emit: &mut dyn FnMut(&'static str, f32)) {
        const LENGTHS: [(&str, usize); 7] = [
            ("words>=2", 2),
            ("words>=4", 4),
            ("words>=7", 7),
            ("words>=11", 11),
            ("words>=18", 18),
            ("words>=30", 30),
            ("words>=60", 60),
        ];
        let flag = |b: bool| f32::from(u8::from(b));
        for (name, least) in LENGTHS {
            emit(name, flag(self.words >= least));
        }
        emit("capitals", self.capitals);
        emit("function", self.function);
        emit("digits", self.digits);
        emit("signs", (self.signs as f32).min(4.0));
        emit("commas", (self.commas as f32).min(6.0) / 6.0);
        emit("end stop", flag(self.end == End::Stop));
        emit("end dots", flag(self.end == End::Dots));
        emit("end colon", flag(self.end == End::Colon));
        emit("end question", flag(self.end == End::Question));
        emit("url", flag(self.url));
        emit("lower start", flag(self.lower_start));
        emit("quoted", flag(self.quoted));
        emit("cue comment", flag(self.cue == Some(Reason::Comment)));
        emit("cue related", flag(self.cue == Some(Reason::Related)));
        emit("cue share", flag(self.cue == Some(Reason::Share)));
        emit("sidebar", flag(self.sidebar));
        emit("shouting", flag(self.shouting));
        emit("dated short", flag(self.dated && self.words < 9));
        let short = self.words < LONG;
        for (at, name) in PHRASES_SHORT.iter().enumerate() {
            emit(name, flag(short && self.phrases >> at & 1 == 1));
        }
        for (at, name) in PHRASES_LONG.iter().enumerate() {
            emit(name, flag(!short && self.phrases >> at & 1 == 1));
        }
    }
}

const PHRASES_SHORT: [&str; 9] = [
    "says author",
    "says comment",
    "says credit",
    "says flattery",
    "says legal",
    "says related",
    "says share",
    "says spam",
    "says subscribe",
];

const PHRASES_LONG: [&str; 9] = [
    "says author, long",
    "says comment, long",
    "says credit, long",
    "says flattery, long",
    "says legal, long",
    "says related, long",
    "says share, long",
    "says spam, long",
    "says subscribe, long",
];

fn end(line: &str) -> End {
    let bare = line.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']', '“', ' ']);
    if bare.ends_with("...") || bare.ends_with('…') {
        return End::Dots;
    }
    match bare.chars().next_back() {
        Some('.' | '!' | '。' | '।' | '۔') => End::Stop,
        Some('?' | '؟' | '？') => End::Question,
        Some(':' | '：') => End::Colon,
        _ => End::None,
    }
}

/// What readers wrote, after how many of them there are.
const RESPONSES: [&str; 6] = [
    "comments on ",
    "replies to ",
    "responses to ",
    "response to ",
    "thoughts on ",
    "thought on ",
];

/// Whole lines, in lower case, that are never body.
const INSETS: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertisements",
    "advertising",
    "article continues below",
    "article continues below advertisement",
    "continue reading below",
    "promoted",
    "sponsored",
    "sponsored content",
    "story continues below",
    "story continues below advertisement",
    "this advertisement has not loaded yet, but your article continues below",
];

/// The reason a line (in lower case) opens what is no body, if it does.
fn cue(lower: &str) -> Option<Reason> {
    let responses = lower
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == ',')
        .trim_start();
    if responses.len() < lower.len()
        && RESPONSES.iter().any(|r| responses.starts_with(r))
        && lower.len() < 300
    {
        return Some(Reason::Comment);
    }
    if lower.len() > 80 {
        return None;
    }
    let plain = lower
        .trim_end_matches([':', '.', '…', '»', '>', '!'])
        .trim();
    let counted = plain
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '(' || c == ')')
        .trim();
    let counted =
        counted.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | ' '));
    CUES.iter()
        .find(|(cue, _)| *cue == plain || *cue == counted)
        .map(|c| c.1)
}

/// 'NAME in: TITLE', 'NAME says:', 'NAME on TITLE'.
fn sidebar(line: &str, lower: &str, words: usize) -> bool {
    if words > 25 {
        return false;
    }
    if line
        .split_once(" in: ")
        .is_some_and(|(name, _)| name.split_whitespace().count() <= 4)
    {
        return true;
    }
    words <= 6
        && [" says:", " wrote:", " commented:", " says", " said:"]
            .iter()
            .any(|e| lower.ends_with(e))
}
