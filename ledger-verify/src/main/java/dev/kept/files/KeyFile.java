package dev.kept.files;

import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.note.SigningKey;
import dev.kept.domain.audit.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;

/// A private key in a file of its own that only its owner can read.
public final class KeyFile {
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private KeyFile() {}

    /// Draws a key and keeps it.
    public static SigningKey create(Path file, String name, VerifierKey.Kind kind, SecureRandom random)
            throws IOException {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        random.nextBytes(seed);
        SigningKey key = SigningKey.ofSeed(name, kind, seed);
        DurableFile.replace(
                file,
                (SigningKey.format(name, kind, seed) + "\n").getBytes(StandardCharsets.UTF_8),
                DurableFile.Readers.OWNER);
        return key;
    }

    /// Public keys as a command line names them: one vkey, or `@FILE` with one a line.
    ///
    /// @throws MalformedException if one is none
    public static List<VerifierKey> verifierKeys(String text) throws IOException {
        if (!text.startsWith("@")) {
            return List.of(VerifierKey.parse(text));
        }
        return Files.readString(Path.of(text.substring(1)), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(VerifierKey::parse)
                .toList();
    }

    /// Reads a key.
    ///
    /// @throws MalformedException if it is none, or others can read it
    public static SigningKey read(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER.containsAll(permissions)) {
            throw new MalformedException("the key file " + file + " can be read by others than its owner; if nobody"
                    + " has read it: chmod 600 " + file);
        }
        try {
            return SigningKey.parse(
                    Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (MalformedException malformed) {
            throw new MalformedException("the key file " + file + ": " + malformed.getMessage());
        }
    }
}
