package dev.kept.witness;

import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.note.Cosignature;
import dev.kept.domain.audit.note.NoteCheck;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.domain.audit.note.TrustedKeys;
import dev.kept.domain.audit.note.VerifierKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Asks one witness to cosign a log's checkpoints.
public final class WitnessClient {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final URI address;
    private final VerifierKey witness;

    /// @param url where the witness answers; `/add-checkpoint` is added
    public WitnessClient(HttpClient http, URI url, VerifierKey witness) {
        this.http = http;
        this.address = URI.create(url.toString().replaceFirst("/+$", "") + "/add-checkpoint");
        this.witness = witness;
    }

    public VerifierKey witness() {
        return witness;
    }

    /// Sends a checkpoint.
    ///
    /// @throws IOException if there is no answer, or one that no witness gives
    public Reply submit(Submission submission) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(address)
                        .timeout(LIMIT)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(submission.bytes()))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        String body = new String(response.body(), StandardCharsets.UTF_8);
        return switch (response.statusCode()) {
            case 200 -> new Reply.Cosigned(body);
            case 409 ->
                new Reply.Conflict(size(body), "the witness " + witness.name() + " has a checkpoint of " + body);
            default -> new Reply.Refused(response.statusCode(), body.strip());
        };
    }

    private long size(String body) throws IOException {
        try {
            return Long.parseLong(body.strip());
        } catch (NumberFormatException _) {
            throw new IOException(address + " answered 409 without the size it has: " + body);
        }
    }

    /// The note with the witness's cosignature, which is checked first.
    ///
    /// @param logKeys public keys that signed the note
    public SignedNote with(SignedNote note, String line, List<VerifierKey> logKeys) throws IOException {
        try {
            SignedNote cosigned = SignedNote.parse(note.format() + line);
            return switch (new TrustedKeys(logKeys, List.of(witness), 1).check(cosigned)) {
                case NoteCheck.Trusted(var _, List<Cosignature> _) -> cosigned;
                case NoteCheck.Refused refused -> throw new IOException(address + " did not cosign: " + refused);
            };
        } catch (MalformedException malformed) {
            throw new IOException(address + " answered no cosignature: " + malformed.getMessage(), malformed);
        }
    }
}
