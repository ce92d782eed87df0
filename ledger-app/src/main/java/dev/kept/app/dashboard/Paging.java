package dev.kept.app.dashboard;

import dev.kept.projections.commitment.CommitmentViews.Cursor;
import org.jspecify.annotations.Nullable;

/// Where in a list a page stands, and how to go on.
///
/// @param range such as `51–100 of 10,000`
record Paging(
        String range,
        @Nullable String first,
        @Nullable String previous,
        @Nullable String next) {
    static final int PAGE = 50;
    static final int MAX_PAGES = 1_000;

    private static final char SEPARATOR = '~';

    public boolean isWhole() {
        return first == null && next == null;
    }

    /// A page of a list whose length is known.
    ///
    /// @param page from 1
    static Paging numbered(int page, int onPage, long total, Address list, PageTime time) {
        boolean more = (long) page * PAGE < total && page < MAX_PAGES;
        return new Paging(
                range((long) (page - 1) * PAGE + 1, onPage) + " of " + Words.number(total),
                page > 1 ? list.href(time) : null,
                page > 2 ? list.with("page", page - 1).href(time) : null,
                more ? list.with("page", page + 1).href(time) : null);
    }

    /// A page of a list that is read from a place in it.
    ///
    /// @param from the number of its first item, from 1
    static Paging placed(long from, int onPage, @Nullable Cursor next, Address list, PageTime time) {
        return new Paging(
                range(from, onPage),
                from > 1 ? list.href(time) : null,
                null,
                next == null
                        ? null
                        : list.with("after", text(next))
                                .with("from", from + onPage)
                                .href(time));
    }

    private static String range(long from, int onPage) {
        return onPage == 0 ? "none" : Words.number(from) + "–" + Words.number(from + onPage - 1);
    }

    static int page(@Nullable String text) {
        long page = number("page", text, MAX_PAGES);
        return Math.toIntExact(page);
    }

    static long from(@Nullable String text) {
        return number("from", text, Long.MAX_VALUE / 2);
    }

    private static long number(String name, @Nullable String text, long max) {
        if (text == null || text.isEmpty()) {
            return 1;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // told below, like a number out of range
        }
        throw new BadParameter(name, text, "write a whole number from 1 to " + Words.number(max));
    }

    /// A place in a list as addresses say it.
    static String text(Cursor place) {
        return place.firstAt() + String.valueOf(SEPARATOR) + place.commitment();
    }

    static @Nullable Cursor after(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        int separator = text.indexOf(SEPARATOR);
        try {
            String commitment = text.substring(separator + 1);
            if (separator > 0 && Ids.isPossible(commitment)) {
                return new Cursor(Long.parseLong(text.substring(0, separator)), commitment);
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new BadParameter("after", text, "follow the list from its first page");
    }
}
