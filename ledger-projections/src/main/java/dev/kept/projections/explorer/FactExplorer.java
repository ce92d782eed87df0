package dev.kept.projections.explorer;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Opens single facts: the stored bytes, the entry that stands for them in the tree, their neighbours, and what they
/// say otherwise than the fact before them in their stream.
public final class FactExplorer {
    private final String tenant;
    private final FactReader log;

    public FactExplorer(String tenant, FactReader log) {
        this.tenant = tenant;
        this.log = log;
    }

    /// One fact with all that is around it.
    ///
    /// @param entry what its leaf hash is computed from
    /// @param recomputed the leaf hash over the entry as it follows from the stored bytes now
    /// @param logSize how many facts the log has, so that whoever steps through it knows its end
    /// @param previousInStream position of the fact before it in its stream; null for the first
    /// @param nextInStream position of the fact after it; null for the last
    /// @param members what its content says otherwise than that of the fact before it in its stream, by name
    /// @param before what the commitment stood at before it; null for a first fact and without a commitment
    /// @param after what it made of the commitment
    public record Explored(
            StoredFact fact,
            Entry entry,
            Hash recomputed,
            long logSize,
            @Nullable Long previousInStream,
            @Nullable Long nextInStream,
            List<Member> members,
            @Nullable CommitmentView before,
            @Nullable CommitmentView after) {
        public Explored {
            members = List.copyOf(members);
        }

        /// Whether the leaf hash that is stored is that of the stored bytes.
        public boolean intact() {
            return recomputed.equals(fact.leafHash());
        }
    }

    /// One member of the content.
    ///
    /// @param before null where the fact before has none, or there is no fact before
    /// @param after null where this fact has none
    public record Member(
            String name,
            @Nullable JsonValue before,
            @Nullable JsonValue after) {}

    /// Nothing if the log does not reach so far.
    public Optional<Explored> at(long position) {
        if (position < 0) {
            return Optional.empty();
        }
        List<StoredFact> found = log.after(position - 1, 1);
        if (found.isEmpty() || found.getFirst().position() != position) {
            return Optional.empty();
        }
        StoredFact fact = found.getFirst();
        StoredFact before = null;
        StoredFact after = null;
        List<StoredFact> upTo = new ArrayList<>();
        for (StoredFact other : log.streams(List.of(fact.stream()))) {
            if (other.version() <= fact.version()) {
                upTo.add(other);
            }
            if (other.version() == fact.version() - 1) {
                before = other;
            } else if (other.version() == fact.version() + 1) {
                after = other;
            }
        }
        Entry entry = log.entry(fact, before == null ? null : before.leafHash());
        return Optional.of(new Explored(
                fact,
                entry,
                entry.leafHash(),
                log.head().size(),
                before == null ? null : (Long) before.position(),
                after == null ? null : (Long) after.position(),
                members(before, fact),
                standing(upTo.subList(0, upTo.size() - 1), fact),
                standing(upTo, fact)));
    }

    private @Nullable CommitmentView standing(List<StoredFact> facts, StoredFact when) {
        return facts.isEmpty() || !when.isOfCommitment()
                ? null
                : FoldedCommitment.of(tenant, facts)
                        .at(when.acceptedAt().getEpochSecond(), Long.MAX_VALUE)
                        .orElse(null);
    }

    private static List<Member> members(@Nullable StoredFact before, StoredFact fact) {
        Map<String, JsonValue> old = before == null ? Map.of() : content(before);
        Map<String, JsonValue> now = content(fact);
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        List<Member> members = new ArrayList<>();
        for (String name : names) {
            if (!Objects.equals(old.get(name), now.get(name))) {
                members.add(new Member(name, old.get(name), now.get(name)));
            }
        }
        return members;
    }

    private static Map<String, JsonValue> content(StoredFact fact) {
        return JsonReader.readTrusted(fact.payload()) instanceof JsonObject(var members) ? members : Map.of();
    }
}
