package dev.kept.projections.audit;

import dev.kept.domain.audit.Frontier;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.domain.audit.note.SigningKey;
import dev.kept.files.DurableFile;
import dev.kept.store.FactReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the log off the write path and signs what it has become, at most a second behind.
///
/// It signs only growth of what it signed last: the hashes on disk must lead to the last checkpoint's root, and with
/// the new leaves to the root that the log's head carries. A log that lost or changed entries is not signed, and says
/// so until somebody looks.
///
/// Two nodes that hold the same key may publish the same log: the tree is a function of the leaves, and an Ed25519
/// signature of key and text. In one folder they take turns by a file lock, and a checkpoint never goes back.
final class Publisher implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Publisher.class);
    /// Between two publications, so that many small batches share one flush.
    private static final Duration PAUSE = Duration.ofMillis(300);

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int IDLE_WAITS = 20;
    private static final String HASHES = "hashes";
    private static final int PAGE = 10_000;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final FactReader log;
    private final SigningKeys keys;
    private final Path folder;
    private final Path checkpointFile;
    private final FileChannel lockFile;
    private final InstantSource clock;
    private volatile HashFiles hashes;
    private volatile @Nullable PublishedCheckpoint last;
    private volatile @Nullable String refusal;
    private @Nullable Frontier frontier;
    private @Nullable Thread thread;
    private volatile boolean stopping;
    private volatile @Nullable Instant behindSince;
    private volatile Runnable published = () -> {};

    Publisher(FactReader log, SigningKeys keys, Path folder, InstantSource clock) throws IOException {
        this.log = log;
        this.keys = keys;
        this.clock = clock;
        Files.createDirectories(folder);
        this.folder = folder;
        this.hashes = new HashFiles(folder.resolve(HASHES));
        this.checkpointFile = folder.resolve("checkpoint");
        this.lockFile = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        this.last = PublishedCheckpoint.read(checkpointFile).orElse(null);
    }

    /// Follows the log until it is closed.
    ///
    /// @param afterEach runs after each publication
    void start(Runnable afterEach) {
        published = afterEach;
        thread = Thread.ofPlatform().name("publisher-" + log.origin()).daemon().start(this::run);
    }

    private void run() {
        while (!stopping) {
            try {
                publish();
                idle();
            } catch (InterruptedException _) {
                return;
            } catch (IOException | RuntimeException failure) {
                if (!stopping) {
                    LOGGER.warn("the log {} is not published: {}", log.origin(), failure.getMessage());
                    pause();
                }
            }
        }
    }

    /// Until there is something new, or it is time to look whether the keys have changed.
    private void idle() throws InterruptedException {
        PublishedCheckpoint known = last;
        Thread.sleep(PAUSE);
        for (int waits = 0; waits < IDLE_WAITS && !stopping; waits++) {
            if (log.awaitBeyond(known == null ? -1 : known.size() - 1, PAUSE)) {
                return;
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException _) {
            stopping = true;
        }
    }

    /// Publishes what the log holds now.
    ///
    /// @throws IOException if it cannot be written
    synchronized void publish() throws IOException {
        List<SigningKey> signers = keys.signers();
        if (signers.isEmpty()) {
            refusal = keys.problem().orElse("no private key signs this log");
            return;
        }
        try (FileLock _ = lockFile.lock()) {
            PublishedCheckpoint before =
                    PublishedCheckpoint.read(checkpointFile).orElse(null);
            Frontier edge = edge(before);
            FactReader.LogHead head = edge == null ? null : head();
            if (edge == null || head == null || !follows(edge, head)) {
                return;
            }
            if (before != null && before.size() == head.size() && isSignedBy(before, signers)) {
                behindSince = null;
                last = before;
                return;
            }
            if (behindSince == null) {
                behindSince = clock.instant();
            }
            Frontier grown = grow(hashes, edge, head.size());
            frontier = grown;
            if (!grown.root().equals(head.frontier().root())) {
                frontier = null;
                refuse("the leaf hashes in the database from position " + edge.size() + " to " + (head.size() - 1)
                        + " do not lead to the root of the log's head: one of the two was changed");
                return;
            }
            sign(grown, signers, before);
        }
        published.run();
    }

    private static boolean isSignedBy(PublishedCheckpoint checkpoint, List<SigningKey> signers) {
        Set<Integer> wanted =
                signers.stream().map(signer -> signer.verifierKey().id()).collect(Collectors.toSet());
        Set<Integer> found = checkpoint.note().lines().stream()
                .filter(line -> line.name().equals(checkpoint.checkpoint().origin()))
                .map(SignedNote.Line::keyId)
                .collect(Collectors.toSet());
        return found.equals(wanted);
    }

    /// The tree that was signed last, from the hashes on disk; if they are damaged, from the database's, which must
    /// lead to the same root. Null if they do not.
    private @Nullable Frontier edge(@Nullable PublishedCheckpoint before) throws IOException {
        if (before == null) {
            return Frontier.EMPTY;
        }
        Frontier known = frontier;
        if (known != null && known.size() == before.size() && known.root().equals(before.root())) {
            return known;
        }
        try {
            known = hashes.frontier(before.size());
        } catch (UncheckedIOException damaged) {
            known = null;
            LOGGER.warn("the hashes of {} are not whole and are made again: {}", log.origin(), damaged.getMessage());
        }
        if (known == null || !known.root().equals(before.root())) {
            known = rebuild(before);
        }
        frontier = known;
        return known;
    }

    /// Makes the hashes again from the leaves in the database, beside the old ones, and takes them if they lead to what
    /// was signed.
    private @Nullable Frontier rebuild(PublishedCheckpoint before) throws IOException {
        Path side = folder.resolve(HASHES + ".new");
        remove(side);
        Frontier rebuilt;
        try (HashFiles fresh = new HashFiles(side)) {
            rebuilt = grow(fresh, Frontier.EMPTY, before.size());
        }
        if (rebuilt.size() != before.size() || !rebuilt.root().equals(before.root())) {
            remove(side);
            refuse("the log does not lead to the checkpoint of " + before.size() + " entries that was signed last: "
                    + (rebuilt.size() < before.size()
                            ? "it was rolled back to " + rebuilt.size()
                            : "entries below it were changed"));
            return null;
        }
        hashes.close();
        remove(folder.resolve(HASHES));
        Files.move(side, folder.resolve(HASHES), StandardCopyOption.ATOMIC_MOVE);
        DurableFile.flushFolder(folder);
        hashes = new HashFiles(folder.resolve(HASHES));
        return rebuilt;
    }

    private static void remove(Path levels) throws IOException {
        if (Files.exists(levels)) {
            try (Stream<Path> files = Files.list(levels)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(levels);
        }
    }

    /// Makes the hashes again where a proof by them fails.
    ///
    /// @return whether they lead to what was signed
    synchronized boolean heal() throws IOException {
        try (FileLock _ = lockFile.lock()) {
            PublishedCheckpoint before =
                    PublishedCheckpoint.read(checkpointFile).orElse(null);
            frontier = before == null ? null : rebuild(before);
            return frontier != null;
        }
    }

    private FactReader.@Nullable LogHead head() {
        try {
            return log.head();
        } catch (MalformedException changed) {
            refuse("the head of the log is not as the ledger wrote it: " + changed.getMessage());
            return null;
        }
    }

    private boolean follows(Frontier edge, FactReader.LogHead head) {
        if (head.size() < edge.size()) {
            refuse("the log was rolled back: " + edge.size() + " entries were signed, it now holds " + head.size());
            return false;
        }
        if (head.size() == edge.size() && !head.frontier().root().equals(edge.root())) {
            refuse("the head of the log has another root than the one signed at " + edge.size() + " entries");
            return false;
        }
        refusal = null;
        return true;
    }

    private void refuse(String why) {
        if (!why.equals(refusal)) {
            LOGGER.error("ALARM: the log {} is not signed any more: {}", log.origin(), why);
        }
        refusal = why;
    }

    private Frontier grow(HashFiles into, Frontier from, long size) throws IOException {
        Frontier grown = from;
        while (grown.size() < size) {
            List<Hash> leaves = log.leaves(grown.size(), (int) Math.min(PAGE, size - grown.size()));
            if (leaves.isEmpty()) {
                break;
            }
            into.append(grown.size(), leaves);
            grown = grown.appendAll(leaves);
        }
        return grown;
    }

    private void sign(Frontier grown, List<SigningKey> signers, @Nullable PublishedCheckpoint before)
            throws IOException {
        Checkpoint checkpoint = new Checkpoint(log.origin(), grown.size(), grown.root());
        SignedNote note = signers.getFirst().sign(checkpoint);
        for (SigningKey signer : signers.subList(1, signers.size())) {
            note = signer.signAlso(note);
        }
        PublishedCheckpoint next = PublishedCheckpoint.of(note);
        if (before == null || before.size() <= next.size()) {
            next.write(checkpointFile);
            last = next;
        }
        behindSince = null;
    }

    /// Adds cosignatures to the checkpoint that is published, if it still is the one they are about.
    synchronized void cosigned(SignedNote note) throws IOException {
        try (FileLock _ = lockFile.lock()) {
            PublishedCheckpoint now = PublishedCheckpoint.read(checkpointFile).orElse(null);
            if (now != null && now.note().text().equals(note.text())) {
                PublishedCheckpoint cosigned = PublishedCheckpoint.of(note);
                cosigned.write(checkpointFile);
                last = cosigned;
            }
        }
    }

    /// What was published last.
    Optional<PublishedCheckpoint> last() {
        return Optional.ofNullable(last);
    }

    HashFiles hashes() {
        return hashes;
    }

    /// Why nothing is signed any more; empty if all is well.
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /// Since when something waits to be published.
    Optional<Instant> behindSince() {
        return Optional.ofNullable(behindSince);
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        Thread running = thread;
        if (running != null) {
            // never interrupted: that would close the files under it
            try {
                running.join(STOP_LIMIT);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (this) {
            hashes.close();
            lockFile.close();
        }
    }
}
