package dev.kept.app.ingest;

import dev.kept.api.fact.Direction;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.outgoing.OutcomeChanges;
import dev.kept.domain.audit.Entry;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.outcome.Standing;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.store.StoredFact;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;

/// How reliable we are to each customer to whom a batch's promises of ours are made, or were before it corrected them,
/// where that has changed; one event a customer and batch.
///
/// What was said last is remembered for the latest customers only, and by one feed: each beginning has a new one, which
/// rather says a score twice than not at all.
final class ScoreFeed implements Feed {
    private static final String CORRECTED = "commitment.corrected";
    private static final int REMEMBERED = 10_000;
    private static final Duration VIEW_WAIT = Duration.ofMinutes(1);
    private static final List<String> SAID =
            List.of("score", "prior", "lower", "upper", "evidence", "grade", "verdict");

    private final Ledger ledger;
    private final String topic;
    private final Map<String, String> said = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    ScoreFeed(Ledger ledger, String topic) {
        this.ledger = ledger;
        this.topic = topic;
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> records(List<StoredFact> batch) throws InterruptedException {
        StoredFact last = batch.getLast();
        if (!ledger.processor().await(last.position(), VIEW_WAIT)) {
            throw new IllegalStateException("the views have not come to position " + last.position());
        }
        ReadAt at = new ReadAt(last.acceptedAt(), last.acceptedAt());
        TreeSet<String> customers = new TreeSet<>();
        Set<String> commitments = new HashSet<>();
        batch.forEach(fact -> commitments.add(Entry.commitmentOf(fact.stream())));
        for (String commitment : commitments) {
            ledger.commitments().find(commitment, at).ifPresent(found -> add(customers, found.standing()));
        }
        for (Standing before : correctedStandings(batch)) {
            add(customers, before);
        }
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String customer : customers) {
            byte[] score = score(customer, at);
            String text = new String(score, StandardCharsets.UTF_8);
            if (!text.equals(said.put(customer, text))) {
                records.add(OutgoingEvent.of(
                                OutgoingEvent.SCORE_CHANGED,
                                ledger.log().origin(),
                                "score-" + customer + "-" + last.position(),
                                customer,
                                last.acceptedAt().toString(),
                                customer,
                                score)
                        .with("position", Long.toString(last.position()))
                        .to(topic));
            }
        }
        return records;
    }

    /// A promise of ours counts for its customer.
    private static void add(Set<String> customers, Standing standing) {
        String customer = standing.customer();
        if (customer != null && standing.direction() == Direction.BY_US) {
            customers.add(customer);
        }
    }

    /// What was so before each correction, which may have taken the promise away from its customer.
    private List<Standing> correctedStandings(List<StoredFact> batch) {
        List<StoredFact> corrections =
                batch.stream().filter(fact -> fact.name().equals(CORRECTED)).toList();
        return corrections.isEmpty()
                ? List.of()
                : OutcomeChanges.of(ledger, corrections).stream()
                        .map(OutcomeChanges.Change::before)
                        .filter(Objects::nonNull)
                        .toList();
    }

    private byte[] score(String customer, ReadAt at) {
        Policy policy = Policy.kyw1();
        CommitmentFilter filter = new CommitmentFilter(customer, null, null, Direction.BY_US, null, null, null);
        String json = new Score.Explained(ledger.scores().score(filter, policy, at), List.of()).toJson();
        JsonWriter data = new JsonWriter().beginObject();
        data.member("customer", customer);
        data.member("direction", Direction.BY_US.name());
        data.member("policy", policy.id());
        data.member("policyHash", policy.hash());
        if (JsonReader.readTrusted(json.getBytes(StandardCharsets.UTF_8)) instanceof JsonValue.JsonObject score) {
            for (String name : SAID) {
                data.member(name, score.get(name));
            }
        }
        return data.endObject().toBytes();
    }
}
