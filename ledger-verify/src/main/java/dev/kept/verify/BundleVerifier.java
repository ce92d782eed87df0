package dev.kept.verify;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Frontier;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.NoteCheck;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.domain.audit.tree.InclusionProof;
import dev.kept.domain.audit.tree.ProofCheck;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.scoring.Policy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Verifies a bundle in one pass, in memory that does not grow with it.
///
/// The leaf hashes come first, in the order of positions: they must lead to the signed root, and on the way to the
/// root of every checkpoint kept earlier. The facts follow in the order of streams: each entry must hash to the leaf at
/// the position it names. Since no two entries have one leaf and none can stand twice in that order, as many facts as
/// leaves are all of them.
final class BundleVerifier {
    private final BundleFile file;
    private final Evidence evidence;
    private final boolean recounts;
    private final List<String> claims = new ArrayList<>();
    private final List<Checkpoint> met = new ArrayList<>();
    private final StreamWalk walk = new StreamWalk();
    private final List<CommitmentEvent> events = new ArrayList<>();
    private @Nullable BundleHead head;
    private NoteCheck.@Nullable Trusted trusted;
    private @Nullable Recount recount;
    private @Nullable Policy policy;
    private Frontier frontier = Frontier.EMPTY;
    private long facts;
    private long unreadable;
    private boolean compared;
    private boolean ended;

    /// @param recounts whether outcomes and scores are computed again
    BundleVerifier(BundleFile file, Evidence evidence, boolean recounts) {
        this.file = file;
        this.evidence = evidence;
        this.recounts = recounts;
    }

    Verdict verify() throws IOException {
        try {
            int rank = -1;
            for (Optional<BundleFile.Chunk> next = file.next(); next.isPresent(); next = file.next()) {
                BundleFile.Chunk chunk = next.get();
                if (BundleChunks.rank(chunk.type()) < rank || ended) {
                    throw new MalformedException(
                            "the chunk " + chunk.type() + " at byte " + chunk.offset() + " stands too late");
                }
                rank = BundleChunks.rank(chunk.type());
                take(chunk);
            }
            if (!ended) {
                throw new MalformedException("the bundle has no end: it is cut off");
            }
            return verified();
        } catch (NotVerified refused) {
            return refused.verdict();
        }
    }

    private void take(BundleFile.Chunk chunk) throws IOException {
        switch (chunk.type()) {
            case 'H' -> head = BundleHead.parse(chunk.content());
            case 'C' -> checkpoint(chunk);
            case 'K' -> {}
            case 'P' -> policy = Policy.parse(chunk.content());
            case 'S' -> chunk.text().lines().forEach(claims::add);
            case 'L' -> leaves(chunk);
            case 'F', 'I' -> facts(chunk);
            case 'E' -> end(chunk);
            default -> throw new MalformedException("a chunk of type " + chunk.type());
        }
    }

    private BundleHead head() {
        BundleHead known = head;
        if (known == null) {
            throw new MalformedException("the bundle does not begin with its head");
        }
        return known;
    }

    private Checkpoint signed() {
        NoteCheck.Trusted known = trusted;
        if (known == null) {
            throw new MalformedException("the bundle has no checkpoint before its content");
        }
        return known.checkpoint();
    }

    private void checkpoint(BundleFile.Chunk chunk) {
        switch (evidence.keys().check(SignedNote.parse(chunk.content()))) {
            case NoteCheck.Refused(var fault, String message) ->
                throw new NotVerified(Verdict.Failed.of(fault.name(), message));
            case NoteCheck.Trusted known -> trusted = known;
        }
        if (signed().size() != head().size() || !signed().origin().equals(head().origin())) {
            throw new NotVerified(Verdict.Failed.of(
                    "OTHER_CHECKPOINT",
                    "the head speaks of " + head().size() + " entries of " + head().origin() + ", the checkpoint of "
                            + signed().size() + " of " + signed().origin()));
        }
        if (head().isWhole()) {
            meet(0);
        } else {
            compareWithKept();
        }
    }

    private void leaves(BundleFile.Chunk chunk) {
        if (!head().isWhole()) {
            throw new MalformedException("leaf hashes in a bundle of one customer");
        }
        byte[] content = chunk.content();
        for (int at = 0; at < content.length; at += Hash.BYTES) {
            if (frontier.size() == signed().size()) {
                throw new NotVerified(Verdict.Failed.at(
                        frontier.size(), "TOO_MANY_LEAVES", "is beyond the checkpoint of " + signed().size()));
            }
            Hash leaf = Hash.of(content, at);
            Hash kept = evidence.leaves().get(frontier.size());
            if (kept != null && !kept.equals(leaf)) {
                throw new NotVerified(Growth.changed(frontier.size(), kept, leaf));
            }
            frontier = frontier.append(leaf);
            meet(frontier.size());
        }
    }

    /// The tree has this many leaves now: is it the one that was kept at this size?
    private void meet(long size) {
        for (Checkpoint kept : evidence.checkpoints()) {
            if (kept.size() == size && size < signed().size()) {
                Hash root = size == 0 ? Hash.EMPTY_ROOT : frontier.root();
                if (!kept.root().equals(root)) {
                    throw new NotVerified(Growth.rewritten(met, kept, root));
                }
                met.add(kept);
            }
        }
    }

    /// The signed tree is no smaller than what was kept, and no other of the same size. Asked after the leaves, since
    /// those name the entry that a receipt contradicts.
    private void compareWithKept() {
        for (Checkpoint kept : evidence.checkpoints()) {
            Growth.refuseShrunk(kept, signed(), "the bundle");
            if (kept.size() == signed().size()) {
                met.add(kept);
            }
        }
    }

    private void facts(BundleFile.Chunk chunk) throws IOException {
        if ((chunk.type() == 'F') != head().isWhole()) {
            throw new MalformedException("facts of kind " + chunk.type() + " do not belong into this bundle");
        }
        requireRoot();
        for (BundleChunks.BundledFact fact : BundleChunks.facts(chunk.type(), chunk.content())) {
            check(fact);
        }
    }

    /// All leaves lead to the signed root.
    private void requireRoot() {
        if (!head().isWhole() || facts > 0) {
            return;
        }
        if (frontier.size() != signed().size()) {
            throw new NotVerified(Verdict.Failed.at(
                    frontier.size(),
                    "LEAVES_MISSING",
                    "and later have no leaf hash, the checkpoint has " + signed().size() + " entries"));
        }
        if (!frontier.root().equals(signed().root())) {
            throw new NotVerified(Verdict.Failed.of(
                    "ROOT_NOT_REACHED",
                    "the leaf hashes lead to the root " + frontier.root() + ", signed is " + signed().root()));
        }
        if (!compared) {
            compared = true;
            compareWithKept();
        }
    }

    private void check(BundleChunks.BundledFact fact) throws IOException {
        Opening opening = fact.opening();
        Entry entry;
        try {
            entry = opening.lines();
        } catch (MalformedException malformed) {
            throw new NotVerified(Verdict.Failed.of(
                    "MALFORMED_ENTRY", "fact " + facts + " of the bundle: " + malformed.getMessage()));
        }
        if (!entry.origin().equals(signed().origin())) {
            throw new NotVerified(Verdict.Failed.at(entry, "OTHER_LOG", "is an entry of " + entry.origin()));
        }
        Hash leaf = opening.leaf();
        if (walk.step(entry, leaf)) {
            settle();
        }
        checkInLog(entry, leaf, fact.proof());
        opening.check(entry).ifPresent(failed -> {
            throw new NotVerified(failed);
        });
        facts++;
        if (recounts) {
            read(entry, opening);
        }
    }

    private void checkInLog(Entry entry, Hash leaf, @Nullable List<Hash> proof) throws IOException {
        if (proof == null) {
            Hash expected = file.leaf(entry.position());
            if (expected == null || !leaf.equals(expected)) {
                throw new NotVerified(Verdict.Failed.at(
                        entry,
                        "NOT_IN_LOG",
                        "does not hash to the leaf that the log has at its position: it was edited, moved or added"));
            }
            return;
        }
        Hash kept = evidence.leaves().get(entry.position());
        if (kept != null && !kept.equals(leaf)) {
            throw new NotVerified(Growth.changed(entry.position(), kept, leaf));
        }
        switch (new InclusionProof(entry.position(), signed().size(), proof).check(leaf, signed().root())) {
            case ProofCheck.Holds() -> {}
            case ProofCheck.Refused(var fault, String message) ->
                throw new NotVerified(Verdict.Failed.at(entry, fault.name(), message));
        }
    }

    private void read(Entry entry, Opening opening) {
        try {
            Recount.event(head().tenant(), entry, opening).ifPresent(events::add);
        } catch (RuntimeException _) {
            unreadable++;
        }
    }

    /// A stream has ended: its outcome is known.
    private void settle() {
        if (!events.isEmpty()) {
            recount().add(List.copyOf(events));
            events.clear();
        }
    }

    private Recount recount() {
        Recount known = recount;
        if (known == null) {
            known = new Recount(policy == null ? Policy.kyw1() : policy, head());
            recount = known;
        }
        return known;
    }

    private void end(BundleFile.Chunk chunk) throws IOException {
        ended = true;
        requireRoot();
        settle();
        if (!(JsonReader.readTrusted(chunk.content()) instanceof JsonObject object)
                || !(object.get("facts") instanceof JsonNumber(String count))
                || !count.equals(Long.toString(facts))) {
            throw new MalformedException("the bundle's end speaks of other facts than the " + facts + " before it");
        }
        if (head().isWhole() && facts != signed().size()) {
            throw new NotVerified(Missing.first(file, signed().size(), facts));
        }
    }

    private Verdict verified() {
        NoteCheck.Trusted known = trusted;
        if (known == null) {
            throw new MalformedException("the bundle has no checkpoint");
        }
        Report report = new Report(evidence, known);
        if (head().isWhole()) {
            report.checked(facts + " entries are all of the log's, and their leaves lead to the signed root");
            report.grew(met);
        } else {
            report.checked(facts + " entries are in the log, each by its own proof");
            report.unchecked("that these are all facts of " + head().customer()
                    + ": only a bundle of the whole log shows that nothing is left out");
            report.growthUnchecked();
        }
        report.checked(walk.streams() + " streams have no gap, each entry names the one before it, and every payload"
                + " and its metadata open their commitments");
        compare(report);
        return report.verdict((head().isWhole() ? "the whole log " : "facts of " + head().customer() + " in ")
                + head().origin() + ", " + signed().size() + " entries");
    }

    private void compare(Report report) {
        if (!recounts) {
            report.unchecked("outcomes and scores: they were not computed again");
            return;
        }
        if (unreadable > 0) {
            report.unchecked("the content of " + unreadable
                    + " facts, which cannot be read here; outcomes and scores were not compared");
            return;
        }
        String outcomes = recount().commitments() + " commitments (" + recount().summary() + ")";
        if (claims.isEmpty()) {
            report.checked("outcomes computed again from the facts as of " + head().asOf() + ": " + outcomes);
            report.unchecked("the ledger's own outcomes and scores: the bundle holds none");
            return;
        }
        long scores = recount().compare(claims);
        report.checked(
                "outcomes of " + outcomes + " as of " + head().asOf() + " computed again: as the ledger answered");
        Policy used = policy == null ? Policy.kyw1() : policy;
        boolean shipped = used.equals(Policy.kyw1());
        report.checked(scores + " scores computed again under " + (shipped ? "kyw-1" : "the bundle's own policy")
                + ": as the ledger answered");
        if (!shipped) {
            report.unchecked("that the policy " + used.id() + " with the hash " + used.hash()
                    + " is the one agreed on: it is not the kyw-1 that this verifier brings along");
        }
    }
}
