package dev.kept.app.wiring.chaos;

import dev.kept.app.wiring.DataFolder;
import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import dev.kept.domain.scoring.Policy;
import dev.kept.embedded.EmbeddedPostgres;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.store.StoredFact;
import dev.kept.store.intake.DeadLetter;
import dev.kept.store.intake.IntakeBooks;
import dev.kept.store.intake.IntakeBooks.Account;
import dev.kept.store.intake.Tally;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Holds books, log and views against what was sent, and against a second ledger that got the same facts in order,
/// once.
final class Inspection {
    private static final int MOST_IN_WORDS = 20;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration STILL = Duration.ofSeconds(6);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int BATCH = 500;
    private static final long ANSWER_SECONDS = 60;
    private static final Instant LATER = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant KNOWN = Instant.parse("2100-01-01T00:00:00Z");
    private static final ReadAt AT = new ReadAt(LATER, KNOWN);

    private final KafkaTorture.Options options;
    private final Consignment sent;
    private final EmbeddedPostgres server;
    private final List<String> findings = new ArrayList<>();

    Inspection(KafkaTorture.Options options, Consignment sent, EmbeddedPostgres server) {
        this.options = options;
        this.sent = sent;
        this.server = server;
    }

    /// Waits until no letter waits for another fact any more.
    void awaitLetters(IntakeBooks books) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (books.waiting(Set.of("UNKNOWN_FACT"), "", options.commitments()).stream()
                .anyMatch(commitment -> !isVoided(commitment))) {
            if (System.nanoTime() > end) {
                find("letters still wait: " + books.waiting(Set.of("UNKNOWN_FACT"), "", options.commitments()));
                return;
            }
            Thread.sleep(POLL);
        }
    }

    /// Waits until the books have stood still for a while: with a fault planted, nobody knows where they end.
    void awaitStill(IntakeBooks books) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        long since = System.nanoTime();
        List<Account> last = books.accounts();
        while (System.nanoTime() - since < STILL.toNanos() && System.nanoTime() < end) {
            Thread.sleep(POLL);
            List<Account> now = books.accounts();
            if (!now.equals(last)) {
                last = now;
                since = System.nanoTime();
            }
        }
    }

    private static boolean isVoided(String commitment) {
        return Consignment.isVoided(Integer.parseInt(commitment.substring(1)));
    }

    KafkaTorture.Report report(Map<KafkaTorture.Blow, Integer> blows, IntakeBooks books)
            throws IOException, InterruptedException {
        Tally tally = Tally.NONE;
        for (Account account : books.accounts()) {
            Tally one = account.tally();
            expect(one.isBalanced(), account + " does not add up");
            expect(
                    one.consumed() == account.nextOffset(),
                    account.partition() + ": " + one.consumed() + " records in the books, offset "
                            + account.nextOffset());
            tally = tally.plus(one);
        }
        expect(
                tally.consumed() == sent.records().size(),
                tally.consumed() + " records in the books, " + sent.records().size() + " were sent");
        letters(books);
        long facts;
        try (OpenLedger chaos = open(server.jdbcUrl(), "inspection")) {
            facts = log(chaos, tally);
            try (OpenLedger clean = open(freshDatabase(), "clean")) {
                record(clean);
                compare(read(chaos), read(clean));
            }
        }
        return new KafkaTorture.Report(blows, tally.toString(), facts, findings);
    }

    private void letters(IntakeBooks books) {
        long poison = 0;
        long after = 0;
        List<DeadLetter> page = books.letters(false, after, IntakeBooks.MAX_LIMIT);
        while (!page.isEmpty()) {
            for (DeadLetter letter : page) {
                if (letter.standing() == DeadLetter.Standing.DEAD && letter.isOpen()) {
                    poison++;
                    String body = new String(letter.record().body(), StandardCharsets.UTF_8);
                    expect(body.startsWith("poison "), "a dead letter that is none: " + body);
                }
            }
            after = page.getLast().id();
            page = books.letters(false, after, IntakeBooks.MAX_LIMIT);
        }
        expect(poison == sent.poison(), poison + " dead letters, " + sent.poison() + " poisonous records were sent");
    }

    /// @return how many facts there are
    private long log(OpenLedger ledger, Tally tally) {
        Map<String, String> missing = new TreeMap<>(sent.required(options.commitments()));
        Set<String> ids = new HashSet<>();
        long next = 0;
        for (StoredFact fact : (Iterable<StoredFact>) ledger.ledger().log().stream(-1)::iterator) {
            expect(fact.position() == next, "expected position " + next + ", found " + fact);
            next++;
            String id = JsonReader.readTrusted(fact.meta()) instanceof JsonObject meta
                            && meta.get("id") instanceof JsonText(String text)
                    ? text
                    : "";
            expect(ids.add(id), "the key " + id + " is in the log twice");
            missing.remove(id);
        }
        expect(missing.isEmpty(), missing.size() + " facts are lost, such as " + first(missing.keySet()));
        expect(tally.applied() == next, tally.applied() + " records applied, " + next + " facts in the log");
        return next;
    }

    private static List<String> first(Set<String> names) {
        return names.stream().limit(3).toList();
    }

    private OpenLedger open(String url, String folder) throws IOException {
        Path data = DataFolder.at(options.directory()).ofAnotherNode(folder);
        return OpenLedger.open(
                new LedgerOptions(data, url, server.user(), server.password(), KafkaWorker.TENANT, false),
                Clock.systemUTC());
    }

    private String freshDatabase() throws IOException {
        String url = server.jdbcUrl();
        try (var connection = DriverManager.getConnection(url, server.user(), server.password());
                var create = connection.createStatement()) {
            create.execute("create database clean");
        } catch (SQLException failure) {
            throw new IOException("the second database cannot be made", failure);
        }
        return url.replaceFirst("/[^/?]+(\\?.*)?$", "/clean$1");
    }

    private void record(OpenLedger ledger) throws InterruptedException {
        for (int from = 0; from < sent.clean().size(); from += BATCH) {
            List<RecordFacts.Item> items =
                    sent.clean().subList(from, Math.min(sent.clean().size(), from + BATCH)).stream()
                            .map(Inspection::item)
                            .toList();
            try {
                ledger.ledger().record(items).get(ANSWER_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException failure) {
                throw new IllegalStateException("the clean import failed", failure);
            }
        }
    }

    private static RecordFacts.Item item(String line) {
        LineContext context = new LineContext(null, null, Consignment.SOURCE, "line");
        return switch (FactLineReader.read(line.getBytes(StandardCharsets.UTF_8), context)) {
            case FactLineReader.Reading.Read(var command) -> new RecordFacts.Item(command, Entrance.BUS);
            case FactLineReader.Reading.Unreadable(var refusal) -> throw new IllegalStateException(refusal.toString());
        };
    }

    /// What a person would see: every commitment's outcome and every customer's score.
    private static Map<String, String> read(OpenLedger ledger) {
        Map<String, String> seen = new TreeMap<>();
        if (!ledger.ledger().awaitViews(LIMIT)) {
            seen.put("views", "are not up after " + LIMIT);
        }
        Set<String> customers = new TreeSet<>();
        ledger.ledger().commitments().forEach(CommitmentFilter.ALL, AT, view -> {
            seen.put(view.commitment(), view.standing().outcome().name());
            String customer = view.standing().customer();
            if (customer != null) {
                customers.add(customer);
            }
        });
        for (String customer : customers) {
            CommitmentFilter of = new CommitmentFilter(customer, null, null, null, null, null, null);
            seen.put(
                    "score of " + customer,
                    ledger.ledger().scores().score(of, Policy.kyw1(), AT).toString());
        }
        return seen;
    }

    private void compare(Map<String, String> chaos, Map<String, String> clean) {
        Set<String> names = new TreeSet<>(clean.keySet());
        names.addAll(chaos.keySet());
        for (String name : names) {
            String one = chaos.get(name);
            String other = clean.get(name);
            expect(other != null && other.equals(one), name + " is " + one + ", by a clean import " + other);
        }
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            find(otherwise);
        }
    }

    void find(String finding) {
        if (findings.size() < MOST_IN_WORDS) {
            findings.add(finding);
        }
    }
}
