package dev.kept.verify;

import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.Cosignature;
import dev.kept.domain.audit.note.NoteCheck;
import java.util.ArrayList;
import java.util.List;

/// Collects what was verified and what was not, in words.
final class Report {
    private final Evidence evidence;
    private final NoteCheck.Trusted trusted;
    private final List<String> checked = new ArrayList<>();
    private final List<String> unchecked = new ArrayList<>();

    Report(Evidence evidence, NoteCheck.Trusted trusted) {
        this.evidence = evidence;
        this.trusted = trusted;
        checked.add("the checkpoint is signed by " + evidence.keys().origin());
        if (trusted.cosignatures().isEmpty()) {
            unchecked.add("that the log shows everybody the same history: no witness that you pinned has cosigned");
        } else {
            for (Cosignature cosignature : trusted.cosignatures()) {
                checked.add("the witness " + cosignature.witness() + " cosigned it at " + cosignature.time()
                        + ": no other history of this log was shown to it before");
            }
        }
    }

    void checked(String line) {
        checked.add(line);
    }

    void unchecked(String line) {
        unchecked.add(line);
    }

    /// The log passes through these checkpoints, which were kept earlier.
    void grew(List<Checkpoint> met) {
        if (evidence.checkpoints().isEmpty()) {
            unchecked.add("that nothing was changed before this checkpoint was signed: you gave no checkpoint that"
                    + " you kept earlier (--checkpoint)");
        }
        met.forEach(kept ->
                checked.add("the log only grew since the checkpoint of " + kept.size() + " entries that you kept"));
    }

    /// This file cannot show how the log grew.
    void growthUnchecked() {
        for (Checkpoint kept : evidence.checkpoints()) {
            if (kept.size() == trusted.checkpoint().size()) {
                checked.add("the log is the one of your checkpoint of " + kept.size() + " entries");
            } else {
                unchecked.add("that the log only grew since your checkpoint of " + kept.size()
                        + " entries: a bundle of the whole log shows it");
            }
        }
        if (evidence.checkpoints().isEmpty()) {
            unchecked.add("that nothing was changed before this checkpoint was signed: you gave no checkpoint that"
                    + " you kept earlier (--checkpoint)");
        }
    }

    Verdict verdict(String what) {
        unchecked.add("that what was reported is true: the log proves what was recorded and when, not what happened");
        return new Verdict.Verified(what, checked, unchecked);
    }
}
