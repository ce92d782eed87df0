package dev.kept.app.support;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.api.event.EventCatalog;
import dev.kept.domain.calendar.CalendarDefined;
import dev.kept.domain.commitment.Events;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.line.CalendarLine;
import dev.kept.domain.line.FactLineWriter;
import dev.kept.domain.line.SeriesLine;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Standing;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.domain.series.SeriesDefined;
import dev.kept.projections.board.Board;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.reliability.Comparison;
import dev.kept.projections.reliability.Counts;
import dev.kept.projections.reliability.ReliabilityViews;
import dev.kept.projections.reliability.ScoreViews;
import dev.kept.store.StoredFact;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The JSON documents that REST and the command line hand out, with the same names in both.
public final class Documents {
    private Documents() {}

    /// One recorded fact: where it stands in the log, its times, and the line that says it.
    public static JsonValue fact(CommitmentEvent event, long position, int version, Instant acceptedAt) {
        Envelope envelope = event.envelope();
        JsonWriter out = new JsonWriter().beginObject();
        out.member("factId", envelope.factId());
        out.member("commitment", envelope.commitment().value());
        out.member("type", event.type().wireName());
        out.member("name", EventCatalog.of(event.type()).storedName());
        out.member("position", Long.valueOf(position));
        out.member("version", Long.valueOf(version));
        out.member("at", envelope.at().toString());
        out.member("recordedAt", (envelope.imported() ? envelope.rec() : acceptedAt).toString());
        out.member("acceptedAt", acceptedAt.toString());
        out.member("by", lower(envelope.by()));
        out.member("actor", envelope.actor());
        out.member("evidence", envelope.evidence().name());
        out.member("evidenceRef", envelope.evidenceRef());
        out.member("source", envelope.key().source());
        out.member("id", envelope.key().id());
        out.member("fingerprint", envelope.fingerprint());
        out.member("line", JsonReader.readTrusted(FactLineWriter.line(Events.command(event))));
        return value(out);
    }

    /// A fact about the ledger itself, as it is stored.
    public static JsonValue ofLedger(StoredFact fact) {
        JsonWriter out = new JsonWriter().beginObject();
        out.member("factId", fact.factId());
        out.member("name", fact.name() + ".v" + fact.revision());
        out.member("position", Long.valueOf(fact.position()));
        out.member("acceptedAt", fact.acceptedAt().toString());
        return value(out.member("line", JsonReader.readTrusted(fact.payload())));
    }

    /// One recorded definition of a calendar.
    public static JsonValue calendar(CalendarDefined event, long position) {
        JsonWriter out = new JsonWriter().beginObject();
        out.member("factId", event.factId());
        out.member("name", CalendarDefined.EVENT_NAME + ".v" + CalendarDefined.REVISION);
        out.member("position", Long.valueOf(position));
        out.member("acceptedAt", event.acceptedAt().toString());
        out.member("actor", event.actor());
        out.member("source", event.key().source());
        out.member("id", event.key().id());
        out.beginObject("line");
        CalendarLine.write(out, event.name(), event.calendar(), event.regions());
        return value(out.endObject());
    }

    /// One recorded definition of a series.
    public static JsonValue series(SeriesDefined event, long position) {
        JsonWriter out = new JsonWriter().beginObject();
        out.member("factId", event.factId());
        out.member("name", SeriesDefined.EVENT_NAME + ".v" + SeriesDefined.REVISION);
        out.member("position", Long.valueOf(position));
        out.member("acceptedAt", event.acceptedAt().toString());
        out.member("actor", event.actor());
        out.member("source", event.key().source());
        out.member("id", event.key().id());
        out.beginObject("line");
        SeriesLine.write(out, event.series());
        return value(out.endObject());
    }

    public static void commitment(JsonWriter out, CommitmentView view) {
        Standing standing = view.standing();
        out.member("commitment", view.commitment());
        out.member("customer", standing.customer());
        out.member(
                "direction",
                standing.direction() == null ? null : standing.direction().name());
        out.member("promisor", standing.promisor());
        out.member("kind", standing.kind());
        out.member("statement", view.statement());
        out.member("tier", lower(view.tier()));
        BigDecimal amount = view.amount();
        out.member("amount", amount == null ? null : amount.toPlainString());
        out.member("currency", view.currency());
        out.member("outcome", standing.outcome().name());
        out.beginArray("flags");
        standing.flags().stream().map(Flag::name).sorted().forEach(flag -> out.value(new JsonValue.JsonText(flag)));
        out.endArray();
        out.member("madeAt", time(standing.madeAt()));
        out.member("originalDue", time(standing.originalDue()));
        out.member("due", time(standing.due()));
        out.member("settledAt", time(standing.settledAt()));
        out.member("withdrawnBy", lower(standing.withdrawnBy()));
        out.member("version", Long.valueOf(view.facts()));
    }

    public static void counts(JsonWriter out, Counts counts) {
        out.member("made", Long.valueOf(counts.made()));
        out.member("on_time", Long.valueOf(counts.onTime()));
        out.member("late", Long.valueOf(counts.late()));
        out.member("partly", Long.valueOf(counts.partly()));
        out.member("missed", Long.valueOf(counts.missed()));
        out.member("withdrawn", Long.valueOf(counts.withdrawn()));
        out.member("withdrawn_by_promisor", Long.valueOf(counts.withdrawnByPromisor()));
        out.member("released", Long.valueOf(counts.released()));
        out.member("voided", Long.valueOf(counts.voided()));
        out.member("open", Long.valueOf(counts.open()));
        out.member("open_overdue", Long.valueOf(counts.openOverdue()));
        out.member("rate", counts.rate().<JsonValue>map(Documents::number).orElse(new JsonValue.JsonNull()));
        out.member("kept_streak", Long.valueOf(counts.keptStreak()));
        out.member("broken_streak", Long.valueOf(counts.brokenStreak()));
        out.member("current_streak", Long.valueOf(counts.currentStreak()));
    }

    public static JsonValue stats(ReliabilityViews.Stats stats, ReliabilityViews.@Nullable By by, ReadAt at) {
        JsonWriter out = new JsonWriter().beginObject();
        times(out, at);
        out.beginObject("totals");
        counts(out, stats.totals());
        out.member("awaiting_terms", Long.valueOf(stats.awaitingTerms()));
        out.endObject();
        out.member("by", by == null ? null : lower(by));
        out.beginArray("rows");
        for (ReliabilityViews.Row row : stats.rows()) {
            out.beginObject().member("key", row.key());
            counts(out, row.counts());
            out.endObject();
        }
        return value(out.endArray());
    }

    /// How much of the reasons a score document holds.
    public enum Reasons {
        ALL,
        TOP,
        NONE
    }

    /// A score with the reading it answers, its reasons and, in a few sentences, what it is.
    public static JsonValue score(Score.Explained explained, Policy policy, ReadAt at, Reasons reasons) {
        return ScoreDocuments.score(explained, policy, at, reasons);
    }

    /// A score alone, for where two of them stand side by side.
    public static JsonValue brief(Score score) {
        return ScoreDocuments.brief(score);
    }

    public static JsonValue history(List<ScoreViews.Point> points, Policy policy, Instant knownAt) {
        return ScoreDocuments.history(points, policy, knownAt);
    }

    public static JsonValue restatements(List<ScoreViews.Restatement> restatements, Policy policy, Instant knownAt) {
        return ScoreDocuments.restatements(restatements, policy, knownAt);
    }

    /// @param most how many rows at most
    public static JsonValue comparison(Comparison comparison, int most) {
        return ScoreDocuments.comparison(comparison, most);
    }

    /// The board with its lists, as far as they were read, and how long each is.
    public static JsonValue board(Board board) {
        return BoardDocuments.board(board);
    }

    public static void times(JsonWriter out, ReadAt at) {
        out.member("asOf", at.asOf().toString());
        out.member("knownAt", at.knownAt().toString());
    }

    /// Closes the object that is being written and returns it.
    public static JsonValue value(JsonWriter out) {
        return JsonReader.readTrusted(out.endObject().toBytes());
    }

    /// The names of an enumeration as callers write them.
    public static List<String> names(Enum<?>[] constants) {
        List<String> names = new ArrayList<>();
        for (Enum<?> constant : constants) {
            names.add(constant.name().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static JsonValue number(BigDecimal number) {
        return new JsonValue.JsonNumber(number.stripTrailingZeros().toPlainString());
    }

    private static @Nullable String time(@Nullable Long epochSeconds) {
        return epochSeconds == null ? null : Instant.ofEpochSecond(epochSeconds).toString();
    }

    private static @Nullable String lower(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
    }
}
