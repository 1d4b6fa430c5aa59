//! Amounts: money, people killed, hurt and arrested, troops, shares; what they count and how they change.

use syntax::{Deprel, Sentence, Span, TokenIdx, Upos};

use crate::ground::Ground;

/// An amount in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// First token.
    pub first: TokenIdx,
    /// Last token.
    pub last: TokenIdx,
    /// The words.
    pub span: Span,
    /// The amount.
    pub value: f64,
    /// Currency, `percent` or the noun counted.
    pub unit: String,
    /// `money`, `dead`, `injured`, `arrested`, `troops`, `percent`, `count`.
    pub kind: &'static str,
    /// 'about'.
    pub approximator: Option<String>,
    /// `to` or `by`.
    pub change: Option<&'static str>,
    /// The word the amount hangs on.
    pub head: TokenIdx,
}

impl Quantity {
    /// As records hold it.
    pub(crate) fn record(&self, ground: &Ground<'_>) -> plover::Quantity {
        plover::Quantity {
            value: self.value,
            low: None,
            high: None,
            unit: self.unit.clone(),
            kind: self.kind.to_owned(),
            approximator: self.approximator.clone(),
            change: self.change.map(str::to_owned),
            text: ground.words(self.span).to_owned(),
            span: ground.span(self.span),
        }
    }
}

const UNITS: &[(&str, f64)] = &[
    ("zero", 0.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];

const SCALES: &[(&str, f64)] = &[
    ("hundred", 100.0),
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("trillion", 1e12),
    ("bn", 1e9),
    ("mn", 1e6),
    ("dozen", 12.0),
    ("crore", 1e7),
];

const CURRENCIES: &[(&str, &str)] = &[
    ("$", "USD"),
    ("us$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("dollar", "USD"),
    ("euro", "EUR"),
    ("pound", "GBP"),
    ("yen", "JPY"),
    ("yuan", "CNY"),
    ("renminbi", "CNY"),
    ("ruble", "RUB"),
    ("rouble", "RUB"),
    ("rupee", "INR"),
    ("riyal", "SAR"),
    ("rial", "IRR"),
    ("dinar", "IQD"),
    ("dirham", "AED"),
    ("lira", "TRY"),
    ("shekel", "ILS"),
    ("franc", "CHF"),
    ("peso", "MXN"),
    ("real", "BRL"),
    ("rand", "ZAR"),
    ("naira", "NGN"),
    ("hryvnia", "UAH"),
    ("zloty", "PLN"),
    ("won", "KRW"),
    ("birr", "ETB"),
    ("shilling", "KES"),
];

const APPROXIMATORS: &[&str] = &[
    "about",
    "around",
    "approximately",
    "nearly",
    "almost",
    "roughly",
    "some",
    "over",
    "under",
    "estimated",
];

fn currency(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    CURRENCIES
        .iter()
        .find(|(name, _)| *name == word)
        .map(|c| c.1)
}

fn number(form: &str) -> Option<f64> {
    let lower = form.to_lowercase();
    if let Some(unit) = UNITS.iter().find(|(w, _)| *w == lower) {
        return Some(unit.1);
    }
    if let Some((tens, ones)) = lower.split_once('-') {
        let sum =
            UNITS.iter().find(|(w, _)| *w == tens)?.1 + UNITS.iter().find(|(w, _)| *w == ones)?.1;
        return Some(sum);
    }
    let (digits, scale) = match lower.strip_suffix("bn").or_else(|| lower.strip_suffix('b')) {
        Some(d) => (d, 1e9),
        None => lower
            .strip_suffix('m')
            .map_or((lower.as_str(), 1.0), |d| (d, 1e6)),
    };
    let plain = digits.replace(',', "");
    (plain.starts_with(|c: char| c.is_ascii_digit())
        && plain.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
    .then(|| plain.parse::<f64>().ok())
    .flatten()
    .map(|v| v * scale)
}

/// The amounts of a sentence.
pub fn find(s: &Sentence, text: &str) -> Vec<Quantity> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < s.tokens.len() {
        match amount(s, text, at) {
            Some(quantity) => {
                at = quantity.last + 1;
                all.push(quantity);
            }
            None => at += 1,
        }
    }
    all
}

fn amount(s: &Sentence, text: &str, at: TokenIdx) -> Option<Quantity> {
    let form = |i: TokenIdx| s.tokens.get(i).map_or("", |t| t.form.as_str());
    let mut next = at;
    let mut unit = currency(form(at)).filter(|_| s.tokens[at].upos == Upos::Sym);
    if unit.is_some() {
        next += 1;
    }
    let mut value = number(form(next))
        .or_else(|| (unit.is_none() && s.tokens[next].lemma == "dozen").then_some(1.0))?;
    if s.tokens[next].upos != Upos::Num && s.tokens[next].lemma != "dozen" {
        return None;
    }
    let mut last = next;
    if s.tokens[next].lemma == "dozen" {
        value = 12.0;
    }
    while let Some(scale) = SCALES.iter().find(|(w, _)| {
        *w == s
            .tokens
            .get(last + 1)
            .map_or(String::new(), |t| t.form.to_lowercase())
            .trim_end_matches('s')
    }) {
        value *= scale.1;
        last += 1;
    }
    let kind;
    let mut name = String::new();
    let mut head = next;
    if unit.is_none()
        && let Some(currency) = s.tokens.get(last + 1).and_then(|t| currency(&t.lemma))
    {
        unit = Some(currency);
        last += 1;
        head = last;
    }
    if let Some(code) = unit {
        kind = "money";
        code.clone_into(&mut name);
        if s.tokens[at].upos == Upos::Sym {
            head = at;
        }
    } else if matches!(
        s.tokens.get(last + 1).map(|t| t.lemma.as_str()),
        Some("%" | "percent" | "per")
    ) {
        last += 1;
        if s.tokens[last].lemma == "per" {
            last += 1;
        }
        last = last.min(s.tokens.len() - 1);
        kind = "percent";
        "percent".clone_into(&mut name);
        head = last;
    } else {
        // What is counted: the noun the number belongs to.
        let noun = match (s.tokens[last].deprel, s.tokens[last].head) {
            (Deprel::Nummod | Deprel::Compound | Deprel::Det | Deprel::Amod, Some(noun)) => noun,
            (Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj, Some(_)) => last,
            _ => return None,
        };
        head = noun;
        name.clone_from(&s.tokens[noun].lemma);
        kind = counted(s, noun)?;
    }
    // Climb to the top of the amount, so that it can be placed in the tree.
    while let Some(up) = s.tokens[head].head.filter(|&h| (at..=last).contains(&h)) {
        head = up;
    }
    let (mut first, mut approximator) = (at, None);
    if let Some(before) = at.checked_sub(1) {
        let word = form(before).to_lowercase();
        let two = before
            .checked_sub(1)
            .map(|i| format!("{} {word}", form(i).to_lowercase()))
            .unwrap_or_default();
        if matches!(
            two.as_str(),
            "at least"
                | "up to"
                | "more than"
                | "less than"
                | "fewer than"
                | "as many"
                | "close to"
                | "at most"
                | "no less"
        ) {
            (first, approximator) = (before - 1, Some(two));
        } else if APPROXIMATORS.contains(&word.as_str()) {
            (first, approximator) = (before, Some(word));
        }
    }
    let change = first
        .checked_sub(1)
        .and_then(|i| match form(i).to_lowercase().as_str() {
            "to" => Some("to"),
            "by" => Some("by"),
            _ => None,
        });
    let span = Span::new(s.tokens[at].span.start, s.tokens[last].span.end);
    let change = change.filter(|_| kind == "money" || kind == "percent");
    let _ = (text, &mut first);
    Some(Quantity {
        first: at,
        last,
        span,
        value,
        unit: name,
        kind,
        approximator,
        change,
        head,
    })
}

/// What becomes of the people counted, from the verb they are object or passive subject of.
fn counted(s: &Sentence, noun: TokenIdx) -> Option<&'static str> {
    let lemma = s.tokens[noun].lemma.as_str();
    if matches!(
        lemma,
        "day"
            | "year"
            | "month"
            | "week"
            | "hour"
            | "minute"
            | "time"
            | "second"
            | "country"
            | "century"
            | "decade"
            | "side"
    ) {
        return None;
    }
    let by_verb = |verb: &str| match verb {
        "kill" | "die" | "slay" | "massacre" | "murder" | "execute" | "behead" | "perish" => {
            Some("dead")
        }
        "wound" | "injure" | "hurt" | "maim" => Some("injured"),
        "arrest" | "detain" | "jail" | "imprison" => Some("arrested"),
        "deploy" | "send" | "mobilize" | "withdraw" => Some("troops"),
        _ => None,
    };
    let mut at = noun;
    for _ in 0..3 {
        let Some(head) = s.tokens[at].head else { break };
        if s.tokens[head].upos == Upos::Verb {
            let position = matches!(s.tokens[at].deprel, Deprel::Obj | Deprel::NsubjPass)
                || (s.tokens[at].deprel == Deprel::Nsubj
                    && matches!(s.tokens[head].lemma.as_str(), "die" | "perish"));
            let kind = by_verb(&s.tokens[head].lemma).filter(|_| position);
            let troops = matches!(
                lemma,
                "troop" | "soldier" | "troops" | "marine" | "peacekeeper"
            );
            return match kind {
                Some("troops") if !troops => Some("count"),
                Some(kind) => Some(kind),
                None => Some("count"),
            };
        }
        if s.tokens[at].deprel == Deprel::Conj || s.tokens[at].deprel == Deprel::Nmod {
            at = head;
        } else {
            break;
        }
    }
    Some("count")
}
