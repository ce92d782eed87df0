package dev.kept.domain.audit.note;

import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.tree.ProofFault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The public keys that a verifier has pinned for one log, and how many witnesses it asks for.
///
/// A signature of an unknown key counts for nothing and harms nothing; one that names a pinned key and was not
/// made by it damns the whole note. All keys of a log carry its name, two of them while it changes its key.
///
/// @param cosignaturesNeeded distinct witnesses that must have cosigned, 0 if none is asked for
public record TrustedKeys(List<VerifierKey> logKeys, List<VerifierKey> witnessKeys, int cosignaturesNeeded) {

    public TrustedKeys {
        logKeys = List.copyOf(logKeys);
        witnessKeys = List.copyOf(witnessKeys);
        if (logKeys.isEmpty()) {
            throw new MalformedException("at least one key of the log is needed");
        }
        for (VerifierKey key : logKeys) {
            require(key, VerifierKey.Kind.LOG);
            if (!key.name().equals(logKeys.getFirst().name())) {
                throw new MalformedException(
                        "keys of two logs: " + logKeys.getFirst().name() + " and " + key.name());
            }
        }
        for (VerifierKey key : witnessKeys) {
            require(key, VerifierKey.Kind.WITNESS);
            refuseSharedKey(key, witnessKeys);
        }
        long witnesses = witnessKeys.stream().map(VerifierKey::name).distinct().count();
        if (cosignaturesNeeded < 0 || cosignaturesNeeded > witnesses) {
            throw new MalformedException(
                    "cosignatures needed: " + cosignaturesNeeded + ", but " + witnesses + " witnesses are known");
        }
    }

    /// One key of the log and no witness.
    public static TrustedKeys of(VerifierKey logKey) {
        return new TrustedKeys(List.of(logKey), List.of(), 0);
    }

    /// The log's name.
    public String origin() {
        return logKeys.getFirst().name();
    }

    /// Checks the signatures, and only then reads the text.
    public NoteCheck check(SignedNote note) {
        boolean signed = false;
        List<Cosignature> cosignatures = new ArrayList<>();
        for (SignedNote.Line line : note.lines()) {
            for (VerifierKey key : Stream.concat(logKeys.stream(), witnessKeys.stream())
                    .filter(line::names)
                    .toList()) {
                try {
                    switch (key.kind()) {
                        case LOG -> {
                            checkLogSignature(note, line, key);
                            signed = true;
                        }
                        case WITNESS -> cosignatures.add(Cosignature.check(note, line, key));
                    }
                } catch (MalformedException bad) {
                    return new NoteCheck.Refused(ProofFault.BAD_SIGNATURE, bad.getMessage());
                }
            }
        }
        return signed ? checkText(note, List.copyOf(cosignatures)) : notSigned(note);
    }

    private static void checkLogSignature(SignedNote note, SignedNote.Line line, VerifierKey key) {
        if (!key.verifies(note.textBytes(), line.signature())) {
            throw new MalformedException("the signature was not made by " + key);
        }
    }

    private NoteCheck checkText(SignedNote note, List<Cosignature> cosignatures) {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(note.text());
        } catch (MalformedException malformed) {
            return new NoteCheck.Refused(ProofFault.MALFORMED_CHECKPOINT, malformed.getMessage());
        }
        if (!checkpoint.origin().equals(origin())) {
            return new NoteCheck.Refused(
                    ProofFault.OTHER_LOG,
                    "a checkpoint of " + checkpoint.origin() + ", but the key is that of " + origin());
        }
        long witnesses =
                cosignatures.stream().map(Cosignature::witness).distinct().count();
        if (witnesses < cosignaturesNeeded) {
            return new NoteCheck.Refused(
                    ProofFault.TOO_FEW_COSIGNATURES,
                    witnesses + " known witnesses cosigned, " + cosignaturesNeeded + " are asked for");
        }
        return new NoteCheck.Trusted(checkpoint, cosignatures);
    }

    private NoteCheck notSigned(SignedNote note) {
        return new NoteCheck.Refused(
                ProofFault.NOT_SIGNED_BY_LOG,
                "no signature by a pinned key of " + origin() + ", only by "
                        + note.lines().stream()
                                .map(line -> String.format("%s (%08x)", line.name(), line.keyId()))
                                .toList());
    }

    /// A cosignature does not cover the witness's name, so one key under two names would count twice.
    private static void refuseSharedKey(VerifierKey key, List<VerifierKey> keys) {
        for (VerifierKey other : keys) {
            if (key.sharesKeyWith(other) && !key.name().equals(other.name())) {
                throw new MalformedException("the witnesses " + key.name() + " and " + other.name() + " share one key");
            }
        }
    }

    private static void require(VerifierKey key, VerifierKey.Kind kind) {
        if (key.kind() != kind) {
            throw new MalformedException(
                    "a " + kind + " key is needed, " + key.name() + " is a " + key.kind() + " key");
        }
    }
}
