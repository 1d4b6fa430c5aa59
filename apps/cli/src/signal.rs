//! Being told to end: an interrupt from the keyboard, or the system's wish. Commands that run until then end as if they
//! were done, with what is being written finished.

use anyhow::{Context as _, Result};

use crate::output;

/// Do something at the first signal to end. At the second the process ends as it would have without us: an archive is none
/// the worse for it.
pub(crate) fn on_end(first: impl FnOnce() + Send + 'static) -> Result<()> {
    let cannot = "signals cannot be listened to";
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().context(cannot)?;
    let mut signals = runtime.block_on(async { Signals::new() }).context(cannot)?;
    std::thread::spawn(move || {
        runtime.block_on(async {
            signals.next().await;
            output::note("stopping: what is being written is finished");
            first();
            signals.next().await;
            #[expect(clippy::exit, reason = "whoever asks twice does not want to wait")]
            std::process::exit(130);
        });
    });
    Ok(())
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        std::future::poll_fn(|cx| {
            let interrupt = self.interrupt.poll_recv(cx).is_ready();
            let terminate = self.terminate.poll_recv(cx).is_ready();
            if interrupt || terminate {
                std::task::Poll::Ready(())
            } else {
                std::task::Poll::Pending
            }
        })
        .await;
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
