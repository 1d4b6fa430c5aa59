use std::io::Read;
fn main() {
    let mut text = String::new(); std::io::stdin().read_to_string(&mut text).unwrap();
    let parser = syntax::Parser::standard();
    let t = std::time::Instant::now();
    let coder = coder::Coder::embedded();
    eprintln!("coder start {:?}", t.elapsed());
    let (_, faults) = coder::codebook::Codebook::read(coder::codebook::FILES);
    for f in faults { eprintln!("{f}"); }
    let (doc, _) = parser.parse(&text);
    let tree = std::env::args().nth(1).is_some();
    let coding = coder.code(&coder::Story { article: "a".into(), ..Default::default() }, &doc);
    println!("date {:?}", coding.date);
    for (i, s) in doc.sentences.iter().enumerate() {
        println!("\n[{i}] {}", s.span.of(&doc.text));
        if tree { for (k, t) in s.tokens.iter().enumerate() { println!("   {:3} {:18} {:14} {:6} {:5} {:4} {}", k, t.form, t.lemma, t.upos.as_str(), t.xpos, t.head.map_or(-1, |h| h as i64), t.deprel); } }
        for e in coding.events.iter().filter(|e| e.text_info.sequence == i) {
            let f = |v: &Vec<plover::Entity>| v.iter().map(|e| format!("{}={} {} {:?}", e.entity_text, e.identifier_text.clone().unwrap_or_default(), e.code.map_or("---", |c| c.as_str()), e.sector)).collect::<Vec<_>>().join(" + ");
            println!("  {} {:?} {} | {} > {} | {:?} | q {:?} | ctx {:?} | att {:?} | loc {:?} | {} quotes | hap {:?} | {}", e.event, e.mode.iter().map(|m| m.as_str()).collect::<Vec<_>>(), e.status, f(&e.actor), f(&e.recipient), e.date, e.quantities.iter().map(|q| (q.value, q.unit.clone(), q.kind.clone(), q.approximator.clone(), q.change.clone())).collect::<Vec<_>>(), e.context, e.attribution.iter().map(|a| (a.cue.clone(), a.speaker.as_ref().map(|s| s.identifier_text.clone().unwrap_or(s.entity_text.clone())))).collect::<Vec<_>>(), e.event_loc.as_ref().map(|l| l.extracted_place.clone()), e.quotes.len(), e.happening, e.evidence[0].rule);
            for l in plover::validate::verify(e, &doc.text) { println!("    LIE {l}"); }
            for l in plover::validate::validate(e) { println!("    FAULT {l}"); }
        }
        for t in coding.traces.iter().filter(|t| t.sentence == i) { if let coder::Outcome::Dropped(r) = &t.outcome { println!("    - {} ({}) {:?}: {}", s.tokens[t.token].form, t.rule, t.arguments, r); } }
    }
}
