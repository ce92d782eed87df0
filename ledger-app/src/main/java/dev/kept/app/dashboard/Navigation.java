package dev.kept.app.dashboard;

import java.util.List;

/// The ways from any page to the others, in the order in which they stand on it.
final class Navigation {
    private static final List<Entry> ENTRIES = List.of(
            new Entry("Today", "today"),
            new Entry("Customers", "./"),
            new Entry("Portfolio", "portfolio"),
            new Entry("Misses", "misses"),
            new Entry("Promises", "commitments"),
            new Entry("Audit", "audit"),
            new Entry("What-if", "whatif"),
            new Entry("Sources", "sources"));

    private Navigation() {}

    private record Entry(String word, String path) {}

    /// @param current whether it is the page itself
    record Way(String word, String href, boolean current) {}

    /// @param self the path of the page they stand on
    static List<Way> from(String self, PageTime time) {
        return ENTRIES.stream()
                .map(entry -> new Way(entry.word, Address.of(entry.path).href(time), entry.path.equals(self)))
                .toList();
    }
}
