package dev.kept.domain.capture;

import dev.kept.api.commitment.Due;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a promise in a person's own words.
public sealed interface Captured {

    /// It can mean one thing alone.
    ///
    /// @param phrase the words that say when it is due
    /// @param zone in which they were understood
    record Understood(String customer, String statement, String phrase, Due due, Place zone) implements Captured {}

    /// It can mean several things or none that is certain; whoever wrote it has to say.
    ///
    /// @param field `text`, `customer`, `statement` or `due`
    /// @param value the words that are in question
    /// @param problem what is not clear about them
    /// @param choices what they could be replaced by; empty if `fix` says it all
    record Unclear(String field, @Nullable String value, String problem, List<String> choices, String fix)
            implements Captured {
        public Unclear {
            choices = List.copyOf(choices);
        }
    }
}
