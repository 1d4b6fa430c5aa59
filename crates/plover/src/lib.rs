//! The PLOVER 2.0 ontology and the event record.
