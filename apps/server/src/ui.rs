//! What pages load: style, modules, the vendored libraries and the map, embedded in the program and named by a hash of
//! their bytes, so that a browser keeps them and never mixes those of two versions.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest as _, Sha256};

use crate::error::{Code, Fault};
use crate::state::{State, hex};

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

macro_rules! assets {
    ($($name:literal: $media:expr,)*) => {
        /// Name, media type, bytes.
        const ASSETS: &[(&str, &str, &[u8])] = &[
            $(($name, $media, include_bytes!(concat!("../ui/", $name))),)*
        ];
    };
}

assets! {
    "style.css": STYLE,
    "icon.svg": "image/svg+xml",
    "article.js": SCRIPT,
    "network.js": SCRIPT,
    "map.js": SCRIPT,
    "vendor/d3-array.min.js": SCRIPT,
    "vendor/d3-dispatch.min.js": SCRIPT,
    "vendor/d3-force.min.js": SCRIPT,
    "vendor/d3-geo.min.js": SCRIPT,
    "vendor/d3-quadtree.min.js": SCRIPT,
    "vendor/d3-timer.min.js": SCRIPT,
    "vendor/topojson-client.min.js": SCRIPT,
    "vendor/countries-110m.json": "application/json",
}

/// Of the bytes of all of them.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for (name, _, bytes) in ASSETS {
        hash.update(name);
        hash.update(bytes);
    }
    hex(hash.finalize().get(..6).unwrap_or_default())
});

/// The address of an asset.
pub(crate) fn address(name: &str) -> String {
    format!("/ui/{}/{name}", *VERSION)
}

pub(crate) fn routes() -> Router<State> {
    Router::new().route("/ui/{version}/{*name}", get(asset))
}

async fn asset(Path((version, name)): Path<(String, String)>) -> Result<Response, Fault> {
    let known = ASSETS.iter().find(|(n, ..)| *n == name);
    let Some((_, media, bytes)) = known.filter(|_| version == *VERSION) else {
        return Err(Fault::new(Code::NotFound, "there is no such asset"));
    };
    let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::CACHE_CONTROL, kept),
    ];
    Ok((headers, *bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_asset_is_answered() {
        for (name, ..) in ASSETS {
            let path = Path((VERSION.clone(), (*name).to_owned()));
            assert!(asset(path).await.is_ok(), "{name}");
        }
        assert!(asset(Path(("0".into(), "style.css".into()))).await.is_err());
    }
}
