//! What `OpenAPI` is told of the types that write themselves: words of a list, codes, numbers.

use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::{CountryCode, Mode, Quad};

/// One of some words.
pub(crate) fn words(words: impl Iterator<Item = &'static str>) -> RefOr<Schema> {
    let mut all: Vec<&str> = words.collect();
    all.sort_unstable();
    all.dedup();
    let text = ObjectBuilder::new().schema_type(SchemaType::Type(Type::String));
    text.enum_values(Some(all)).into()
}

impl PartialSchema for Mode {
    fn schema() -> RefOr<Schema> {
        words(Self::all().map(Self::as_str))
    }
}

impl ToSchema for Mode {}

impl PartialSchema for CountryCode {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(SchemaType::Type(Type::String));
        text.pattern(Some("^[A-Z]{3}$")).into()
    }
}

impl ToSchema for CountryCode {}

impl PartialSchema for Quad {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Integer));
        let codes = Self::ALL.iter().map(|quad| quad.code());
        number.enum_values(Some(codes)).into()
    }
}

impl ToSchema for Quad {}
