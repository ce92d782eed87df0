package dev.kept.app.ingest;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.app.support.Ledger;
import dev.kept.domain.commitment.Events;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.line.FactLineWriter;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.store.StoredFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Every accepted fact as a CloudEvent that another ledger could read, and beside it what the fact has changed of its
/// commitment's outcome.
final class FactFeed implements Feed {
    private final Ledger ledger;
    private final String ledgerTopic;
    private final String outcomesTopic;

    FactFeed(Ledger ledger, String ledgerTopic, String outcomesTopic) {
        this.ledger = ledger;
        this.ledgerTopic = ledgerTopic;
        this.outcomesTopic = outcomesTopic;
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> records(List<StoredFact> batch) {
        Map<String, List<StoredFact>> streams = streams(batch);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(2 * batch.size());
        for (StoredFact fact : batch) {
            List<StoredFact> stream = streams.getOrDefault(fact.stream(), List.of());
            Optional<Standing> before = standing(stream, fact.version(), fact);
            Optional<Standing> after = standing(stream, fact.version() + 1, fact);
            String customer = after.map(Standing::customer).orElse(null);
            records.add(fact(fact, customer).to(ledgerTopic));
            if (after.isPresent() && !isSame(before.orElse(null), after.get())) {
                records.add(changed(fact, before.orElse(null), after.get()).to(outcomesTopic));
            }
        }
        return records;
    }

    /// The whole streams of the batch's commitments, up to the batch's end.
    private Map<String, List<StoredFact>> streams(List<StoredFact> batch) {
        long end = batch.getLast().position();
        Set<String> names = batch.stream().map(StoredFact::stream).collect(Collectors.toSet());
        Map<String, List<StoredFact>> streams = new HashMap<>();
        for (StoredFact fact : ledger.log().streams(names)) {
            if (fact.position() <= end) {
                streams.computeIfAbsent(fact.stream(), _ -> new ArrayList<>()).add(fact);
            }
        }
        return streams;
    }

    /// What the first facts of a stream add up to, at the time the fact in question was accepted.
    private Optional<Standing> standing(List<StoredFact> stream, int facts, StoredFact asOf) {
        if (facts == 0) {
            return Optional.empty();
        }
        Instant time = asOf.at().isAfter(asOf.acceptedAt()) ? asOf.at() : asOf.acceptedAt();
        return FoldedCommitment.of(ledger.tenant(), stream.subList(0, facts))
                .at(time.getEpochSecond(), Long.MAX_VALUE)
                .map(CommitmentView::standing);
    }

    private static boolean isSame(@Nullable Standing before, Standing after) {
        return before != null
                && before.outcome() == after.outcome()
                && before.flags().equals(after.flags());
    }

    private OutgoingEvent fact(StoredFact fact, @Nullable String customer) {
        CommitmentEvent event = FoldedCommitment.event(ledger.tenant(), fact);
        return OutgoingEvent.of(
                        CloudEvent.typeOf(event.type().wireName()),
                        event.envelope().key().source(),
                        event.envelope().key().id(),
                        event.envelope().commitment().value(),
                        fact.at().toString(),
                        customer,
                        FactLineWriter.line(Events.command(event)))
                .with("position", Long.toString(fact.position()))
                .with("version", Integer.toString(fact.version()))
                .with("factid", fact.factId())
                .with("acceptedat", fact.acceptedAt().toString());
    }

    private OutgoingEvent changed(StoredFact fact, @Nullable Standing before, Standing after) {
        String commitment = FoldedCommitment.event(ledger.tenant(), fact)
                .envelope()
                .commitment()
                .value();
        JsonWriter data = new JsonWriter().beginObject();
        data.member("commitment", commitment);
        data.member("customer", after.customer());
        data.member("promisor", after.promisor());
        data.member(
                "direction",
                after.direction() == null ? null : after.direction().name());
        data.member("kind", after.kind());
        data.member("from", before == null ? null : before.outcome().name());
        data.member("to", after.outcome().name());
        data.beginArray("flags");
        after.flags().stream().map(Flag::name).sorted().forEach(flag -> data.value(new JsonValue.JsonText(flag)));
        data.endArray();
        Long due = after.due();
        data.member("due", due == null ? null : Instant.ofEpochSecond(due).toString());
        data.member("position", Long.valueOf(fact.position()));
        return OutgoingEvent.of(
                        OutgoingEvent.OUTCOME_CHANGED,
                        ledger.log().origin(),
                        fact.factId(),
                        commitment,
                        fact.acceptedAt().toString(),
                        after.customer(),
                        data.endObject().toBytes())
                .with("position", Long.toString(fact.position()));
    }
}
