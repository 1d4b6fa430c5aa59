//! Scraped bytes to a clean Article: body, metadata, leftovers.
