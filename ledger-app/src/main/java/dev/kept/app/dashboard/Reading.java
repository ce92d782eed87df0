package dev.kept.app.dashboard;

import dev.kept.app.support.Ledger;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.store.FactReader.LogHead;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One look at the ledger, for one page.
///
/// @param head where the log ended when the look began
/// @param behind how many facts the views still lack
record Reading(Ledger ledger, PageTime time, LogHead head, long behind) {
    /// Long enough for a fact just recorded; short enough that a page beside a running import does not wait for it.
    private static final Duration VIEW_WAIT = Duration.ofMillis(500);

    /// For a page made from the views: waits a moment until they hold what the log holds.
    static Reading ofViews(Ledger ledger, PageTime.Asked asked) {
        Reading reading = ofLog(ledger, asked);
        if (ledger.awaitViews(VIEW_WAIT)) {
            return reading;
        }
        long lacking = reading.head.size() - 1 - ledger.processor().position();
        return new Reading(ledger, reading.time, reading.head, Math.max(0, lacking));
    }

    /// For a page made from the log itself.
    static Reading ofLog(Ledger ledger, PageTime.Asked asked) {
        Zones.check();
        PageTime time = PageTime.of(asked, ledger.clock().instant());
        return new Reading(ledger, time, ledger.log().head(), 0);
    }

    ReadAt at() {
        return time.at();
    }

    boolean isOfNothing() {
        return head.size() == 0;
    }

    String href(Address address) {
        return address.href(time);
    }

    Frame frame(String title, Address self) {
        return Frame.of(
                title,
                self,
                time,
                lagging(),
                new Frame.LogEnd(
                        ledger.log().origin(),
                        head.size(),
                        head.frontier().root().hex(),
                        Moment.of(time.now())));
    }

    private @Nullable String lagging() {
        return behind == 0
                ? null
                : "These figures lag behind the log: " + Words.number(behind) + " of "
                        + Words.counted(head.size(), "fact", "facts")
                        + " are not in them yet. Load the page again in a moment.";
    }
}
