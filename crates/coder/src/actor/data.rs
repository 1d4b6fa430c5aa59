//! The tables the registry is read from.

pub(super) const COUNTRIES: &str = include_str!("../../data/places/countries.tsv");
pub(super) const ORGANISATIONS: &str = include_str!("../../data/actors/organisations.tsv");
pub(super) const GROUPS: &str = include_str!("../../data/actors/groups.tsv");
pub(super) const PEOPLE: &str = include_str!("../../data/actors/people.tsv");
pub(super) const AGENTS: &str = include_str!("../../data/agents/agents.tsv");
pub(super) const LEADERS: &[(&str, &str)] = &[
    (
        "africa.tsv",
        include_str!("../../data/actors/leaders/africa.tsv"),
    ),
    (
        "americas.tsv",
        include_str!("../../data/actors/leaders/americas.tsv"),
    ),
    (
        "asia.tsv",
        include_str!("../../data/actors/leaders/asia.tsv"),
    ),
    (
        "europe.tsv",
        include_str!("../../data/actors/leaders/europe.tsv"),
    ),
    (
        "middle_east.tsv",
        include_str!("../../data/actors/leaders/middle_east.tsv"),
    ),
];
