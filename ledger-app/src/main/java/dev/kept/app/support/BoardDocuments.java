package dev.kept.app.support;

import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.board.Board;
import dev.kept.projections.board.BoardQuery;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The JSON document of the board.
final class BoardDocuments {
    private BoardDocuments() {}

    static JsonValue board(Board board) {
        BoardQuery query = board.query();
        JsonWriter out = new JsonWriter().beginObject();
        Documents.times(out, query.at());
        out.member("zone", query.zone().getId());
        out.member("today", query.today().toString());
        out.member("promisor", query.promisor());
        out.member("direction", query.direction().name());
        out.member("days", Long.valueOf(query.days()));
        out.member("silentDays", Long.valueOf(query.silentDays()));
        section(out, "overdue", board.overdue(), BoardDocuments::item);
        section(out, "dueToday", board.dueToday(), BoardDocuments::item);
        section(out, "atRisk", board.atRisk(), BoardDocuments::item);
        section(out, "upcoming", board.upcoming(), BoardDocuments::item);
        section(out, "missedUntold", board.missedUntold(), BoardDocuments::item);
        section(out, "withoutPromise", board.withoutPromise(), BoardDocuments::item);
        section(out, "silentCustomers", board.silent(), BoardDocuments::customer);
        section(out, "renewalOnlyCustomers", board.renewalOnly(), BoardDocuments::customer);
        return Documents.value(out);
    }

    private static <T> void section(
            JsonWriter out, String name, Board.Section<T> section, BiConsumer<JsonWriter, T> item) {
        out.beginObject(name);
        out.member("total", Long.valueOf(section.total()));
        out.member("more", section.more());
        out.beginArray("items");
        for (T one : section.items()) {
            out.beginObject();
            item.accept(out, one);
            out.endObject();
        }
        out.endArray().endObject();
    }

    private static void item(JsonWriter out, Board.Item item) {
        Documents.commitment(out, item.promise());
        out.member("risk", item.risk().name().toLowerCase(Locale.ROOT));
        out.beginArray("why");
        item.why().forEach(why -> out.value(new JsonValue.JsonText(why.name())));
        out.endArray();
        out.member("wantedDue", time(item.wantedDue()));
        out.member("since", time(item.since()));
        out.member("ageSeconds", Long.valueOf(item.ageSeconds()));
    }

    private static void customer(JsonWriter out, Board.Customer customer) {
        out.member("customer", customer.customer());
        out.member("firstAt", time(customer.firstAt()));
        out.member("keptAt", time(customer.keptAt()));
        out.member("touchedAt", time(customer.touchedAt()));
        out.member("silentSince", time(customer.silentSince()));
        out.member("silentDays", Long.valueOf(customer.silentDays()));
        out.member("promises", Long.valueOf(customer.ours()));
        out.member("renewals", Long.valueOf(customer.renewals()));
    }

    private static @Nullable String time(@Nullable Long epochSeconds) {
        return epochSeconds == null ? null : Instant.ofEpochSecond(epochSeconds).toString();
    }
}
