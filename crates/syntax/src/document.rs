//! The parsed text: sentences of tokens, each a node of a Universal Dependencies tree.
//!
//! A [`Token`] is UD's *word*: 'don't' is two tokens, 'do' and 'n't', under one [`MultiwordToken`]. Spans are
//! bytes of [`Document::text`], so text, tokens and gaps give each other back. Names follow CoNLL-U.

use crate::{Deprel, Span, Upos};

/// Index of a token in its sentence, from 0.
pub type TokenIdx = usize;

/// A text with its sentences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The text that every span points into.
    pub text: String,
    /// Its sentences, in order, not overlapping.
    pub sentences: Vec<Sentence>,
}

/// One sentence and its tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, from its first token to its last.
    pub span: Span,
    /// Its syntactic words.
    pub tokens: Vec<Token>,
    /// Surface units that hold several syntactic words.
    pub multiword: Vec<MultiwordToken>,
    /// Names found in it, in order, not overlapping.
    pub names: Vec<Name>,
    /// Whether a paragraph starts here.
    pub starts_paragraph: bool,
}

/// A syntactic word and its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands. The words of one surface unit may share its span where they cannot be told apart.
    pub span: Span,
    /// The word as it stands in the text.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag.
    pub xpos: String,
    /// Universal features, as in CoNLL-U ('Number=Sing|Person=3'), empty if none.
    pub feats: String,
    /// The governing word; none for the root.
    pub head: Option<TokenIdx>,
    /// Relation to the head.
    pub deprel: Deprel,
    /// Whether white space (or nothing at all) follows in the text.
    pub space_after: bool,
}

impl Token {
    /// A word of which only its form is known, as [`crate::Parser::annotate`] wants it.
    pub fn new(form: impl Into<String>) -> Self {
        Self {
            span: Span::default(),
            form: form.into(),
            lemma: String::new(),
            upos: Upos::X,
            xpos: String::new(),
            feats: String::new(),
            head: None,
            deprel: Deprel::Dep,
            space_after: true,
        }
    }
}

/// A surface unit of several words, such as 'don't'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MultiwordToken {
    /// First word.
    pub first: TokenIdx,
    /// Last word.
    pub last: TokenIdx,
    /// Where it stands.
    pub span: Span,
    /// The unit as it stands in the text.
    pub form: String,
}

/// A name: a run of tokens and the class the network gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// First token.
    pub first: TokenIdx,
    /// Last token.
    pub last: TokenIdx,
    /// Its class.
    pub class: NameClass,
}

/// What kind of thing a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameClass {
    /// A person.
    Per,
    /// An organisation.
    Org,
    /// A place.
    Loc,
}

impl NameClass {
    /// The label as in Universal NER: `PER`, `ORG`, `LOC`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Per => "PER",
            Self::Org => "ORG",
            Self::Loc => "LOC",
        }
    }
}

impl Sentence {
    /// The root of the tree, if there is a token at all.
    pub fn root(&self) -> Option<TokenIdx> {
        self.tokens.iter().position(|t| t.head.is_none())
    }

    /// The dependents of `head`, in text order.
    pub fn children(&self, head: TokenIdx) -> impl Iterator<Item = TokenIdx> + '_ {
        self.tokens
            .iter()
            .enumerate()
            .filter(move |(_, t)| t.head == Some(head))
            .map(|(i, _)| i)
    }

    /// The first dependent of `head` with this relation.
    pub fn child(&self, head: TokenIdx, deprel: Deprel) -> Option<TokenIdx> {
        self.children(head)
            .find(|&c| self.tokens[c].deprel == deprel)
    }

    /// Whether `node` is `ancestor` or lies under it.
    pub fn is_under(&self, node: TokenIdx, ancestor: TokenIdx) -> bool {
        let mut at = Some(node);
        // A tree has no cycle, but the bound costs nothing and holds for trees read from a file.
        for _ in 0..=self.tokens.len() {
            match at {
                Some(i) if i == ancestor => return true,
                Some(i) => at = self.tokens[i].head,
                None => return false,
            }
        }
        false
    }

    /// The tokens of the subtree under `head`, itself included, in text order.
    pub fn subtree(&self, head: TokenIdx) -> Vec<TokenIdx> {
        (0..self.tokens.len())
            .filter(|&i| self.is_under(i, head))
            .collect()
    }
}
