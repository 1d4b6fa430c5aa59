//! Who may ask, from where, and what a browser may do with the answer.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use common::{ask, folder, get, ingest, news, request, service};

async fn status(app: &axum::Router, request: axum::http::request::Builder) -> (u16, String) {
    let answer = ask(
        app,
        request
            .body(Body::from("Kenya aided Sudan."))
            .expect("a request"),
    )
    .await;
    (
        answer.status.as_u16(),
        String::from_utf8_lossy(&answer.body).into_owned(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn only_names_of_this_machine_are_answered_without_a_token() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, news());
    let app = service(&path, |_| {});
    for (host, wanted) in [
        ("localhost:7117", 200),
        ("[::1]:7117", 200),
        ("rebound.example", 403),
        ("192.0.2.7", 403),
    ] {
        let request = axum::http::Request::builder()
            .uri("/api/v1/health")
            .header("host", host);
        assert_eq!(status(&app, request).await.0, wanted, "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_sites_may_not_post() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, news());
    let app = service(&path, |_| {});
    let code = || request("POST", "/api/v1/code").header("content-type", "text/plain");
    for (name, value, wanted) in [
        ("origin", "http://127.0.0.1:7117", 200),
        ("origin", "http://evil.example", 403),
        ("origin", "null", 403),
        ("sec-fetch-site", "same-origin", 200),
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
    ] {
        assert_eq!(
            status(&app, code().header(name, value)).await.0,
            wanted,
            "{name}: {value}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_asked_for_and_kept() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, news());
    let token = "correct-horse-battery";
    let app = service(&path, |s| s.token = Some(token.to_owned()));
    let at = |path: &str| {
        axum::http::Request::builder()
            .uri(path.to_owned())
            .header("host", "news.example")
    };
    assert_eq!(status(&app, at("/api/v1/happenings")).await.0, 401);
    let (page, body) = status(&app, at("/")).await;
    assert!(page == 401 && body.contains("name=\"token\""), "{body}");
    assert_eq!(status(&app, at("/api/v1/health")).await.0, 200);
    let right = format!("Bearer {token}");
    assert_eq!(
        status(
            &app,
            at("/api/v1/happenings").header("authorization", &right)
        )
        .await
        .0,
        200
    );
    assert_eq!(
        status(
            &app,
            at("/api/v1/happenings").header("authorization", "Bearer guess")
        )
        .await
        .0,
        401
    );

    let enter = |token: &str, to: &str| {
        axum::http::Request::builder()
            .method("POST")
            .uri("/enter")
            .header("host", "news.example")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(format!("token={token}&to={to}")))
            .expect("a request")
    };
    assert_eq!(
        ask(&app, enter("guess", "/")).await.status,
        StatusCode::UNAUTHORIZED
    );
    let entered = ask(&app, enter(token, "%2Fevents")).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    assert_eq!(entered.headers["location"], "/events");
    let cookie = entered.headers["set-cookie"]
        .to_str()
        .expect("text")
        .to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    let pair = cookie.split(';').next().expect("a pair").to_owned();
    assert_eq!(
        status(&app, at("/api/v1/happenings").header("cookie", pair))
            .await
            .0,
        200
    );
    // Nobody is sent elsewhere.
    for to in [
        "https://evil.example",
        "//evil.example",
        "%2F%5Cevil.example",
    ] {
        let entered = ask(&app, enter(token, to)).await;
        assert_eq!(entered.headers["location"], "/", "{to}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_carry_what_a_browser_must_not_do() {
    let folder = folder();
    let path = folder.path().join("news.legation");
    ingest(&path, news());
    let app = service(&path, |_| {});
    for path in ["/", "/api/v1/happenings", "/nowhere", "/api/v1/nowhere"] {
        let answer = get(&app, path).await;
        let policy = answer.headers["content-security-policy"]
            .to_str()
            .expect("text");
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{path}"
        );
        assert_eq!(
            answer.headers["x-content-type-options"], "nosniff",
            "{path}"
        );
        assert_eq!(answer.headers["referrer-policy"], "same-origin", "{path}");
    }
}
