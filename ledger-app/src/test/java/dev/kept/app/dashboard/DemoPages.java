package dev.kept.app.dashboard;

import java.util.List;

/// The pages that are looked at with the [DemoYear].
final class DemoPages {
    /// Relative, as the links of the pages are; each in a state of its own.
    static final List<String> ADDRESSES = List.of(
            "./",
            "./?asOf=2026-08-01T00:00:00Z&zone=Europe/Berlin",
            "today",
            "audit",
            "customer?id=Juniper+Clinic",
            "promisor?id=ben.otto",
            "portfolio",
            "misses",
            "misses?cause=EXTERNAL&told=NEVER",
            "whatif",
            "whatif?halfLife=60&pass=90",
            "commitments?outcome=MISSED",
            "commitments?customer=nobody",
            "commitment?id=" + DemoYear.CORRECTED,
            "search?q=o",
            "sources");

    private DemoPages() {}
}
