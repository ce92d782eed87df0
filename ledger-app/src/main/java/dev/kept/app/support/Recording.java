package dev.kept.app.support;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.app.support.access.Visitor;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import dev.kept.store.recording.Answer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Records what somebody says who waits for the answer, by a page or a request: the same checks for both.
public final class Recording {
    public static final Duration LIMIT = Duration.ofSeconds(90);

    private static final String ACTOR = "actor";
    private static final String SOURCE = "source";

    private Recording() {}

    /// Nobody knows yet whether it was recorded; the same with the same key is recorded once, whatever happened.
    public static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswer() {
            super("no answer from the log within " + LIMIT.toSeconds() + " s");
        }
    }

    /// @param expectedVersion null if the caller does not care
    /// @throws NoAnswer if nobody knows
    public static Answer record(
            Ledger ledger, Visitor visitor, JsonValue line, LineContext context, @Nullable Integer expectedVersion) {
        return switch (read(visitor, line, context)) {
            case FactLineReader.Reading.Read(CommitmentCommand command) ->
                answers(ledger, List.of(new RecordFacts.Item(command, Entrance.INTERACTIVE, expectedVersion)))
                        .getFirst();
            case FactLineReader.Reading.Unreadable(Refusal refusal) -> new Answer.Refused(refusal);
        };
    }

    /// Reads a line as this visitor may say it.
    public static FactLineReader.Reading read(Visitor visitor, byte[] line, LineContext context) {
        if (visitor.kind() == Visitor.Kind.PERSON) {
            try {
                return read(visitor, JsonReader.read(line), context);
            } catch (JsonException _) {
                return FactLineReader.read(line, context);
            }
        }
        return FactLineReader.read(line, context);
    }

    /// What a person says bears their name; a program may speak for others.
    public static FactLineReader.Reading read(Visitor visitor, JsonValue line, LineContext context) {
        if (visitor.kind() != Visitor.Kind.PERSON || !(line instanceof JsonValue.JsonObject(var members))) {
            return FactLineReader.read(line, context);
        }
        for (String name : List.of(ACTOR, SOURCE)) {
            JsonValue said = members.get(name);
            if (said != null && !said.equals(new JsonValue.JsonText(visitor.subject()))) {
                return new FactLineReader.Reading.Unreadable(new Refusal(
                        RefusalCode.NOT_ENTITLED,
                        name,
                        JsonWriter.text(said),
                        "whoever signs in speaks for themselves",
                        "leave " + name + " out, or write " + visitor.subject()));
            }
        }
        Map<String, JsonValue> signed = new LinkedHashMap<>(members);
        signed.put(ACTOR, new JsonValue.JsonText(visitor.subject()));
        return FactLineReader.read(new JsonValue.JsonObject(signed), context);
    }

    /// @throws NoAnswer if nobody knows
    public static List<Answer> answers(Ledger ledger, List<RecordFacts.Item> items) {
        try {
            return ledger.record(items).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("expected a runtime failure of the recorder", failure);
        } catch (TimeoutException _) {
            throw new NoAnswer();
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while recording", failure);
        }
    }
}
