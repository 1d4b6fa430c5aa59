//! Inputs as the user names them, one article at a time: files, folders, standard input, JSON lines.
//!
//! A file is opened when its turn comes, and a `.jsonl` file is read line by line, so the memory needed does
//! not grow with what is to be read.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use page::{Format, Options};
use serde::Deserialize;

/// Bytes of one file or line that are read; more than the page stage takes, so that it says what it cut.
const MAX_READ: u64 = page::MAX_INPUT as u64 + 1;

/// One article's bytes.
#[derive(Debug)]
pub(crate) struct Input {
    /// How messages name it.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) options: Options,
}

/// A line of a `.jsonl` input.
#[derive(Debug, Deserialize)]
struct Line {
    id: Option<serde_json::Value>,
    text: Option<String>,
    html: Option<String>,
    date: Option<String>,
    url: Option<String>,
    title: Option<String>,
}

/// The files that these names stand for, folders walked in order of name.
pub(crate) fn files(named: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in named {
        if path.is_dir() {
            walk(path, &mut all, 0)?;
        } else {
            all.push(path.clone());
        }
    }
    Ok(all)
}

fn walk(folder: &Path, all: &mut Vec<PathBuf>, depth: usize) -> Result<()> {
    let entries = fs::read_dir(folder)
        .with_context(|| format!("{}: the folder cannot be read", folder.display()))?;
    let mut inside: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    inside.sort();
    for path in inside {
        // Links may lead in circles.
        let link = path
            .symlink_metadata()
            .is_ok_and(|m| m.file_type().is_symlink());
        if path.is_dir() && !link && depth < 32 {
            walk(&path, all, depth + 1)?;
        } else if path
            .extension()
            .and_then(|e| e.to_str())
            .is_some_and(|e| matches!(e.to_lowercase().as_str(), "txt" | "html" | "htm" | "jsonl"))
        {
            all.push(path);
        }
    }
    Ok(())
}

/// The articles of a file, each read when asked for.
pub(crate) fn articles<'a>(
    path: &'a Path,
    date: Option<&'a str>,
) -> Box<dyn Iterator<Item = Result<Input>> + 'a> {
    let extension = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default()
        .to_lowercase();
    if extension == "jsonl" {
        return match fs::File::open(path) {
            Ok(file) => lines(path.display().to_string(), BufReader::new(file), date),
            Err(error) => {
                Box::new(std::iter::once(Err(error).with_context(|| {
                    format!("{}: it cannot be opened", path.display())
                })))
            }
        };
    }
    Box::new(std::iter::once_with(move || {
        let name = if path == Path::new("-") {
            "standard input".to_owned()
        } else {
            path.display().to_string()
        };
        let mut bytes = Vec::new();
        if path == Path::new("-") {
            io::stdin()
                .lock()
                .take(MAX_READ)
                .read_to_end(&mut bytes)
                .context("standard input cannot be read")?;
        } else {
            let file =
                fs::File::open(path).with_context(|| format!("{name}: it cannot be opened"))?;
            file.take(MAX_READ)
                .read_to_end(&mut bytes)
                .with_context(|| format!("{name}: it cannot be read"))?;
        }
        let format = match extension.as_str() {
            "html" | "htm" => Some(Format::Html),
            "txt" => Some(Format::Text),
            _ => None,
        };
        Ok(Input {
            name,
            bytes,
            options: Options {
                format,
                date: date.map(str::to_owned),
                ..Options::default()
            },
        })
    }))
}

fn lines<'a>(
    name: String,
    mut reader: impl BufRead + 'a,
    date: Option<&'a str>,
) -> Box<dyn Iterator<Item = Result<Input>> + 'a> {
    let mut number = 0;
    Box::new(std::iter::from_fn(move || {
        loop {
            number += 1;
            let here = format!("{name}:{number}");
            let mut line = Vec::new();
            match reader.by_ref().take(MAX_READ).read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) => {
                    return Some(Err(error).with_context(|| format!("{here}: it cannot be read")));
                }
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            return Some(article(here, &line, date));
        }
    }))
}

fn article(name: String, line: &[u8], date: Option<&str>) -> Result<Input> {
    let read: Line =
        serde_json::from_slice(line).with_context(|| format!("{name}: not an article"))?;
    let (bytes, format) = match (read.html, read.text) {
        (Some(html), _) => (html.into_bytes(), Format::Html),
        (None, Some(text)) => (text.into_bytes(), Format::Text),
        (None, None) => anyhow::bail!("{name}: it has neither 'text' nor 'html'"),
    };
    let id = read
        .id
        .map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    let options = Options {
        id,
        url: read.url,
        title: read.title,
        date: read.date.or_else(|| date.map(str::to_owned)),
        charset: None,
        format: Some(format),
    };
    Ok(Input {
        name,
        bytes,
        options,
    })
}
