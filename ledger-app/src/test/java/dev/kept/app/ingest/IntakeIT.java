package dev.kept.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kept.app.broker.TestBroker;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.store.intake.DeadLetter;
import dev.kept.store.intake.DeadLetter.Standing;
import dev.kept.store.intake.Tally;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Records from a real broker become facts, each once, and every one is accounted for.
class IntakeIT {
    private IngestLedger kafka;

    @BeforeEach
    void start() throws IOException {
        kafka = IngestLedger.start(null);
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    private Outcome outcome(String commitment) {
        kafka.ledger.awaitViews();
        Instant now = kafka.ledger.clock().instant();
        return kafka.ledger
                .commitments()
                .find(commitment, new ReadAt(now, now))
                .orElseThrow()
                .standing()
                .outcome();
    }

    @Test
    void readsBareLinesAndBothModesOfCloudEvents() {
        // when
        kafka.send("ACME", Lines.made("bare", "1"));
        kafka.send(
                "ACME",
                """
                {"customer":"ACME","due":"2026-01-20T09:00:00Z"}""",
                "ce_specversion",
                "1.0",
                "ce_type",
                "dev.kept.commitment.made.v1",
                "ce_source",
                "/erp",
                "ce_id",
                "2",
                "ce_subject",
                "binary",
                "ce_time",
                "2026-01-10T09:00:00Z",
                "content-type",
                "application/json");
        kafka.send("ACME", """
                {"specversion":"1.0","type":"dev.kept.commitment.made.v1","source":"/erp","id":"3",
                 "subject":"structured","time":"2026-01-10T09:00:00Z","datacontenttype":"application/json",
                 "data":{"customer":"ACME","due":"2026-01-20T09:00:00Z"}}""", "content-type", "application/cloudevents+json; charset=utf-8");

        // then
        assertThat(kafka.awaitConsumed(3)).isEqualTo(new Tally(3, 3, 0, 0, 0, 0));
        assertThat(List.of(outcome("bare"), outcome("binary"), outcome("structured")))
                .containsOnly(Outcome.OPEN);
    }

    @Test
    void recordsNothingTwiceWhateverTheBrokerDeliversAgain() {
        // given
        for (int i = 0; i < 200; i++) {
            kafka.send("ACME", Lines.made("c" + i, "m" + i));
            kafka.send("ACME", Lines.made("c" + i, "m" + i));
        }
        kafka.awaitConsumed(400);

        // when: another member takes the partitions over, and the first one comes back
        KafkaSources first = kafka.node();
        kafka.startNode(null);
        kafka.stopNode(first);
        for (int i = 0; i < 200; i++) {
            kafka.send("ACME", Lines.met("c" + i, "k" + i));
        }

        // then
        assertThat(kafka.awaitConsumed(600)).isEqualTo(new Tally(600, 400, 200, 0, 0, 0));
        assertThat(kafka.facts()).hasSize(400);
    }

    @Test
    void tellsTheBrokerOfEveryRecordOnceNoneIsLeft() {
        // given more than one batch
        int records = 2_500;
        for (int i = 0; i < records; i++) {
            kafka.send("ACME-" + i, Lines.made("c" + i, "m" + i));
        }

        // when
        kafka.awaitConsumed(records);

        // then
        await().untilAsserted(() -> assertThat(kafka.toldToTheBroker()).isEqualTo(records));
    }

    @Test
    void doesNotTakeATopicMadeAnewForTheOneWhoseOffsetsItKnows() throws IOException {
        // given
        for (int i = 0; i < 6; i++) {
            kafka.send("ACME-" + i, Lines.made("old" + i, "o" + i));
        }
        kafka.awaitConsumed(6);
        kafka.stopNode(kafka.node());

        // when the new one has records where the old one had those that were read, and more
        TestBroker.remake(kafka.broker, kafka.topic, 3);
        for (int i = 0; i < 12; i++) {
            kafka.send("ACME-" + i, Lines.made("new" + i, "n" + i));
        }
        kafka.flush();
        kafka.startNode(null);

        // then
        await().atMost(IngestLedger.LIMIT)
                .untilAsserted(
                        () -> assertThat(kafka.node().health().orElseThrow().paused())
                                .contains(kafka.topic + " was made anew", "under another consumer's name"));
        assertThat(kafka.facts()).hasSize(6);
    }

    @Test
    void keepsWhatItCannotReadWithItsBytesAndGoesOn() {
        // when
        kafka.send("ACME", new byte[] {(byte) 0xff, 0, 1}, "trace", "t-1");
        kafka.send("ACME", "{\"type\":\"made\",\"commitment\":\"half\"}");
        kafka.send("ACME", (byte[]) null);
        kafka.send("ACME", "{}", "ce_specversion", "1.0", "ce_type", "order.created", "ce_source", "/x", "ce_id", "1");
        kafka.send("ACME", Lines.made("good", "1"));

        // then
        assertThat(kafka.awaitConsumed(5)).isEqualTo(new Tally(5, 1, 0, 0, 4, 0));
        List<DeadLetter> letters = kafka.node().letters(true, 0, 10);
        assertThat(letters).hasSize(4).allMatch(letter -> letter.standing() == Standing.DEAD);
        DeadLetter first = letters.getFirst();
        assertThat(first.record().body()).containsExactly(0xff, 0, 1);
        assertThat(first.record().headers().getFirst().name()).isEqualTo("trace");
        assertThat(first.record().key()).isEqualTo("ACME".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(letters.get(1).commitment()).isEqualTo("half");
        assertThat(letters.get(1).cause()).contains("customer");
    }

    @Test
    void noRecordStopsItsTopicHoweverItsNamesAreMadeUp() {
        // given names that are too long for an index, or that hold what no name may hold
        byte[] random = new byte[6_000];
        new Random(1).nextBytes(random);
        String longName = Base64.getEncoder().encodeToString(random);
        String zero = "x\0y";
        String data = "{\"customer\":\"ACME\",\"due\":\"2026-01-20T09:00:00Z\"}";

        // when
        event(data, "/erp", "x".repeat(201), "s");
        event(data, "/erp", zero, "s");
        event(data, longName, "3", "s");
        event(data, "/o\u007f", "4", "s");
        event(data, "/erp", "5", longName);
        event(data, "/erp", "6", zero);
        event("{", "/erp", "7", longName);
        kafka.send("ACME", "{\"type\":\"nonsense\",\"commitment\":\"" + longName.substring(0, 4_000) + "\"}");
        kafka.send("ACME", "{\"type\":\"nonsense\",\"commitment\":\"x\\u0000\"}");
        kafka.send("ACME", "poison", "trace\0id", "t-1", longName, longName);
        kafka.send("ACME", Lines.made("good", "1"));

        // then
        assertThat(kafka.awaitConsumed(11)).isEqualTo(new Tally(11, 1, 0, 0, 10, 0));
        List<DeadLetter> letters = kafka.node().letters(true, 0, 20);
        assertThat(letters).hasSize(10).allMatch(letter -> letter.standing() == Standing.DEAD);
        assertThat(letters.getFirst().cause()).contains("id has 201 characters");
        assertThat(letters.getFirst().commitment()).isEqualTo("s");
        assertThat(letters.get(2).cause()).contains("source has 8000 characters");
        assertThat(letters.getLast().record().headers())
                .extracting(DeadLetter.Header::name)
                .containsExactly("trace\\0id", longName);
    }

    private void event(String data, String source, String id, String subject) {
        kafka.send(
                "ACME",
                data,
                "ce_specversion",
                "1.0",
                "ce_type",
                "dev.kept.commitment.made.v1",
                "ce_source",
                source,
                "ce_id",
                id,
                "ce_subject",
                subject);
    }

    @Test
    void countsWhatTheLedgerRefusesAndKeepsItsReason() {
        // when
        kafka.send("ACME", Lines.made("twice", "1"));
        kafka.send("ACME", Lines.made("twice", "2").replace("2026-01-20", "2026-02-20"));

        // then
        assertThat(kafka.awaitConsumed(2)).isEqualTo(new Tally(2, 1, 0, 1, 0, 0));
        assertThat(kafka.node().letters(true, 0, 10)).singleElement().satisfies(letter -> {
            assertThat(letter.standing()).isEqualTo(Standing.REFUSED);
            assertThat(letter.reason()).isEqualTo("ALREADY_MADE");
        });
    }

    @Test
    void convergesWhenFactsArriveInTheWrongOrderInDifferentBatches() {
        // when
        kafka.send("ACME", Lines.corrected("late", "k", "c", "2026-01-25T09:00:00Z"));
        kafka.awaitConsumed(1);
        kafka.send("ACME", Lines.met("late", "k"));
        kafka.awaitConsumed(2);
        kafka.send("ACME", Lines.voided("gone", "v"));
        kafka.awaitConsumed(3);
        kafka.send("ACME", Lines.made("late", "m"));
        kafka.send("ACME", Lines.made("gone", "g"));
        kafka.awaitConsumed(5);

        // then
        await().atMost(IngestLedger.LIMIT).until(() -> kafka.tally().applied() == 5);
        assertThat(kafka.tally()).isEqualTo(new Tally(5, 5, 0, 0, 0, 0));
        assertThat(kafka.node().letters(true, 0, 10)).isEmpty();
        assertThat(outcome("late")).isEqualTo(Outcome.MET_LATE);
        assertThat(outcome("gone")).isEqualTo(Outcome.VOIDED);
    }

    @Test
    void scoresAFulfilmentBeforeItsPromiseAsIfTheyHadComeInOrder() {
        // given one customer's facts in order, and another's the wrong way round, each in a batch of its own
        kafka.send("ACME", Lines.made("in-order", "m1"));
        kafka.awaitConsumed(1);
        kafka.send("ACME", Lines.met("in-order", "k1"));
        kafka.awaitConsumed(2);
        kafka.send("LATE", Lines.met("reversed", "k2"));
        kafka.awaitConsumed(3);
        kafka.send("LATE", Lines.made("reversed", "m2").replace("ACME", "LATE"));
        kafka.awaitConsumed(4);

        // then
        assertThat(kafka.tally()).isEqualTo(new Tally(4, 4, 0, 0, 0, 0));
        assertThat(outcome("reversed")).isEqualTo(outcome("in-order")).isEqualTo(Outcome.MET);
        assertThat(score("LATE")).isEqualTo(score("ACME"));
    }

    private Score score(String customer) {
        kafka.ledger.awaitViews();
        ReadAt at = new ReadAt(
                Instant.parse("2026-03-01T00:00:00Z"), kafka.ledger.clock().instant());
        CommitmentFilter of = new CommitmentFilter(customer, null, null, null, null, null, null);
        return kafka.ledger.scores().score(of, Policy.kyw1(), at);
    }

    @Test
    void whatCannotBeReadAtAllHoldsUpWhatFollowsByTheSubjectOfItsHeaders() {
        // given
        kafka.send("ACME", Lines.made("p", "m"));
        kafka.send("ACME", Lines.met("p", "k"));
        event("{\"reason\":\"typed wrong\",}", "erp", "c0", "p");
        kafka.send("ACME", Lines.corrected("p", "k", "c1", "2026-01-25T09:00:00Z"));

        // then
        assertThat(kafka.awaitConsumed(4)).isEqualTo(new Tally(4, 2, 0, 0, 2, 0));
        List<DeadLetter> letters = kafka.node().letters(true, 0, 10);
        assertThat(letters).extracting(DeadLetter::standing).containsExactly(Standing.DEAD, Standing.PARKED);
        assertThat(letters).extracting(DeadLetter::commitment).containsOnly("p");
        assertThat(letters).extracting(DeadLetter::source).containsExactly("erp", kafka.topic);
    }

    @Test
    void parksWhatIsBoundToOrderBehindADeadLetterUntilItIsGivenUp() {
        // given: the promise is there, a report of it is poison, corrections follow
        kafka.send("ACME", Lines.made("p", "m"));
        kafka.send("ACME", Lines.met("p", "k"));
        kafka.send("ACME", "{\"type\":\"nonsense\",\"commitment\":\"p\"}");
        kafka.send("ACME", Lines.corrected("p", "k", "c1", "2026-01-25T09:00:00Z"));
        kafka.send("ACME", Lines.corrected("p", "k", "c2", "2026-01-16T09:00:00Z"));
        assertThat(kafka.awaitConsumed(5)).isEqualTo(new Tally(5, 2, 0, 0, 3, 0));

        // when it is tried again, it stays, and so do those behind it
        List<DeadLetter> letters = kafka.node().letters(true, 0, 10);
        assertThat(letters)
                .extracting(DeadLetter::standing)
                .containsExactly(Standing.DEAD, Standing.PARKED, Standing.PARKED);
        kafka.node().retry(letters.getFirst().id());
        assertThat(kafka.tally()).isEqualTo(new Tally(5, 2, 0, 0, 3, 0));
        assertThat(kafka.node().letter(letters.getFirst().id()).orElseThrow().attempts())
                .isEqualTo(2);

        // when it is given up, those behind it go in, in their order
        assertThat(kafka.node().discard(letters.getFirst().id())).isTrue();
        kafka.node().retry(letters.get(1).id());

        // then
        assertThat(kafka.tally()).isEqualTo(new Tally(5, 4, 0, 0, 1, 0));
        assertThat(kafka.facts())
                .extracting(fact -> fact.name())
                .containsExactly("commitment.made", "commitment.met", "commitment.corrected", "commitment.corrected");
        assertThat(outcome("p")).isEqualTo(Outcome.MET);
    }
}
