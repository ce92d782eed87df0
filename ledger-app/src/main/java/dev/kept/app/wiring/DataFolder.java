package dev.kept.app.wiring;

import dev.kept.app.support.CannotStart;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/// The folder a ledger lives in: its database, the token that protects writes, and where a running server answers.
public final class DataFolder {
    private static final int TOKEN_BYTES = 32;
    /// The folder of the embedded database.
    static final String DATABASE = "postgres";

    private static final String SERVER = "server.json";
    private static final String TOKEN = "token";
    private static final String KEK = "kek";

    private final Path path;

    private DataFolder(Path path) {
        this.path = path;
    }

    /// Where a running server answers, as it wrote itself.
    public record Running(String url, long pid) {}

    /// Whether an embedded database was ever made in this folder.
    public static boolean holdsDatabase(Path path) {
        return Files.isDirectory(path.resolve(DATABASE));
    }

    /// The folder, created if it is not there, for its owner alone.
    public static DataFolder at(Path path) {
        try {
            Path absolute = path.toAbsolutePath().normalize();
            Path parent = absolute.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (!Files.isDirectory(absolute)) {
                Files.createDirectory(
                        absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return new DataFolder(absolute);
        } catch (IOException failure) {
            throw new CannotStart("the data folder " + path + " cannot be used (" + reason(failure)
                    + "); choose another with --data");
        }
    }

    /// What is wrong, which the message of such a failure often leaves out beside the file's name.
    private static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> "this user may not write " + denied.getFile();
            case FileAlreadyExistsException exists -> exists.getFile() + " is a file";
            case FileSystemException system
            when system.getReason() != null -> system.getFile() + ": " + system.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }

    public Path path() {
        return path;
    }

    /// The token that protects writes: 256 random bits, made at the first start, readable by the owner alone.
    public String token() {
        Path file = path.resolve(TOKEN);
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[TOKEN_BYTES];
                new SecureRandom().nextBytes(random);
                writePrivately(file, HexFormat.of().formatHex(random) + "\n");
            }
            String token = Files.readString(file).strip();
            if (token.length() < 2 * TOKEN_BYTES) {
                throw new CannotStart("the token in " + file + " is too short; delete the file and start again");
            }
            return token;
        } catch (IOException failure) {
            throw new CannotStart("the token file " + file + " cannot be used: " + reason(failure));
        }
    }

    /// The key that persons' keys are wrapped under: 256 random bits, made at the first start, readable by the owner
    /// alone. Without it what is written of persons cannot be read any more: it belongs into the backup, and nodes
    /// of one ledger share it.
    public byte[] keyEncryptionKey() {
        Path file = path.resolve(KEK);
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[TOKEN_BYTES];
                new SecureRandom().nextBytes(random);
                writePrivately(file, HexFormat.of().formatHex(random) + "\n");
            }
            byte[] key = HexFormat.of().parseHex(Files.readString(file).strip());
            if (key.length == TOKEN_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException _) {
            // The same answer as below.
        } catch (IOException failure) {
            throw new CannotStart("the key file " + file + " cannot be used: " + reason(failure));
        }
        throw new CannotStart(
                "the key file " + file + " does not hold 64 hexadecimal digits; put back the file that this"
                        + " ledger was started with before");
    }

    /// The folder of another node of the same ledger, inside this one, with the key-encryption key that nodes share.
    ///
    /// @throws IOException if the key cannot be copied
    public Path ofAnotherNode(String name) throws IOException {
        keyEncryptionKey();
        Path other = at(path.resolve(name)).path;
        if (!Files.exists(other.resolve(KEK))) {
            Files.copy(path.resolve(KEK), other.resolve(KEK), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return other;
    }

    private static void writePrivately(Path file, String text) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Path draft = Files.createTempFile(
                parent,
                "draft",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, text, StandardCharsets.US_ASCII);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException _) {
            Files.deleteIfExists(draft);
        }
    }

    void announce(Running running) {
        byte[] text = new JsonWriter()
                .beginObject()
                .member("url", running.url())
                .member("pid", Long.valueOf(running.pid()))
                .endObject()
                .toBytes();
        try {
            writePrivately(path.resolve(SERVER), new String(text, StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new CannotStart("the data folder " + path + " cannot be written: " + reason(failure));
        }
    }

    void withdraw() {
        try {
            Files.deleteIfExists(path.resolve(SERVER));
        } catch (IOException failure) {
            throw new IllegalStateException("the file " + path.resolve(SERVER) + " cannot be removed", failure);
        }
    }

    /// Holds the folder for one server until it is closed or its process ends, however it ends.
    ///
    /// @throws CannotStart if another server holds it
    Closeable hold() {
        try {
            FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isFree(channel)) {
                return channel;
            }
            channel.close();
        } catch (IOException failure) {
            throw new CannotStart("the data folder " + path + " cannot be written: " + reason(failure));
        }
        String other = announced()
                .map(running -> " (process " + running.pid() + ", " + running.url() + ")")
                .orElse("");
        throw new CannotStart("a ledger already runs on " + path + other
                + "; use that one, stop it, or choose another folder with --data");
    }

    /// Takes the lock if nobody has it; it is released with the channel.
    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    private Path lockFile() {
        return path.resolve("lock");
    }

    /// The server that runs on this folder now: it holds the lock, whatever a file left behind says.
    public Optional<Running> running() {
        if (!Files.exists(lockFile())) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.WRITE)) {
            return isFree(channel) ? Optional.empty() : announced();
        } catch (IOException failure) {
            throw new CannotStart("the data folder " + path + " cannot be used: " + reason(failure));
        }
    }

    private Optional<Running> announced() {
        Path file = path.resolve(SERVER);
        try {
            if (Files.exists(file)
                    && JsonReader.readTrusted(Files.readAllBytes(file)) instanceof JsonValue.JsonObject object
                    && object.get("url") instanceof JsonValue.JsonText(String url)
                    && object.get("pid") instanceof JsonValue.JsonNumber(String pid)) {
                return Optional.of(new Running(url, Long.parseLong(pid)));
            }
            return Optional.empty();
        } catch (IOException | JsonException _) {
            return Optional.empty();
        }
    }
}
