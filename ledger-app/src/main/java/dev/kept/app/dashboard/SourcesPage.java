package dev.kept.app.dashboard;

import dev.kept.app.support.access.Role;
import dev.kept.app.support.access.Visitor;
import dev.kept.app.support.intake.Sources;
import dev.kept.store.intake.DeadLetter;
import dev.kept.store.intake.IntakeBooks.Account;
import dev.kept.store.intake.Tally;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came in by topics: the books of each, and the records that could not be applied.
///
/// @param kafka how the connection is; null for a ledger without Kafka
/// @param done what the last try has led to; null for a page that is only looked at
/// @param closed why its visitor may not try letters again; null where they may
/// @param more the link to further letters; null where there are none
record SourcesPage(
        Frame frame,
        @Nullable String kafka,
        @Nullable String paused,
        @Nullable String done,
        @Nullable String closed,
        List<Book> books,
        List<Letter> letters,
        @Nullable String more) {
    private static final int PAGE = 50;
    private static final int SHOWN = 200;

    /// One topic's books.
    record Book(
            String topic,
            String consumed,
            String applied,
            String duplicate,
            String refused,
            String dead,
            String silent,
            boolean balanced) {
        static Book of(Map.Entry<String, Tally> entry) {
            Tally tally = entry.getValue();
            return new Book(
                    entry.getKey(),
                    Words.number(tally.consumed()),
                    Words.number(tally.applied()),
                    Words.number(tally.duplicate()),
                    Words.number(tally.refused()),
                    Words.number(tally.dead()),
                    Words.number(tally.silent()),
                    tally.isBalanced());
        }
    }

    /// @param place topic, partition and offset
    /// @param begin the first characters of the record
    record Letter(
            long id,
            String standing,
            String place,
            String cause,
            @Nullable String commitment,
            @Nullable String commitmentHref,
            String attempts,
            Moment receivedAt,
            String begin) {
        static Letter of(DeadLetter letter, PageTime time) {
            DeadLetter.Record record = letter.record();
            String commitment = letter.commitment();
            String text = new String(record.body(), StandardCharsets.UTF_8);
            return new Letter(
                    letter.id(),
                    letter.standing().name().toLowerCase(Locale.ROOT),
                    record.topic() + ", partition " + record.partition() + ", offset " + record.offset(),
                    letter.cause(),
                    commitment,
                    commitment != null && Ids.isPossible(commitment)
                            ? Address.commitment(commitment).href(time)
                            : null,
                    Words.counted(letter.attempts(), "try", "tries"),
                    Moment.of(letter.receivedAt()),
                    text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
        }
    }

    static SourcesPage of(Reading reading, Sources sources, Visitor visitor, long after, @Nullable String done) {
        List<Account> accounts = sources.accounts();
        List<DeadLetter> letters = sources.letters(true, after, PAGE);
        var health = sources.health();
        return new SourcesPage(
                reading.frame("Sources", Address.of("sources")),
                health.map(Sources.Health::kafka).orElse(null),
                health.map(Sources.Health::paused).orElse(null),
                done,
                closed(visitor),
                Sources.bySource(accounts).entrySet().stream().map(Book::of).toList(),
                letters.stream()
                        .map(letter -> Letter.of(letter, reading.time()))
                        .toList(),
                letters.size() == PAGE
                        ? Address.of("sources")
                                .with("after", letters.getLast().id())
                                .href(reading.time())
                        : null);
    }

    private static @Nullable String closed(Visitor visitor) {
        if (visitor.may(Role.ADMIN)) {
            return null;
        }
        return visitor.isGuest()
                ? "Sign in to try letters again or to give them up."
                : "Only an administrator tries letters again or gives them up.";
    }
}
