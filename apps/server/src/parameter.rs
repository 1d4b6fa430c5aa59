//! What a parameter may be, as the `OpenAPI` document tells it: days, numbers with their bounds, words of a list. They are read
//! as text, so that what is wrong with one can be said in words, and so their types would tell nothing.

use plover::{Context, EventType, Mode, Status};
use utoipa::openapi::schema::{ArrayBuilder, KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::question::{CORRECTIONS, DEEPEST, MOST, PAGE, SOURCES};

/// Types that are only told of: the derived description of a parameter asks a type for its schema.
macro_rules! parameters {
    ($($(#[$doc:meta])* $name:ident => $schema:expr;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $schema
            }
        }

        impl ToSchema for $name {}
    )*};
}

parameters! {
    /// A day.
    Day => text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Date))).into();
    /// Rows of a page.
    Limit => number(MOST).default(Some(PAGE.into())).into();
    /// Rows to pass over.
    Offset => number(DEEPEST).into();
    /// Corrections to pass over.
    Corrections => number(CORRECTIONS).into();
    /// Fewest sources.
    Sources => number(SOURCES).into();
    /// A page, or lines.
    Lines => word(["json", "jsonl"]);
    /// A page, lines, or a table.
    Table => word(["json", "jsonl", "csv"]);
    /// A page, or a file of rules.
    Rules => word(["json", "rules"]);
    /// An order of rows.
    Sort => word(["date", "type", "scale", "sources"]);
    /// Yes or no.
    Flag => ObjectBuilder::new().schema_type(Type::Boolean).into();
    /// Two, with a comma between them.
    Two => text().pattern(Some("^[^,]+,.+$")).into();
    /// Words, not none.
    Words => text().pattern(Some(r"\S")).into();
    /// Types.
    Events => list(EventType::schema());
    /// Modes.
    Modes => list(Mode::schema());
    /// Contexts.
    Contexts => list(Context::schema());
    /// Statuses.
    Statuses => list(Status::schema());
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn number(most: usize) -> ObjectBuilder {
    let number = ObjectBuilder::new().schema_type(Type::Integer);
    number.minimum(Some(0)).maximum(Some(most))
}

fn word<const N: usize>(words: [&str; N]) -> RefOr<Schema> {
    text().enum_values(Some(words)).into()
}

fn list(of: RefOr<Schema>) -> RefOr<Schema> {
    ArrayBuilder::new().items(of).into()
}
