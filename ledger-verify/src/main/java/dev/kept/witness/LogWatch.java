package dev.kept.witness;

import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.domain.audit.tile.TileHashes;
import dev.kept.domain.audit.tree.ConsistencyProof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Watches a log by pulling: reads its checkpoint, makes the proof of growth from its tiles, and keeps what is
/// consistent.
final class LogWatch {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MAX_BYTES = 1 << 20;

    private final HttpClient http;
    private final String url;
    private final Witness witness;

    /// @param url the log's address, such as `http://127.0.0.1:7377/log`
    LogWatch(HttpClient http, String url, Witness witness) {
        this.http = http;
        this.url = url.replaceFirst("/+$", "");
        this.witness = witness;
    }

    /// One look.
    Reply look() throws IOException, InterruptedException {
        SignedNote note;
        Checkpoint now;
        try {
            note = SignedNote.parse(get("checkpoint"));
            now = Checkpoint.parse(note.text());
        } catch (MalformedException malformed) {
            return new Reply.Refused(400, url + "/checkpoint is no checkpoint: " + malformed.getMessage());
        }
        Checkpoint last = witness.last(now.origin());
        if (now.size() < last.size()) {
            return new Reply.Refused(
                    409, "ROLLED BACK: the log shows " + now.size() + " entries, cosigned were " + last.size());
        }
        try {
            ConsistencyProof proof =
                    ConsistencyProof.of(last.size(), now.size(), new TileHashes(now.size(), tile -> tile(tile.path())));
            return witness.add(new Submission(last.size(), proof.hashes(), note), now);
        } catch (MalformedException malformed) {
            return new Reply.Refused(422, "a tile of " + url + " is malformed: " + malformed.getMessage());
        } catch (UncheckedIOException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    private byte[] tile(String path) {
        try {
            return get(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while reading " + path, interrupted));
        }
    }

    private byte[] get(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create(url + "/" + path))
                        .timeout(LIMIT)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200 || response.body().length > MAX_BYTES) {
            throw new IOException(url + "/" + path + " answered " + response.statusCode());
        }
        return response.body();
    }
}
