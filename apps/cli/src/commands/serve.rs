//! `legation serve`: the dashboard and the HTTP interface of an archive.

use anyhow::Result;
use server::{Limits, Settings};

use crate::args::ServeArgs;
use crate::output;
use crate::signal;

pub(crate) fn run(args: &ServeArgs) -> Result<bool> {
    let settings = Settings {
        archive: args.archive.clone(),
        token: args.token.clone(),
        model: args.model.model(),
        allow_write: args.allow_write,
        limits: Limits {
            connections: usize::from(args.connections),
            ..Limits::default()
        },
    };
    let given = args.token.is_some();
    let (tell, told) = tokio::sync::oneshot::channel();
    signal::on_end(move || {
        let _ = tell.send(());
    })?;
    let ended = async { told.await.unwrap_or_default() };
    server::serve(settings, args.listen, ended, |address, token| {
        output::note(&format!(
            "http://{address}/ serves {}",
            args.archive.display()
        ));
        if let (Some(token), false) = (token, given) {
            output::note(&format!("token: {token}"));
        }
    })?;
    Ok(true)
}
