package dev.kept.projections.audit;

import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.domain.audit.note.VerifierKey;
import dev.kept.domain.audit.tile.TileHashes;
import dev.kept.domain.audit.tree.ConsistencyProof;
import dev.kept.witness.Reply;
import dev.kept.witness.Submission;
import dev.kept.witness.WitnessClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends every checkpoint to the witnesses and collects their cosignatures, beside the publisher.
///
/// The publisher never waits for a witness: its checkpoint is out at once, with the cosignatures a moment later. The
/// last checkpoint that all of them cosigned is kept in a file of its own, for receipts.
final class Cosigners implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Cosigners.class);
    private static final long RETRY_MILLIS = 2_000;
    private static final int TRIES = 3;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private final Publisher publisher;
    private final SigningKeys keys;
    private final Path file;
    private final InstantSource clock;
    private final Duration alarmAfter;
    private final List<Standing> standings = new ArrayList<>();
    private final Semaphore news = new Semaphore(0);
    private volatile @Nullable PublishedCheckpoint witnessed;
    private volatile boolean stopping;
    private @Nullable Thread thread;

    /// What is known of one witness.
    private static final class Standing {
        private final WitnessClient client;
        private volatile long size;
        private volatile @Nullable Instant waitingSince;
        private volatile @Nullable String trouble;
        private volatile boolean alarmed;

        Standing(WitnessClient client) {
            this.client = client;
        }
    }

    /// @param size of the checkpoint that it cosigned last
    /// @param waitingSince since when a checkpoint waits for it; null if none does
    /// @param trouble what it answered last, if it did not cosign
    /// @param alarm whether it has waited too long, or the witness refuses the log
    record WitnessHealth(
            String name,
            long size,
            @Nullable Instant waitingSince,
            @Nullable String trouble,
            boolean alarm) {}

    /// @param alarmAfter how long a checkpoint may wait for a witness
    Cosigners(
            Publisher publisher,
            SigningKeys keys,
            Path folder,
            List<WitnessClient> clients,
            InstantSource clock,
            Duration alarmAfter)
            throws IOException {
        this.publisher = publisher;
        this.keys = keys;
        this.file = folder.resolve("checkpoint.witnessed");
        this.clock = clock;
        this.alarmAfter = alarmAfter;
        this.witnessed = PublishedCheckpoint.read(file).orElse(null);
        clients.forEach(client -> standings.add(new Standing(client)));
    }

    void start() {
        if (!standings.isEmpty()) {
            thread = Thread.ofPlatform().name("cosigners").daemon().start(this::run);
        }
    }

    /// There is a new checkpoint.
    void wake() {
        news.release();
    }

    private void run() {
        while (!stopping) {
            try {
                Optional<PublishedCheckpoint> latest = publisher.last();
                if (latest.isPresent() && publisher.refusal().isEmpty()) {
                    collect(latest.get());
                }
                if (news.tryAcquire(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            } catch (InterruptedException _) {
                return;
            } catch (IOException | RuntimeException failure) {
                if (!stopping) {
                    LOGGER.warn("cosignatures cannot be kept: {}", failure.getMessage());
                }
            }
        }
    }

    private void collect(PublishedCheckpoint checkpoint) throws IOException, InterruptedException {
        SignedNote note = checkpoint.note();
        boolean all = true;
        boolean added = false;
        for (Standing standing : standings) {
            if (stopping) {
                return;
            }
            if (isCosigned(note, standing.client.witness())) {
                standing.size = checkpoint.size();
                continue;
            }
            if (standing.waitingSince == null) {
                standing.waitingSince = clock.instant();
            }
            try {
                SignedNote cosigned = ask(standing, note, checkpoint.checkpoint());
                added = true;
                note = cosigned;
                standing.size = checkpoint.size();
                standing.waitingSince = null;
                standing.trouble = null;
                standing.alarmed = false;
            } catch (IOException | UncheckedIOException failure) {
                all = false;
                standing.trouble = String.valueOf(failure.getMessage());
                alarm(standing);
            }
        }
        if (added) {
            publisher.cosigned(note);
        }
        PublishedCheckpoint known = witnessed;
        if (all && (known == null || !known.note().equals(note))) {
            PublishedCheckpoint next = PublishedCheckpoint.of(note);
            next.write(file);
            witnessed = next;
        }
    }

    private static boolean isCosigned(SignedNote note, VerifierKey witness) {
        return note.lines().stream()
                .anyMatch(line -> line.keyId() == witness.id() && line.name().equals(witness.name()));
    }

    private SignedNote ask(Standing standing, SignedNote note, Checkpoint now)
            throws IOException, InterruptedException {
        for (int tries = 0; tries < TRIES; tries++) {
            long old = standing.size;
            if (old > now.size()) {
                throw new IOException("the witness " + standing.client.witness().name() + " has cosigned " + old
                        + " entries of this log, it now holds " + now.size() + ": it was rolled back");
            }
            ConsistencyProof proof =
                    ConsistencyProof.of(old, now.size(), new TileHashes(now.size(), publisher.hashes()::read));
            switch (standing.client.submit(new Submission(old, proof.hashes(), note))) {
                case Reply.Cosigned(String line) -> {
                    return standing.client.with(note, line, keys.verifierKeys());
                }
                case Reply.Conflict(long size, String message) -> {
                    if (size == old) {
                        throw new IOException(message + ", but of another history");
                    }
                    standing.size = size;
                }
                case Reply.Refused(int status, String message) ->
                    throw new IOException("the witness "
                            + standing.client.witness().name() + " refuses (" + status + "): " + message);
            }
        }
        throw new IOException("the witness " + standing.client.witness().name() + " answers another size every time");
    }

    private void alarm(Standing standing) {
        if (isLate(standing) && !standing.alarmed) {
            standing.alarmed = true;
            LOGGER.error(
                    "ALARM: no cosignature of the witness {} since {}: {}",
                    standing.client.witness().name(),
                    standing.waitingSince,
                    standing.trouble);
        }
    }

    private boolean isLate(Standing standing) {
        Instant since = standing.waitingSince;
        return since != null && since.plus(alarmAfter).isBefore(clock.instant());
    }

    /// The last checkpoint that all witnesses cosigned.
    Optional<PublishedCheckpoint> witnessed() {
        return standings.isEmpty() ? Optional.empty() : Optional.ofNullable(witnessed);
    }

    List<WitnessHealth> health() {
        return standings.stream()
                .map(standing -> new WitnessHealth(
                        standing.client.witness().name(),
                        standing.size,
                        standing.waitingSince,
                        standing.trouble,
                        isLate(standing)))
                .toList();
    }

    @Override
    public void close() {
        stopping = true;
        news.release();
        Thread running = thread;
        if (running != null) {
            try {
                if (!running.join(STOP_LIMIT)) {
                    LOGGER.warn("a witness did not answer within {}", STOP_LIMIT);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
