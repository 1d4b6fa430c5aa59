//! Scores of what the coder knows of actors: countries of marked phrases, names with the registry's help, coreference.

pub(crate) mod coreference;
pub(crate) mod country;
pub(crate) mod fit_pronouns;
pub(crate) mod names;
