//! When may a feed be asked again? As often as its reader wants, never sooner than its publisher asks for, and the more
//! seldom the more often it failed.

use std::time::Duration;

use archive::FeedRow;

/// The longest that anybody can make us wait.
const LONGEST: Duration = Duration::from_hours(24 * 7);
/// The longest that faults alone make us wait, and the shortest.
const FAULTS_LONGEST: Duration = Duration::from_hours(24);
const FAULTS_SHORTEST: Duration = Duration::from_mins(1);
/// Whoever starts us by the clock does so a little sooner or later each time: so much of what a feed says of itself
/// (not of what a server asks for that cannot serve) is given in.
const SLACK: Duration = Duration::from_mins(1);

/// Seconds to leave a feed alone that was read, and says of itself that it may be kept so long.
pub(crate) fn after_success(keep: Option<Duration>) -> i64 {
    let keep = keep.unwrap_or_default();
    seconds(keep.saturating_sub(SLACK.min(keep / 10)))
}

/// Seconds to leave a feed alone that failed so often in a row, and whose server may have asked for some time.
pub(crate) fn after_failure(failures: u32, every: Duration, asked: Duration) -> i64 {
    let doubled = every / 4 * 2_u32.saturating_pow(failures.saturating_sub(1).min(16));
    let own = doubled.clamp(FAULTS_SHORTEST, FAULTS_LONGEST);
    seconds(own.max(asked))
}

/// When a feed is to be asked: at once if it never was. What its reader wants counts only where `every` is given: who
/// starts us by the clock has said it by that.
pub(crate) fn due(feed: &FeedRow, every: Option<Duration>) -> i64 {
    if feed.asked == 0 {
        return 0;
    }
    let every = if feed.failures == 0 { every } else { None };
    feed.asked + feed.wait.max(every.map_or(0, seconds))
}

fn seconds(time: Duration) -> i64 {
    i64::try_from(time.min(LONGEST).as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUARTER: Duration = Duration::from_mins(15);

    #[test]
    fn faults_make_it_seldom_and_servers_have_their_say() {
        let wait = |n| after_failure(n, QUARTER, Duration::ZERO);
        let waits = [1, 2, 3, 4, 8, 9, 40].map(wait);
        assert_eq!(waits, [225, 450, 900, 1800, 28_800, 57_600, 86_400]);
        let asked = |seconds| after_failure(1, QUARTER, Duration::from_secs(seconds));
        assert_eq!([5, 7200, u64::MAX].map(asked), [225, 7200, 604_800]);
    }

    #[test]
    fn a_feed_is_due_by_its_reader_and_its_publisher() {
        let mut feed = FeedRow::default();
        assert_eq!(due(&feed, Some(QUARTER)), 0);
        feed.asked = 1000;
        assert_eq!(due(&feed, Some(QUARTER)), 1900);
        assert_eq!(due(&feed, None), 1000);
        feed.wait = after_success(Some(Duration::from_hours(1)));
        assert_eq!(due(&feed, Some(QUARTER)), 1000 + 3540);
        assert_eq!(due(&feed, None), 1000 + 3540);
        (feed.failures, feed.wait) = (1, 225);
        assert_eq!(due(&feed, Some(QUARTER)), 1225);
    }
}
