package dev.kept.projections.reliability;

import dev.kept.api.commitment.Due;
import dev.kept.domain.due.DueResolver;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Says due dates of arrivals in the local time of the airport, which is the customer of the promise.
final class LocalTimes {
    private final Map<String, ZoneId> zones;
    private int said;
    private int left;

    private LocalTimes(Map<String, ZoneId> zones) {
        this.zones = zones;
    }

    static LocalTimes ofAirports() throws IOException {
        try (InputStream in = Objects.requireNonNull(LocalTimes.class.getResourceAsStream("/airport-zones.csv"))) {
            Map<String, ZoneId> zones = new HashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                String[] parts = line.split(",");
                for (String airport : parts[1].split(" ")) {
                    zones.put(airport, ZoneId.of(parts[0]));
                }
            });
            return new LocalTimes(zones);
        }
    }

    /// The line with its due date as a local time, where that time means the same instant.
    String saidLocally(String line) {
        JsonObject fact = (JsonObject) JsonReader.readTrusted(line.getBytes(StandardCharsets.UTF_8));
        if (!(fact.get("due") instanceof JsonText(String due))) {
            return line;
        }
        ZoneId zone =
                Objects.requireNonNull(zones.get(((JsonText) Objects.requireNonNull(fact.get("customer"))).value()));
        LocalDateTime local = Instant.parse(due).atZone(zone).toLocalDateTime();
        if (!DueResolver.plain(new Due.AtLocal(local, zone)).due().equals(Instant.parse(due))) {
            left++;
            return line;
        }
        said++;
        Map<String, JsonValue> members = new LinkedHashMap<>(fact.members());
        members.put(
                "due",
                new JsonObject(Map.of("at", new JsonText(local.toString()), "zone", new JsonText(zone.getId()))));
        return JsonWriter.text(new JsonObject(members));
    }

    int said() {
        return said;
    }

    int leftAsInstants() {
        return left;
    }
}
