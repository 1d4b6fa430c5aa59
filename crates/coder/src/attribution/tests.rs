//! Every shape of saying, on parsed sentences.

use syntax::TokenIdx;

use super::find;

/// 'speaker <cue> content kind' of each attribution.
fn read(parser: &syntax::Parser, text: &str) -> Vec<String> {
    let (document, _) = parser.parse(text);
    let s = &document.sentences[0];
    let form = |i: TokenIdx| s.tokens[i].form.as_str();
    find(s)
        .into_iter()
        .map(|a| {
            format!(
                "{} <{}> {} {:?}",
                a.speaker.map_or("-", form),
                form(a.cue),
                form(a.content),
                a.kind
            )
        })
        .collect()
}

#[test]
fn every_shape_of_saying() {
    let cases: &[(&str, &[&str])] = &[
        (
            "The minister said that rebels attacked the town.",
            &["minister <said> attacked Said"],
        ),
        (
            "Rebels attacked the town, the minister said.",
            &["minister <said> attacked Said"],
        ),
        (
            "Rebels attacked the town, said the minister.",
            &["minister <said> attacked Said"],
        ),
        (
            "According to the army, rebels attacked the town.",
            &["army <According> attacked AccordingTo"],
        ),
        (
            "Rebels attacked the town, according to officials.",
            &["officials <according> attacked AccordingTo"],
        ),
        (
            "The army denied that it had bombed the school.",
            &["army <denied> bombed Denied"],
        ),
        (
            "Iran denied involvement in the attack.",
            &["Iran <denied> involvement Denied"],
        ),
        (
            "Israel's claim that Iran armed the rebels was rejected.",
            &["Israel <claim> armed Said"],
        ),
        (
            "Reports of a coup reached the capital.",
            &["- <Reports> coup Reported"],
        ),
        (
            "Russian papers reported about upcoming visits by Kadhimi.",
            &["papers <reported> visits Reported"],
        ),
        (
            "The king is said to have visited Moscow.",
            &["- <said> visited Reported"],
        ),
        (
            "It was reported that the king visited Moscow.",
            &["- <reported> visited Reported"],
        ),
        (
            "Rouhani praised the deal, saying that it helped both countries.",
            &["Rouhani <saying> helped Said"],
        ),
        (
            "He praised the deal, adding that his country stands by its allies.",
            &["He <adding> stands Said"],
        ),
        (
            "The group claimed to have killed 12 soldiers.",
            &["group <claimed> killed Said"],
        ),
        (
            "The police chief told reporters that gunmen had fled.",
            &["chief <told> fled Said"],
        ),
        ("The president told the army to withdraw.", &[]),
        (
            "The rebels reportedly shelled the base.",
            &["- <reportedly> shelled Reported"],
        ),
        (
            "The spokesman, who said that talks had failed, resigned.",
            &["spokesman <said> failed Said"],
        ),
        (
            "AFP reported that the minister said the war was over.",
            &["AFP <reported> said Reported", "minister <said> over Said"],
        ),
        (
            "France slammed the decision, saying that it broke the law.",
            &["France <saying> broke Said"],
        ),
        (
            "He said that rebels attacked the town and that the army fled.",
            &["He <said> attacked Said"],
        ),
    ];
    let parser = syntax::Parser::standard();
    let mut faults = Vec::new();
    for (text, wanted) in cases {
        let found = read(&parser, text);
        if found != *wanted {
            faults.push(format!("{text}\n  wanted {wanted:?}\n  found  {found:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
