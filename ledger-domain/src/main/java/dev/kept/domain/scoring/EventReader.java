package dev.kept.domain.scoring;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Finding;
import dev.kept.api.fact.Party;
import dev.kept.api.fact.Tier;
import dev.kept.domain.fact.Correction;
import dev.kept.domain.fact.Details;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.fact.Patch;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonBoolean;
import dev.kept.domain.json.JsonValue.JsonText;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Events of the offline score format as facts: `{id, commitment, type, at, rec, by, evidence, due, tier, …}`.
/// Members it does not know are passed over.
final class EventReader {
    private static final Map<FactType, String> NEEDED = Map.of(
            FactType.MADE, "due",
            FactType.RENEGOTIATED, "newDue",
            FactType.PARTLY_MET, "fractionPpm",
            FactType.RESOLVED, "finding",
            FactType.CONFIRMED, "target");

    private EventReader() {}

    static List<Fact> facts(String path, JsonValue events) {
        if (!(events instanceof JsonArray(var items))) {
            throw Bounds.refused(path, Members.shown(events), "an array of events […] is needed");
        }
        Map<String, Fact> byId = HashMap.newHashMap(items.size());
        List<Fact> facts = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            String itemPath = path + "[" + i + "]";
            Fact fact = fact(Members.of(itemPath, items.get(i)), itemPath);
            Fact other = byId.putIfAbsent(fact.id(), fact);
            if (other == null) {
                facts.add(fact);
            } else if (!other.equals(fact)) {
                throw Bounds.refused(
                        itemPath + ".id", '"' + fact.id() + '"', "another event has it already; give each its own");
            }
        }
        return facts;
    }

    /// An instant: RFC 3339 with an offset, or whole epoch seconds.
    static @Nullable Long time(Members members, String name) {
        JsonValue value = members.optional(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonText(String text))) {
            return Members.whole(members.path(name), value);
        }
        try {
            return OffsetDateTime.parse(text).toEpochSecond();
        } catch (DateTimeException _) {
            throw Bounds.refused(members.path(name), '"' + text + '"', "write an instant such as 2026-01-01T00:00:00Z");
        }
    }

    private static Fact fact(Members members, String path) {
        String id = members.text("id");
        String commitment = members.text("commitment");
        FactType type = type(members)
                .orElseThrow(() -> Bounds.refused(members.path("type"), "missing", "give one of " + typeNames()));
        Long rec = time(members, "rec");
        if (rec == null) {
            throw Bounds.refused(members.path("rec"), "missing", "give when it was recorded: 2026-01-01T00:00:00Z");
        }
        Long at = time(members, "at");
        Party by = word(members, "by", Party.values());
        Evidence evidence = word(members, "evidence", Evidence.values());
        Details details = details(members, path);
        Correction correction =
                type == FactType.CORRECTED ? new Correction(members.text("target"), patch(members, path)) : null;
        String needed = NEEDED.get(type);
        if (needed != null && members.optional(needed) == null) {
            throw Bounds.refused(members.path(needed), "missing", "an event of type " + type.scoreName() + " needs it");
        }
        return at(
                path,
                () -> new Fact(
                        id,
                        commitment,
                        type,
                        at == null ? rec : at,
                        rec,
                        by == null ? Party.PROMISOR : by,
                        evidence == null ? Evidence.SELF : evidence,
                        details,
                        correction));
    }

    private static @Nullable Patch patch(Members members, String eventPath) {
        JsonValue with = members.optional("with");
        if (with == null) {
            return null;
        }
        String path = eventPath + ".with";
        Members patch = Members.of(path, with);
        FactType type = type(patch).orElse(null);
        Long at = time(patch, "at");
        Party by = word(patch, "by", Party.values());
        Evidence evidence = word(patch, "evidence", Evidence.values());
        Details details = details(patch, path);
        return at(eventPath, () -> new Patch(type, at, by, evidence, details));
    }

    private static Details details(Members members, String path) {
        Details.Builder builder = Details.builder()
                .due(time(members, "due"))
                .windowStart(time(members, "windowStart"))
                .newDue(time(members, "newDue"))
                .newWindowStart(time(members, "newWindowStart"))
                .tier(word(members, "tier", Tier.values()))
                .amountMinor(members.optionalNumber("amount"))
                .fractionPpm(members.optionalNumber("fractionPpm"))
                .finding(word(members, "finding", Finding.values()))
                .confirmedUnnoticed(flag(members, "confirmedUnnoticed"))
                .target(members.optionalText("target"));
        return at(path, builder::build);
    }

    /// A value whose own checks name a field of it: the refusal is told where in the document that field stands.
    private static <T> T at(String path, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path + "." + e.getMessage(), e);
        }
    }

    private static Optional<FactType> type(Members members) {
        String name = members.optionalText("type");
        if (name == null) {
            return Optional.empty();
        }
        Optional<FactType> type = FactType.ofScoreName(name).or(() -> FactType.ofWireName(name));
        if (type.isEmpty()) {
            throw Bounds.refused(members.path("type"), '"' + name + '"', "give one of " + typeNames());
        }
        return type;
    }

    private static <E extends Enum<E>> @Nullable E word(Members members, String name, E[] words) {
        String text = members.optionalText(name);
        if (text == null) {
            return null;
        }
        for (E word : words) {
            if (word.name().equalsIgnoreCase(text)) {
                return word;
            }
        }
        List<String> known = Arrays.stream(words)
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .toList();
        throw Bounds.refused(members.path(name), '"' + text + '"', "give one of " + known);
    }

    private static @Nullable Boolean flag(Members members, String name) {
        JsonValue value = members.optional(name);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonBoolean(boolean flag)) {
            return flag;
        }
        throw Bounds.refused(members.path(name), Members.shown(value), "true or false is needed");
    }

    private static List<String> typeNames() {
        return Arrays.stream(FactType.values()).map(FactType::scoreName).toList();
    }
}
