//! The closed vocabularies of Universal Dependencies: parts of speech and relations, as enums.

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each variant is documented by the UD page of its name")]
        pub enum $name { $($variant,)* }

        impl $name {
            /// Every value, sorted by its spelling.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The spelling of CoNLL-U.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            fn exactly(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

vocabulary! {
    /// Universal part of speech (<https://universaldependencies.org/u/pos/>).
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ",
        Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT",
        Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X",
    }
}

vocabulary! {
    /// Relation to the head, with the subtypes that English treebanks use
    /// (<https://universaldependencies.org/en/dep/>).
    Deprel {
        Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl", Advmod = "advmod",
        Amod = "amod", Appos = "appos", Aux = "aux", AuxPass = "aux:pass", Case = "case", Cc = "cc",
        CcPreconj = "cc:preconj", Ccomp = "ccomp", Compound = "compound", CompoundPrt = "compound:prt",
        Conj = "conj", Cop = "cop", Csubj = "csubj", CsubjOuter = "csubj:outer", CsubjPass = "csubj:pass",
        Dep = "dep", Det = "det", DetPredet = "det:predet", Discourse = "discourse", Dislocated = "dislocated",
        Expl = "expl", Fixed = "fixed", Flat = "flat", Goeswith = "goeswith", Iobj = "iobj", List = "list",
        Mark = "mark", Nmod = "nmod", NmodDesc = "nmod:desc", NmodPoss = "nmod:poss",
        NmodUnmarked = "nmod:unmarked", Nsubj = "nsubj", NsubjOuter = "nsubj:outer", NsubjPass = "nsubj:pass",
        Nummod = "nummod", Obj = "obj", Obl = "obl", OblAgent = "obl:agent", OblUnmarked = "obl:unmarked",
        Orphan = "orphan", Parataxis = "parataxis", Punct = "punct", Reparandum = "reparandum", Root = "root",
        Vocative = "vocative", Xcomp = "xcomp",
    }
}

impl Upos {
    /// The tag with this spelling; anything unknown is `X`.
    pub fn parse(text: &str) -> Self {
        Self::exactly(text).unwrap_or(Self::X)
    }
}

impl Deprel {
    /// The relation with this spelling; an unknown subtype falls back to its relation, the rest to `dep`.
    pub fn parse(text: &str) -> Self {
        Self::exactly(text)
            .or_else(|| text.split(':').next().and_then(Self::exactly))
            .unwrap_or(Self::Dep)
    }

    /// The relation without its subtype.
    #[must_use]
    pub fn base(self) -> Self {
        Self::parse(self.as_str().split(':').next().unwrap_or_default())
    }
}
