package dev.kept.witness;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.Cosignature;
import dev.kept.domain.audit.note.NoteCheck;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.domain.audit.note.SigningKey;
import dev.kept.domain.audit.note.TrustedKeys;
import dev.kept.domain.audit.note.VerifierKey;
import dev.kept.domain.audit.tree.ConsistencyProof;
import dev.kept.domain.audit.tree.ProofCheck;
import dev.kept.domain.audit.tree.ProofFault;
import dev.kept.files.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Cosigns a log's checkpoint only if it is the log that it cosigned before, grown.
///
/// What it has cosigned is on disk before the cosignature leaves it, so that after a crash it still refuses a log that
/// was rolled back or forked.
public final class Witness implements AutoCloseable {
    private static final String KEY = "witness.key";

    private final Map<String, TrustedKeys> logs;
    private final SigningKey key;
    private final WitnessState state;
    private final InstantSource clock;

    private Witness(Map<String, TrustedKeys> logs, SigningKey key, WitnessState state, InstantSource clock) {
        this.logs = logs;
        this.key = key;
        this.state = state;
        this.clock = clock;
    }

    /// Opens a witness on its folder; its key is drawn at the first start.
    ///
    /// @param name the witness's name in its cosignatures
    /// @param logKeys public keys of the logs that it knows, several of one log while that changes its key
    public static Witness open(
            Path folder, String name, Collection<VerifierKey> logKeys, InstantSource clock, SecureRandom random)
            throws IOException {
        Map<String, TrustedKeys> logs = new TreeMap<>();
        logKeys.stream()
                .collect(Collectors.groupingBy(VerifierKey::name))
                .forEach((origin, keys) -> logs.put(origin, new TrustedKeys(keys, List.of(), 0)));
        WitnessState state = WitnessState.open(folder);
        try {
            Path file = folder.resolve(KEY);
            SigningKey key = Files.exists(file)
                    ? KeyFile.read(file)
                    : KeyFile.create(file, name, VerifierKey.Kind.WITNESS, random);
            if (!key.verifierKey().name().equals(name) || key.verifierKey().kind() != VerifierKey.Kind.WITNESS) {
                throw new MalformedException(
                        "the key in " + file + " is of " + key.verifierKey().name() + ", not of the witness " + name
                                + "; name it so or use another folder");
            }
            return new Witness(logs, key, state, clock);
        } catch (RuntimeException | IOException failure) {
            state.close();
            throw failure;
        }
    }

    public VerifierKey verifierKey() {
        return key.verifierKey();
    }

    /// Takes the body of a submission.
    Reply add(byte[] body) throws IOException {
        Submission submission;
        Checkpoint claimed;
        try {
            submission = Submission.parse(body);
            claimed = Checkpoint.parse(submission.note().text());
        } catch (MalformedException malformed) {
            return new Reply.Refused(400, String.valueOf(malformed.getMessage()));
        }
        return add(submission, claimed);
    }

    /// One at a time: what is compared with the last checkpoint becomes the last checkpoint.
    synchronized Reply add(Submission submission, Checkpoint claimed) throws IOException {
        TrustedKeys keys = logs.get(claimed.origin());
        if (keys == null) {
            return new Reply.Refused(404, "no key of the log " + claimed.origin() + " is known here");
        }
        Checkpoint now;
        switch (keys.check(submission.note())) {
            case NoteCheck.Trusted(Checkpoint checkpoint, List<Cosignature> _) -> now = checkpoint;
            case NoteCheck.Refused refused -> {
                return new Reply.Refused(403, refused.toString());
            }
        }
        if (submission.oldSize() > now.size()) {
            return new Reply.Refused(
                    400, "the old size " + submission.oldSize() + " is beyond the checkpoint's " + now.size());
        }
        Checkpoint last = state.last(now.origin()).orElse(new Checkpoint(now.origin(), 0, Hash.EMPTY_ROOT));
        if (submission.oldSize() != last.size()) {
            return new Reply.Conflict(last.size(), "cosigned last were " + last.size() + " entries");
        }
        ProofCheck check =
                new ConsistencyProof(last.size(), now.size(), submission.proof()).check(last.root(), now.root());
        if (check instanceof ProofCheck.Refused(var fault, String message)) {
            if (fault == ProofFault.LOG_FORKED || fault == ProofFault.HISTORY_CHANGED) {
                state.keepEvidence(now.origin(), submission.note());
            }
            return fault == ProofFault.LOG_FORKED
                    ? new Reply.Conflict(last.size(), message)
                    : new Reply.Refused(422, fault + ": " + message);
        }
        SignedNote cosigned = key.cosign(
                new SignedNote(submission.note().text(), submission.note().lines()), clock.instant());
        state.keep(now.origin(), cosigned);
        return new Reply.Cosigned(cosigned.lines().getLast() + "\n");
    }

    /// The checkpoint it cosigned last, one of 0 entries before the first.
    Checkpoint last(String origin) throws IOException {
        return state.last(origin).orElse(new Checkpoint(origin, 0, Hash.EMPTY_ROOT));
    }

    Path file(String origin) {
        return state.file(origin);
    }

    @Override
    public void close() throws IOException {
        state.close();
    }
}
