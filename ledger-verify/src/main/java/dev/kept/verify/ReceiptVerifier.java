package dev.kept.verify;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.note.NoteCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Verifies a receipt: every entry is in the log, and payload and metadata are those it commits to.
final class ReceiptVerifier {
    private final Receipt receipt;
    private final Evidence evidence;
    private final Instant asOf;

    ReceiptVerifier(Receipt receipt, Evidence evidence, Instant asOf) {
        this.receipt = receipt;
        this.evidence = evidence;
        this.asOf = asOf;
    }

    Verdict verify() {
        try {
            return check();
        } catch (NotVerified refused) {
            return refused.verdict();
        }
    }

    private Verdict check() {
        NoteCheck.Trusted trusted = null;
        StreamWalk walk = new StreamWalk();
        List<CommitmentEvent> events = new ArrayList<>();
        Entry first = receipt.facts().getFirst().opening().lines();
        boolean whole = first.version() == 0;
        boolean readable = true;
        for (Receipt.Proven fact : receipt.facts()) {
            Entry entry = fact.opening().lines();
            trusted = checkFact(fact, entry, trusted);
            if (!entry.stream().equals(first.stream())) {
                throw new NotVerified(Verdict.Failed.at(
                        entry, "OTHER_COMMITMENT", "is about another commitment than the facts before it"));
            }
            if (whole) {
                walk.step(entry, fact.opening().leaf());
            }
            readable &= !fact.opening().isSealed() && read(entry, fact.opening(), events);
        }
        if (trusted == null) {
            throw new MalformedException("the receipt holds no fact");
        }
        if (!whole && receipt.facts().size() > 1) {
            throw new NotVerified(Verdict.Failed.at(
                    first, "VERSION_GAP", "is not the commitment's first fact: those before it are left out"));
        }
        return report(trusted, first, whole, readable ? events : null);
    }

    private NoteCheck.Trusted checkFact(Receipt.Proven fact, Entry entry, NoteCheck.@Nullable Trusted before) {
        Hash leaf = fact.opening().leaf();
        if (fact.proof().index() != entry.position()) {
            throw new NotVerified(Verdict.Failed.at(
                    entry,
                    "OTHER_INDEX",
                    "comes with a proof for position " + fact.proof().index()));
        }
        Hash kept = evidence.leaves().get(entry.position());
        if (kept != null && !kept.equals(leaf)) {
            throw new NotVerified(Growth.changed(entry.position(), kept, leaf));
        }
        NoteCheck.Trusted trusted = switch (fact.proof().check(leaf, evidence.keys())) {
            case NoteCheck.Trusted good -> good;
            case NoteCheck.Refused(var fault, String message) ->
                throw new NotVerified(Verdict.Failed.at(entry, fault.name(), message));
        };
        if (!entry.origin().equals(trusted.checkpoint().origin())) {
            throw new NotVerified(Verdict.Failed.at(entry, "OTHER_LOG", "is an entry of " + entry.origin()));
        }
        if (before != null && !before.checkpoint().equals(trusted.checkpoint())) {
            throw new NotVerified(Verdict.Failed.at(
                    entry, "OTHER_CHECKPOINT", "is proven against another checkpoint than the first"));
        }
        evidence.checkpoints().stream()
                .filter(one -> one.size() == trusted.checkpoint().size())
                .forEach(one -> Growth.refuseShrunk(one, trusted.checkpoint(), "the receipt"));
        if (!fact.opening().isSealed()) {
            fact.opening().check(entry).ifPresent(failed -> {
                throw new NotVerified(failed);
            });
        }
        return trusted;
    }

    private static boolean read(Entry entry, Opening opening, List<CommitmentEvent> events) {
        try {
            Recount.event(entry.origin(), entry, opening).ifPresent(events::add);
            return true;
        } catch (RuntimeException _) {
            return false;
        }
    }

    private Verdict report(
            NoteCheck.Trusted trusted, Entry first, boolean whole, @Nullable List<CommitmentEvent> events) {
        Report report = new Report(evidence, trusted);
        int count = receipt.facts().size();
        for (Receipt.Proven fact : receipt.facts()) {
            Entry entry = fact.opening().lines();
            report.checked("entry " + entry.position() + " is in the log: " + entry.type() + ", accepted at "
                    + entry.acceptedAt() + ", fact " + entry.factId()
                    + (fact.opening().isSealed()
                            ? "; what it commits to is not in this receipt"
                            : "; payload and metadata are those it commits to"));
        }
        if (whole && count > 1) {
            report.checked("versions 0 to " + (count - 1)
                    + " of the commitment have no gap, and each names the one before it");
        }
        if (events == null) {
            report.unchecked("what the facts say: their content cannot be read here");
        } else if (whole && !events.isEmpty()) {
            Recount.standing(events, asOf.getEpochSecond())
                    .ifPresent(standing -> report.checked(
                            "by these facts the commitment was " + standing.outcome() + " as of " + asOf));
        }
        report.unchecked("that these are all facts of the commitment: later ones may exist");
        report.growthUnchecked();
        return report.verdict(count + (count == 1 ? " fact" : " facts") + " of " + first.stream() + " in "
                + trusted.checkpoint().origin() + ", proven at "
                + trusted.checkpoint().size() + " entries");
    }
}
