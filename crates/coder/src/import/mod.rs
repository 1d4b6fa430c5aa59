//! Dictionaries of the field, read into our own formats: PETRARCH's and Phoenix's actors, agents and verbs.
//!
//! 1. [`Actors`] and [`Agents`] keep what the files say, with their own code strings: `ARNGOV` may be a fictional
//!    country, and only who writes a record decides what PLOVER makes of it;
//! 2. [`table()`] turns them into tables of the registry, for a folder laid over the shipped ones;
//! 3. [`Verbs`] turns verbs and patterns into rules of the codebook, so that one matcher codes them all;
//! 4. [`Codes`] gives a phrase the code that the dictionaries give it, for comparison with other coders.
//!
//! Text goes in and values come out. A line that cannot be read becomes a [`Fault`] with file, line and reason; the
//! rest is kept.

mod actor;
mod agent;
mod code;
mod phrase;
mod table;
mod verb;

pub use actor::{Actor, Actors};
pub use agent::{Agent, Agents};
pub use code::Code;
pub use phrase::Codes;
pub use table::{Table, table};
pub use verb::Verbs;

pub use crate::codebook::Fault;

/// The lines that say something: number from 1, the whole line, and what is left of it without comments.
///
/// `#` and `;` open a comment, the latter only after white space; `<!-- … -->` may go over several lines.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    let mut inside = false;
    text.lines().enumerate().filter_map(move |(i, whole)| {
        let mut line = whole;
        if inside {
            let (_, rest) = line.split_once("-->")?;
            inside = false;
            line = rest;
        }
        let markup = ["<!--", "<! --"].iter().find_map(|m| line.find(m));
        if let Some(at) = markup {
            inside = !line.contains("-->");
            line = line.get(..at).unwrap_or_default();
        }
        let line = line.split('#').next().unwrap_or_default();
        let line = if line.trim_start().starts_with(';') {
            ""
        } else {
            [" ;", "\t;"]
                .iter()
                .fold(line, |l, mark| l.split(mark).next().unwrap_or_default())
        };
        (!line.trim().is_empty()).then_some((i + 1, whole, line))
    })
}

/// A line that could not be read.
fn fault(file: &str, line: usize, text: &str, part: &str, reason: impl Into<String>) -> Fault {
    Fault {
        file: file.to_owned(),
        line,
        text: text.trim_end().to_owned(),
        part: part.trim().to_owned(),
        reason: reason.into(),
    }
}

/// What stands in brackets, one after the other, and what stands before them; or the part that is no bracket.
fn brackets(line: &str) -> Result<(&str, Vec<&str>), (&str, &'static str)> {
    let Some(at) = line.find('[') else {
        return match line.find(']') {
            Some(_) => Err((line, "a code opens with '['")),
            None => Ok((line, Vec::new())),
        };
    };
    let (before, mut rest) = line.split_at(at);
    let mut all = Vec::new();
    while !rest.trim().is_empty() {
        let open = rest
            .trim_start()
            .strip_prefix('[')
            .ok_or((rest, "nothing but codes in brackets may follow a code"))?;
        let (inside, after) = open.split_once(']').ok_or((rest, "a code ends with ']'"))?;
        all.push(inside);
        rest = after;
    }
    Ok((before, all))
}

/// Words of a dictionary as one string of words: underscores are spaces.
fn words(text: &str) -> String {
    let flat = text.replace('_', " ");
    flat.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_left_out_and_lines_counted() {
        let text = "<!-- a\nb -->\nNAME [X] # note\n; all\n\nOTHER [Y] ; note\n";
        let all: Vec<(usize, String)> = lines(text)
            .map(|(n, _, l)| (n, l.trim().to_owned()))
            .collect();
        assert_eq!(
            all,
            [(3, "NAME [X]".to_owned()), (6, "OTHER [Y]".to_owned())]
        );
    }

    #[test]
    fn brackets_are_told_from_words() {
        assert_eq!(
            brackets("NAME [A] [B >950101]"),
            Ok(("NAME ", vec!["A", "B >950101"]))
        );
        assert_eq!(brackets("NAME"), Ok(("NAME", vec![])));
        assert!(brackets("NAME [A").is_err());
        assert!(brackets("NAME A]").is_err());
        assert!(brackets("NAME [A] b").is_err());
    }
}
