//! Inputs worked on by all cores, their results in order: while one batch is worked on, the next is read.

use anyhow::Result;
use rayon::prelude::*;

use crate::input::Input;

/// Articles of a batch: enough for all cores, few enough to bound memory.
const BATCH: usize = 64;
/// Bytes after which a batch is full.
const BATCH_BYTES: usize = 8 << 20;

/// Do `work` on each input, and tell what came of it in the order of the inputs.
pub(crate) fn in_order<T: Send>(
    pool: &rayon::ThreadPool,
    mut inputs: impl Iterator<Item = Result<Input>> + Send,
    work: impl Fn(Input) -> T + Sync,
    mut tell: impl FnMut(Result<T>) -> Result<()>,
) -> Result<()> {
    let mut batch = take(&mut inputs);
    while !batch.is_empty() {
        let (results, next) = pool.install(|| {
            rayon::join(
                || -> Vec<_> { batch.into_par_iter().map(|i| i.map(&work)).collect() },
                || take(&mut inputs),
            )
        });
        batch = next;
        results.into_iter().try_for_each(&mut tell)?;
    }
    Ok(())
}

fn take(inputs: &mut impl Iterator<Item = Result<Input>>) -> Vec<Result<Input>> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while batch.len() < BATCH && bytes < BATCH_BYTES {
        let Some(next) = inputs.next() else { break };
        bytes += next.as_ref().map_or(0, |i| i.bytes.len());
        batch.push(next);
    }
    batch
}
