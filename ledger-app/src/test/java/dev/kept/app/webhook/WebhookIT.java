package dev.kept.app.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kept.app.deadline.Sweeper;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.outgoing.WebhookOptions;
import dev.kept.app.support.outgoing.Webhooks;
import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import dev.kept.embedded.TestDatabase;
import dev.kept.embedded.TestFolder;
import dev.kept.store.recording.Answer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Webhooks of a real ledger to real receivers.
@Timeout(300)
class WebhookIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final WebhookOptions OPTIONS =
            new WebhookOptions(true, Duration.ofMillis(50), Duration.ofMillis(400), 5, Duration.ofSeconds(10));

    private OpenLedger open;
    private Ledger ledger;
    private WebhookDesk desk;
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private volatile boolean clockFails;

    @BeforeEach
    void start() throws Exception {
        TestDatabase.Access access = TestDatabase.fresh();
        InstantSource clock = this::now;
        open = OpenLedger.open(
                new LedgerOptions(
                        TestFolder.create("webhook"), access.jdbcUrl(), access.user(), access.password(), "us", false),
                clock.withZone(ZoneOffset.UTC));
        ledger = open.ledger();
        desk = WebhookDesk.start(ledger, open.database(), OPTIONS);
    }

    @AfterEach
    void stop() {
        desk.close();
        open.close();
    }

    /// The time, but for the first question of each thread that delivers, once the clock fails.
    private Instant now() {
        String thread = Thread.currentThread().getName();
        if (clockFails && thread.startsWith("webhook") && failed.add(thread)) {
            throw new StackOverflowError("planted");
        }
        return Instant.now();
    }

    private void record(String... lines) throws Exception {
        for (String line : lines) {
            byte[] json = line.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            FactLineReader.Reading reading = FactLineReader.read(json, new LineContext(null, null, "test", line));
            assertThat(reading).isInstanceOf(FactLineReader.Reading.Read.class);
            RecordFacts.Item item =
                    new RecordFacts.Item(((FactLineReader.Reading.Read) reading).command(), Entrance.INTERACTIVE);
            List<Answer> answers = ledger.record(List.of(item)).get(60, TimeUnit.SECONDS);
            assertThat(answers).allMatch(answer -> answer instanceof Answer.Recorded);
        }
    }

    private static String made(String commitment, Instant due) {
        return "{'type':'made','commitment':'" + commitment + "','customer':'ACME','promisor':'anna','due':'" + due
                + "','id':'made-" + commitment + "'}";
    }

    private static String met(String commitment) {
        return "{'type':'met','commitment':'" + commitment + "','id':'met-" + commitment + "'}";
    }

    private void promises(String prefix, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            record(made(prefix + i, Instant.now().plusSeconds(86_400)));
        }
    }

    private Webhooks.Endpoint endpoint(String id) {
        return desk.all().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> commitments(List<Receiver.Received> received) {
        return received.stream().map(one -> one.data("commitment")).toList();
    }

    @Test
    void tellsOfOutcomesAndWarningsSignedAndInOrder() throws Exception {
        try (Receiver all = Receiver.answering(_ -> 204);
                Receiver warned = Receiver.answering(_ -> 200);
                Sweeper _ = Sweeper.start(ledger)) {
            // given
            record(made("before", Instant.now().plusSeconds(86_400)));
            Webhooks.Shown everything = desk.add(all.url(), Set.of());
            Webhooks.Shown warnings = desk.add(warned.url(), Set.of("warning.*"));

            // when
            record(
                    made("soon", Instant.now().plusSeconds(5)),
                    made("later", Instant.now().plusSeconds(86_400)));
            record(met("later"));

            // then
            await().atMost(LIMIT)
                    .until(() -> warned.taken().size() == 3 && all.taken().size() == 6);
            assertThat(warned.taken())
                    .extracting(Receiver.Received::type)
                    .containsExactly("warning.at_risk", "warning.due", "warning.overdue");
            assertThat(commitments(warned.taken())).containsOnly("soon");
            assertThat(warned.taken())
                    .extracting(one -> Long.parseLong(one.data("seq")))
                    .isSorted();
            List<Receiver.Received> outcomes = all.taken().stream()
                    .filter(one -> one.type().equals("outcome.changed"))
                    .toList();
            assertThat(outcomes)
                    .extracting(one -> one.data("commitment") + ":" + one.data("from") + ">" + one.data("to"))
                    .containsExactly("soon:>OPEN", "later:>OPEN", "later:OPEN>MET");
            for (Receiver.Received one : all.taken()) {
                assertThat(one.isSignedBy(everything.secret())).isTrue();
                assertThat(one.isSignedBy(warnings.secret())).isFalse();
            }
            assertThat(all.taken()).extracting(Receiver.Received::id).doesNotHaveDuplicates();
            await().atMost(LIMIT)
                    .until(() -> endpoint(everything.endpoint().id()).delivered() == 6
                            && endpoint(everything.endpoint().id()).behind() == 0);
        }
    }

    @Test
    void triesAgainInOrderAndGivesUpIntoTheOpen() throws Exception {
        // given a receiver that fails twice, then takes three, then is broken until it is mended
        boolean[] mended = {false};
        try (Receiver receiver = Receiver.answering(n -> n < 2 ? 500 : n < 5 ? 200 : mended[0] ? 200 : 503)) {
            Webhooks.Shown shown = desk.add(receiver.url(), Set.of("outcome.changed"));
            String id = shown.endpoint().id();

            // when
            promises("p", 6);

            // then
            await().atMost(LIMIT).until(() -> endpoint(id).disabled() != null);
            assertThat(commitments(receiver.all()))
                    .containsExactly("p0", "p0", "p0", "p1", "p2", "p3", "p3", "p3", "p3", "p3");
            assertThat(receiver.all().subList(0, 3))
                    .extracting(Receiver.Received::id)
                    .containsOnly(receiver.all().getFirst().id());
            assertThat(endpoint(id).disabled()).isEqualTo("5 attempts in vain, the last: answered 503");
            assertThat(endpoint(id).delivered()).isEqualTo(3);
            assertThat(endpoint(id).behind()).isEqualTo(3);

            // and when it is mended and enabled, it goes on where it stopped
            mended[0] = true;
            desk.enable(id);
            await().atMost(LIMIT).until(() -> receiver.taken().size() == 6);
            assertThat(commitments(receiver.taken())).containsExactly("p0", "p1", "p2", "p3", "p4", "p5");
        }
    }

    @Test
    void aReceiverThatIsGoneIsNotTriedAgain() throws Exception {
        try (Receiver receiver = Receiver.answering(_ -> 410)) {
            Webhooks.Shown shown = desk.add(receiver.url(), Set.of());
            promises("g", 2);
            await().atMost(LIMIT).until(() -> endpoint(shown.endpoint().id()).disabled() != null);
            assertThat(endpoint(shown.endpoint().id()).disabled()).contains("410");
            assertThat(receiver.all()).hasSize(1);
        }
    }

    @Test
    void bothSecretsSignWhileTheyOverlap() throws Exception {
        try (Receiver receiver = Receiver.answering(_ -> 200)) {
            Webhooks.Shown first = desk.add(receiver.url(), Set.of());
            String id = first.endpoint().id();

            Webhooks.Shown second = desk.rotate(id, Duration.ofHours(1)).orElseThrow();
            assertThat(desk.test(id)).hasValue(new Webhooks.Tried(true, 200, null));
            Webhooks.Shown third = desk.rotate(id, Duration.ZERO).orElseThrow();
            desk.test(id);

            assertThat(receiver.all()).extracting(Receiver.Received::type).containsOnly("webhook.test");
            Receiver.Received during = receiver.all().getFirst();
            assertThat(during.isSignedBy(first.secret())).isTrue();
            assertThat(during.isSignedBy(second.secret())).isTrue();
            Receiver.Received after = receiver.all().getLast();
            assertThat(after.isSignedBy(second.secret())).isFalse();
            assertThat(after.isSignedBy(third.secret())).isTrue();
            assertThat(desk.rotate("wh_unknown", Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void secretsLieSealedInTheDatabaseAlsoThoseThatAnEarlierReleaseStored() throws Exception {
        try (Receiver receiver = Receiver.answering(_ -> 200)) {
            // given
            Webhooks.Shown first = desk.add(receiver.url(), Set.of());
            String id = first.endpoint().id();
            Webhooks.Shown second = desk.rotate(id, Duration.ofHours(1)).orElseThrow();
            assertThat(storedSecrets()).hasSize(2).allMatch(stored -> stored.startsWith("sealed:"));

            // when
            desk.close();
            store(second.secret(), first.secret());
            assertThat(storedSecrets()).containsExactly(second.secret(), first.secret());
            desk = WebhookDesk.start(ledger, open.database(), OPTIONS);

            // then
            assertThat(storedSecrets()).hasSize(2).allMatch(stored -> stored.startsWith("sealed:"));
            assertThat(desk.test(id)).hasValue(new Webhooks.Tried(true, 200, null));
            assertThat(receiver.all().getLast().isSignedBy(first.secret())).isTrue();
            assertThat(receiver.all().getLast().isSignedBy(second.secret())).isTrue();
        }
    }

    @Test
    void aSecretOfAnotherWebhookOrUnderAnotherKeyIsNotUsed() throws Exception {
        try (Receiver receiver = Receiver.answering(_ -> 200)) {
            Webhooks.Shown mine = desk.add(receiver.url(), Set.of());
            String own = storedSecrets().getFirst();
            desk.add(receiver.url(), Set.of());
            String others = storedSecrets().getLast();
            assertThat(desk.test(mine.endpoint().id())).hasValue(new Webhooks.Tried(true, 200, null));

            String changed = own.replaceFirst("sealed:.", own.startsWith("sealed:A") ? "sealed:B" : "sealed:A");
            for (String foreign : List.of(others, changed, "sealed:AAAA", "sealed:?")) {
                store(foreign, null);
                assertThat(desk.test(mine.endpoint().id()).orElseThrow().failure())
                        .as(foreign)
                        .contains("sealed under another key-encryption key");
            }
            assertThat(receiver.all()).hasSize(1);
        }
    }

    private List<String> storedSecrets() throws Exception {
        List<String> stored = new ArrayList<>();
        try (Connection connection = open.database().dataSource().getConnection();
                Statement select = connection.createStatement();
                ResultSet rows =
                        select.executeQuery("select secret, old_secret from kept_log.webhook order by webhook")) {
            while (rows.next()) {
                stored.add(rows.getString(1));
                if (rows.getString(2) != null) {
                    stored.add(rows.getString(2));
                }
            }
        }
        return stored;
    }

    /// Puts secrets into the row of the first webhook.
    private void store(String secret, @Nullable String old) throws Exception {
        try (Connection connection = open.database().dataSource().getConnection();
                PreparedStatement update = connection.prepareStatement("""
                        update kept_log.webhook set secret = ?, old_secret = ?
                        where webhook = (select min(webhook) from kept_log.webhook)
                        """)) {
            update.setString(1, secret);
            update.setString(2, old);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void twoNodesAndARestartLeaveNothingOutAndTellOnce() throws Exception {
        try (Receiver receiver = Receiver.answering(_ -> 200);
                WebhookDesk other = WebhookDesk.start(ledger, open.database(), OPTIONS)) {
            Webhooks.Shown shown = desk.add(receiver.url(), Set.of());
            assertThat(other.all()).hasSize(1);
            promises("a", 20);
            await().atMost(LIMIT).until(() -> receiver.all().size() >= 20);
            assertThat(receiver.all()).hasSize(20);

            // when the one that delivers is stopped in the middle of more
            promises("b", 20);
            desk.close();
            promises("c", 20);

            // then the other goes on; what was on its way may come again
            await().atMost(LIMIT).until(() -> endpoint(shown.endpoint().id()).behind() == 0);
            List<String> told = commitments(receiver.taken());
            assertThat(told.stream().distinct()).hasSize(60);
            assertThat(told.size()).isLessThanOrEqualTo(61);
            assertThat(told.stream().distinct().toList().subList(40, 60)).allMatch(name -> name.startsWith("c"));
            desk = WebhookDesk.start(ledger, open.database(), OPTIONS);
        }
    }

    @Test
    void aReceiverThatHangsHoldsUpNobodyElse() throws Exception {
        try (Receiver quick = Receiver.answering(_ -> 200);
                Receiver stuck = Receiver.answering(_ -> {
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    return 200;
                })) {
            desk.add(stuck.url(), Set.of());
            desk.add(quick.url(), Set.of());

            promises("q", 10);

            await().atMost(Duration.ofSeconds(30)).until(() -> quick.taken().size() == 10);
        }
    }

    @Test
    void goesOnAfterAnError() throws Exception {
        try (Receiver receiver = Receiver.answering(_ -> 200)) {
            // given
            desk.add(receiver.url(), Set.of("outcome.changed"));

            // when
            clockFails = true;
            promises("e", 1);

            // then
            await().atMost(LIMIT).until(() -> receiver.taken().size() == 1);
        }
    }

    @Test
    void privateAddressesAreRefusedUnlessAllowedAlsoAfterTheyWereRegistered() throws Exception {
        try (Receiver receiver = Receiver.answering(_ -> 200)) {
            Webhooks.Shown shown = desk.add(receiver.url(), Set.of());
            desk.close();
            WebhookOptions strict = OPTIONS.allowingPrivate(false);
            InetAddress home = InetAddress.getLoopbackAddress();
            desk = WebhookDesk.start(ledger, open.database(), strict, _ -> new InetAddress[] {home});

            assertThatThrownBy(() -> desk.add("https://hooks.example.com/x", Set.of()))
                    .isInstanceOf(Webhooks.NotAccepted.class)
                    .hasMessageContaining("not a public address");
            for (String bad : List.of(
                    "http://hooks.example.com/x",
                    "ftp://hooks.example.com",
                    "https://u:p@hooks.example.com",
                    "https:///x",
                    "https://hooks.example.com/#f",
                    "not a url",
                    "file:///etc/passwd")) {
                assertThatThrownBy(() -> desk.add(bad, Set.of())).isInstanceOf(Webhooks.NotAccepted.class);
            }
            assertThatThrownBy(() -> desk.add("https://hooks.example.com", Set.of("all")))
                    .isInstanceOf(Webhooks.NotAccepted.class);

            promises("x", 1);
            await().atMost(LIMIT)
                    .until(() -> String.valueOf(endpoint(shown.endpoint().id()).failure())
                            .contains("not a public"));
            assertThat(receiver.all()).isEmpty();
        }
    }
}
