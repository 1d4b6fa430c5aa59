//! `legation explain`: for each sentence the tree, the rules that held, and what came of them.

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use archive::Coded;
use coder::Outcome;

use crate::args::ExplainArgs;
use crate::input;
use crate::output::{self, Paint};

pub(crate) fn run(args: &ExplainArgs) -> Result<bool> {
    let engine = super::engine(args.model.model(), &args.overlays)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut fine = true;
    for file in input::files(&args.inputs.inputs)? {
        for input in input::articles(&file, args.inputs.date.as_deref()) {
            let input = match input {
                Ok(input) => input,
                Err(error) => {
                    output::note(&format!("{error:#}"));
                    fine = false;
                    continue;
                }
            };
            let one = engine.run(&input.bytes, &input.options);
            for warning in &one.warnings {
                output::note(&format!("{}: {warning}", input.name));
            }
            fine &= one.usable;
            explain(&mut out, &one, !args.no_trees, Paint::for_stdout())?;
        }
    }
    out.flush()?;
    Ok(fine)
}

fn explain(out: &mut impl Write, one: &Coded, trees: bool, paint: Paint) -> Result<()> {
    for (index, s) in one.document.sentences.iter().enumerate() {
        writeln!(
            out,
            "{} {}",
            paint.bold(&format!("[{index}]")),
            s.span.of(&one.document.text)
        )?;
        if trees {
            for (i, t) in s.tokens.iter().enumerate() {
                let head = t.head.map_or(0, |h| h + 1);
                writeln!(
                    out,
                    "    {}",
                    paint.dim(&format!(
                        "{:>3} {:<18} {:<6} {:<5} {head:>3} {}",
                        i + 1,
                        t.form,
                        t.upos,
                        t.xpos,
                        t.deprel
                    ))
                )?;
            }
        }
        let mut any = false;
        for trace in one.coding.traces.iter().filter(|t| t.sentence == index) {
            any = true;
            let word = s.tokens.get(trace.token).map_or("", |t| t.form.as_str());
            writeln!(out, "  '{word}' holds «{}» ({})", trace.clause, trace.rule)?;
            for argument in &trace.arguments {
                let form = s.tokens.get(argument.token).map_or("", |t| &t.form);
                let (role, by) = (argument.role.as_str(), argument.by);
                writeln!(out, "      {role} {form} ({by})")?;
            }
            match &trace.outcome {
                Outcome::Coded(event) => {
                    if let Some(event) = one.coding.events.get(*event) {
                        let kind = paint.quad(event.quad_code, event.event.as_str());
                        let modes: Vec<&str> = event.mode.iter().map(|m| m.as_str()).collect();
                        writeln!(
                            out,
                            "      → {kind} {} {} ({})",
                            modes.join(","),
                            event.status,
                            event.id
                        )?;
                        for e in event
                            .evidence
                            .iter()
                            .filter(|e| e.field != "event" && !e.field.starts_with("event_text"))
                        {
                            let via = e.via.as_deref().map_or(String::new(), |v| format!("; {v}"));
                            writeln!(
                                out,
                                "        {:<24}'{}' [{}..{}] {}{via}",
                                e.field, e.text, e.span.bytes[0], e.span.bytes[1], e.rule
                            )?;
                        }
                    }
                }
                Outcome::Dropped(reason) => writeln!(out, "      no event: {reason}")?,
            }
        }
        if !any {
            writeln!(out, "  no event: no rule of the codebook holds at any word")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
