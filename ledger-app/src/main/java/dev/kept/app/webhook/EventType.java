package dev.kept.app.webhook;

import dev.kept.projections.watch.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What an endpoint can be told of.
enum EventType {
    OUTCOME_CHANGED("outcome.changed"),
    WARNING_AT_RISK("warning.at_risk"),
    WARNING_DUE("warning.due"),
    WARNING_OVERDUE("warning.overdue"),
    WARNING_MISSED("warning.missed"),
    /// Sent on request alone.
    TEST("webhook.test");

    private final String type;

    EventType(String type) {
        this.type = type;
    }

    String type() {
        return type;
    }

    static EventType of(Stage stage) {
        return switch (stage) {
            case AT_RISK -> WARNING_AT_RISK;
            case DUE -> WARNING_DUE;
            case OVERDUE -> WARNING_OVERDUE;
            case MISSED -> WARNING_MISSED;
        };
    }

    /// Names that callers may ask for.
    static List<String> names() {
        return Arrays.stream(values())
                .filter(one -> one != TEST)
                .map(EventType::type)
                .toList();
    }

    /// The types that a name stands for: its own, those that begin with it (`warning.*`), or all (`*`).
    ///
    /// @return nothing if there are none
    static Optional<Set<String>> named(String name) {
        Set<String> types = new TreeSet<>();
        for (String type : names()) {
            if (type.equals(name)
                    || name.equals("*")
                    || name.endsWith(".*") && type.startsWith(name.substring(0, name.length() - 1))) {
                types.add(type);
            }
        }
        return types.isEmpty() ? Optional.empty() : Optional.of(types);
    }
}
