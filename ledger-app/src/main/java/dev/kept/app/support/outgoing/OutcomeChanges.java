package dev.kept.app.support.outgoing;

import dev.kept.app.support.Ledger;
import dev.kept.domain.audit.Entry;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
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
import org.jspecify.annotations.Nullable;

/// What each fact of a batch has changed of its commitment's outcome: a function of the log alone, whoever is told of
/// it and however often.
public final class OutcomeChanges {
    private final Map<String, List<StoredFact>> streams;
    private final String tenant;

    private OutcomeChanges(Map<String, List<StoredFact>> streams, String tenant) {
        this.streams = streams;
        this.tenant = tenant;
    }

    /// One fact and what it did.
    ///
    /// @param after empty while nothing of the commitment is known
    public record Change(
            StoredFact fact,
            @Nullable Standing before,
            @Nullable Standing after) {
        public boolean isOne() {
            return after != null
                    && (before == null
                            || before.outcome() != after.outcome()
                            || !before.flags().equals(after.flags())
                            || formerCustomer() != null);
        }

        /// To whom the promise was made before, if the fact has moved it to somebody else.
        private @Nullable String formerCustomer() {
            String former = before == null ? null : before.customer();
            return former == null || after == null || former.equals(after.customer()) ? null : former;
        }

        public @Nullable String customer() {
            return after == null ? null : after.customer();
        }

        public String commitment() {
            return Entry.commitmentOf(fact.stream());
        }

        /// What others are told of it.
        public byte[] data() {
            Standing standing = after;
            if (standing == null) {
                throw new IllegalStateException("expected a commitment of which something is known, got " + fact);
            }
            JsonWriter data = new JsonWriter().beginObject();
            data.member("commitment", commitment());
            data.member("customer", standing.customer());
            if (formerCustomer() != null) {
                data.member("formerCustomer", formerCustomer());
            }
            data.member("promisor", standing.promisor());
            data.member(
                    "direction",
                    standing.direction() == null ? null : standing.direction().name());
            data.member("kind", standing.kind());
            data.member("from", before == null ? null : before.outcome().name());
            data.member("to", standing.outcome().name());
            data.beginArray("flags");
            standing.flags().stream()
                    .map(Flag::name)
                    .sorted()
                    .forEach(flag -> data.value(new JsonValue.JsonText(flag)));
            data.endArray();
            Long due = standing.due();
            data.member("due", due == null ? null : Instant.ofEpochSecond(due).toString());
            data.member("position", Long.valueOf(fact.position()));
            return data.endObject().toBytes();
        }
    }

    /// What each of the facts did, in their order.
    ///
    /// @param batch facts of commitments in the order of their positions, never empty
    public static List<Change> of(Ledger ledger, List<StoredFact> batch) {
        OutcomeChanges changes = new OutcomeChanges(streams(ledger, batch), ledger.tenant());
        return batch.stream().map(changes::change).toList();
    }

    /// The whole streams of the batch's commitments, up to the batch's end.
    private static Map<String, List<StoredFact>> streams(Ledger ledger, List<StoredFact> batch) {
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

    private Change change(StoredFact fact) {
        List<StoredFact> stream = streams.getOrDefault(fact.stream(), List.of());
        return new Change(
                fact,
                standing(stream, fact.version(), fact).orElse(null),
                standing(stream, fact.version() + 1, fact).orElse(null));
    }

    /// What the first facts of a stream add up to, at the time the fact in question was accepted.
    private Optional<Standing> standing(List<StoredFact> stream, int facts, StoredFact asOf) {
        if (facts == 0) {
            return Optional.empty();
        }
        Instant time = asOf.at().isAfter(asOf.acceptedAt()) ? asOf.at() : asOf.acceptedAt();
        return FoldedCommitment.of(tenant, stream.subList(0, facts))
                .at(time.getEpochSecond(), Long.MAX_VALUE)
                .map(CommitmentView::standing);
    }
}
