package dev.kept.app.torture;

import dev.kept.app.torture.Workload.Name;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holds a log against what was acknowledged, fact by fact, trusting nothing that the store computed.
final class Inspection {
    private static final int MOST_IN_WORDS = 20;

    private final FactReader log;
    private final Journal journal;
    private final List<String> findings = new ArrayList<>();
    private final List<Hash> leaves = new ArrayList<>();
    private final Map<String, Hash> lastLeaves = new HashMap<>();
    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<String, Name> lastOfCaller = new HashMap<>();
    private final Map<Name, Long> places = new HashMap<>();
    private final Set<String> factIds = new HashSet<>();
    private Instant lastAccepted = Instant.MIN;
    private long lost;
    private long doubled;
    private long reordered;

    private Inspection(FactReader log, Journal journal) {
        this.log = log;
        this.journal = journal;
    }

    static Verdict of(FactReader log, Journal journal) {
        return new Inspection(log, journal).inspect();
    }

    private Verdict inspect() {
        try {
            readLog();
        } catch (IllegalStateException | MalformedException failure) {
            find("the log cannot be read: " + failure.getMessage());
        }
        for (int caller = 0; caller < Workload.CALLERS; caller++) {
            acknowledged(caller, journal.of(caller));
        }
        journal.complaints().forEach(this::find);
        return new Verdict(leaves.size(), lost, doubled, reordered, findings);
    }

    private void readLog() {
        log.stream(-1).forEach(this::inspect);
        FactReader.LogHead head = log.head();
        expect(head.size() == leaves.size(), "the head says " + head.size() + " facts, the log has " + leaves.size());
        Hash root = root(leaves);
        expect(
                head.frontier().root().equals(root),
                "the head's root is " + head.frontier().root() + ", the leaves' is " + root);
    }

    private void inspect(StoredFact fact) {
        expect(fact.position() == leaves.size(), "expected position " + leaves.size() + ", found " + fact);
        int version = versions.merge(fact.stream(), 1, Integer::sum) - 1;
        expect(fact.version() == version, "expected version " + version + ", found " + fact);
        expect(!fact.acceptedAt().isBefore(lastAccepted), "accepted before the fact before it: " + fact);
        expect(factIds.add(fact.factId()), "its id stands in the log twice: " + fact);
        lastAccepted = fact.acceptedAt();
        Hash leaf = leaf(fact, lastLeaves.get(fact.stream()));
        expect(fact.leafHash().equals(leaf), "its leaf is not the hash of its entry: " + fact);
        leaves.add(leaf);
        lastLeaves.put(fact.stream(), leaf);
        name(fact).ifPresentOrElse(name -> named(name, fact), () -> find("nobody sent " + fact));
    }

    private Hash leaf(StoredFact fact, @Nullable Hash previous) {
        try {
            return log.entry(fact, previous).leafHash();
        } catch (MalformedException failure) {
            return Hash.EMPTY_ROOT;
        }
    }

    private static Optional<Name> name(StoredFact fact) {
        return JsonReader.readTrusted(fact.meta()) instanceof JsonObject meta
                        && meta.get("correlationId") instanceof JsonText(String text)
                ? Name.parse(text)
                : Optional.empty();
    }

    private void named(Name name, StoredFact fact) {
        Long before = places.putIfAbsent(name, fact.position());
        if (before != null) {
            doubled++;
            find("doubled: " + name + " is at " + before + " and again " + fact);
            return;
        }
        Name last = lastOfCaller.put(name.caller() + " " + fact.stream(), name);
        if (last != null && !name.follows(last)) {
            reordered++;
            find("reordered: " + name + " stands behind " + last + ": " + fact);
        }
    }

    private void acknowledged(int caller, List<long[]> submissions) {
        for (int submission = 0; submission < submissions.size(); submission++) {
            long[] positions = submissions.get(submission);
            for (int item = 0; item < positions.length; item++) {
                Name name = new Name(caller, submission, item);
                Long place = places.get(name);
                if (place == null || positions[item] != Journal.UNTOLD && positions[item] != place) {
                    lost++;
                    find("lost: " + name + " was acknowledged at " + positions[item] + " and is "
                            + (place == null ? "nowhere" : "at " + place));
                }
            }
        }
        long unsent = places.keySet().stream()
                .filter(name -> name.caller() == caller && name.submission() > submissions.size())
                .count();
        expect(unsent == 0, unsent + " facts of caller " + caller + " are in the log and were not sent");
    }

    /// The root over all leaves, level by level, with nothing of the store's own tree.
    static Hash root(List<Hash> leaves) {
        List<Hash> level = leaves;
        while (level.size() > 1) {
            List<Hash> above = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                above.add(i + 1 < level.size() ? Hash.node(level.get(i), level.get(i + 1)) : level.get(i));
            }
            level = above;
        }
        return level.isEmpty() ? Hash.EMPTY_ROOT : level.getFirst();
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            find(otherwise);
        }
    }

    private void find(String finding) {
        if (findings.size() < MOST_IN_WORDS) {
            findings.add(finding);
        }
    }
}
