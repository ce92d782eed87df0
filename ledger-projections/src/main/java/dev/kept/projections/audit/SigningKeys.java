package dev.kept.projections.audit;

import dev.kept.domain.audit.note.SigningKey;
import dev.kept.domain.audit.note.VerifierKey;
import dev.kept.domain.axon.ledger.RecordLedgerFact;
import dev.kept.domain.json.JsonWriter;
import dev.kept.files.DurableFile;
import dev.kept.files.KeyFile;
import dev.kept.store.LogKeys;
import dev.kept.store.recording.FactRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The private keys of one log, outside the database: a folder with a file a key, named by the time it begins.
///
/// | a key | signs |
/// |---|---|
/// | the newest | yes |
/// | one whose successor has begun less than 30 days ago | yes, too: whoever has pinned it has 30 days to pin the new
/// one |
/// | an older one | no |
/// | one that is drawn and whose change is not yet recorded in the log (`.pending`) | no; the next start records it |
final class SigningKeys {
    static final Duration OVERLAP = Duration.ofDays(30);
    static final String KEY_CHANGED = "ledger.key_changed";

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'log-'uuuuMMdd'T'HHmmssSSS'Z.key'").withZone(ZoneOffset.UTC);
    private static final String PENDING = ".pending";

    private final Path folder;
    private final String origin;
    private final LogKeys registry;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private NavigableMap<Instant, SigningKey> keys = new TreeMap<>();
    private @Nullable String problem;

    private SigningKeys(Path folder, String origin, LogKeys registry, InstantSource clock) {
        this.folder = folder;
        this.origin = origin;
        this.registry = registry;
        this.clock = clock;
    }

    /// Opens the folder; the first key of a log is drawn here.
    static SigningKeys open(Path folder, String origin, LogKeys registry, FactRecorder recorder, InstantSource clock)
            throws IOException {
        SigningKeys keys = new SigningKeys(folder, origin, registry, clock);
        Files.createDirectories(folder);
        keys.load();
        keys.finishRotation(recorder);
        keys.agree();
        return keys;
    }

    private void load() throws IOException {
        NavigableMap<Instant, SigningKey> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith("log-") && name.endsWith(".key")) {
                    SigningKey key = KeyFile.read(file);
                    if (!key.verifierKey().name().equals(origin)) {
                        throw new IOException("the key in " + file + " is of the log "
                                + key.verifierKey().name() + ", not of " + origin);
                    }
                    found.put(Instant.from(NAME.parse(name)), key);
                }
            }
        }
        keys = found;
    }

    /// Agrees with the other nodes on the log's keys.
    private void agree() throws IOException {
        List<LogKeys.Key> registered = registry.all();
        if (registered.isEmpty() && keys.isEmpty()) {
            Instant now = clock.instant();
            SigningKey drawn = KeyFile.create(folder.resolve(NAME.format(now)), origin, VerifierKey.Kind.LOG, random);
            if (registry.claim(drawn.verifierKey().format(), now)) {
                load();
                return;
            }
            Files.delete(folder.resolve(NAME.format(now)));
            registered = registry.all();
        }
        Set<String> known = registered.stream().map(LogKeys.Key::vkey).collect(Collectors.toSet());
        boolean ours = known.isEmpty()
                || keys.values().stream()
                        .anyMatch(key -> known.contains(key.verifierKey().format()));
        if (!ours) {
            keys = new TreeMap<>();
            problem = "the private key of this log is not in " + folder + ": another node signs it with "
                    + String.join(", ", known) + "; copy that node's folder keys here to sign on this node, too";
            return;
        }
        keys.forEach((since, key) -> registry.add(key.verifierKey().format(), since));
    }

    /// Why nothing can be signed here.
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /// The keys that sign now, the newest first.
    synchronized List<SigningKey> signers() {
        Instant now = clock.instant();
        List<SigningKey> signers = new ArrayList<>();
        Instant successor = null;
        for (Map.Entry<Instant, SigningKey> key : keys.descendingMap().entrySet()) {
            if (successor == null || successor.plus(OVERLAP).isAfter(now)) {
                signers.add(key.getValue());
            }
            successor = key.getKey();
        }
        return signers;
    }

    List<VerifierKey> verifierKeys() {
        return signers().stream().map(SigningKey::verifierKey).toList();
    }

    /// Every public key that ever signed this log, as its nodes know them, the oldest first.
    List<String> all() {
        return registry.all().stream().map(LogKeys.Key::vkey).toList();
    }

    /// Draws the next key and records the change in the log; from then on both sign for 30 days.
    synchronized VerifierKey rotate(FactRecorder recorder) throws IOException {
        if (problem != null) {
            throw new IOException(problem);
        }
        Instant now = clock.instant();
        KeyFile.create(folder.resolve(NAME.format(now) + PENDING), origin, VerifierKey.Kind.LOG, random);
        finishRotation(recorder);
        return keys.lastEntry().getValue().verifierKey();
    }

    private synchronized void finishRotation(FactRecorder recorder) throws IOException {
        List<Path> pending;
        try (Stream<Path> files = Files.list(folder)) {
            pending = files.filter(file -> String.valueOf(file.getFileName()).endsWith(".key" + PENDING))
                    .sorted()
                    .toList();
        }
        for (Path file : pending) {
            VerifierKey next = KeyFile.read(file).verifierKey();
            String name = String.valueOf(file.getFileName()).replace(PENDING, "");
            Instant since = Instant.from(NAME.parse(name));
            JsonWriter change = new JsonWriter().beginObject().member("key", next.format());
            if (!keys.isEmpty()) {
                change.member(
                                "replaces",
                                keys.lastEntry().getValue().verifierKey().format())
                        .member("bothSignUntil", since.plus(OVERLAP).toString());
            }
            recorder.record(new RecordLedgerFact(
                    clock.instant(),
                    KEY_CHANGED,
                    next.format(),
                    change.endObject().toBytes(),
                    Map.of("by", "system")));
            registry.add(next.format(), since);
            Files.move(file, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            DurableFile.flushFolder(folder);
            load();
        }
    }
}
