package dev.kept.app.support.intake;

import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.json.JsonValue;
import java.util.List;

/// Turns a foreign JSON document into fact lines.
@FunctionalInterface
public interface LineMapping {
    /// The facts that the document reports, in their order; none if it reports nothing that matters.
    Mapped map(JsonValue document);

    /// What a mapping makes of a document.
    sealed interface Mapped {
        record Lines(List<JsonValue> lines) implements Mapped {
            public Lines {
                lines = List.copyOf(lines);
            }
        }

        record Unmappable(Refusal refusal) implements Mapped {}
    }
}
