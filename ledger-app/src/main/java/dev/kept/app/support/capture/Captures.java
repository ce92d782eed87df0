package dev.kept.app.support.capture;

import dev.kept.api.commitment.Claim;
import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.Terms;
import dev.kept.api.event.ResolvedDue;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Party;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.app.support.Ledger;
import dev.kept.domain.capture.Captured;
import dev.kept.domain.capture.Place;
import dev.kept.domain.capture.QuickCapture;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.due.DueResolver;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.FactLineWriter;
import dev.kept.domain.line.LineContext;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Understands promises in a person's own words and says exactly what would be recorded. Records nothing.
///
/// Days are those of the customer: of the zone of the calendar `customer:` and their name, else of the zone that is
/// asked for, else of that of the calendar `default`, else UTC. Working time is counted by the customer's calendar,
/// else by
/// `default`.
public final class Captures {
    public static final String SOURCE = "capture";
    private static final String DEFAULT_CALENDAR = "default";
    private static final int MOST_NEAR = 5;

    private final Ledger ledger;
    private final Supplier<String> marks;

    /// @param marks ends of names, each one new
    public Captures(Ledger ledger, Supplier<String> marks) {
        this.ledger = ledger;
        this.marks = marks;
    }

    /// @param zone of customers whose calendar names none; null for the ledger's own
    /// @param promisor null for the ledger itself
    /// @param actor who writes this, null if that is not known
    public record Request(
            String text,
            @Nullable ZoneId zone,
            @Nullable String promisor,
            @Nullable String actor) {}

    /// What was understood.
    public sealed interface Answer {
        record Ready(Understanding understanding) implements Answer {}

        record Question(Captured.Unclear unclear) implements Answer {}
    }

    /// Where a zone comes from.
    public enum ZoneOf {
        CUSTOMER,
        ASKED,
        LEDGER
    }

    /// @param known the ledger has promises of this customer
    /// @param near known customers whose names are alike, if this one is not known
    /// @param due as it would be resolved now
    /// @param line the fact line that records it: nothing else than what was shown
    public record Understanding(
            String customer,
            boolean known,
            List<String> near,
            String promisor,
            boolean assigned,
            String statement,
            String phrase,
            ResolvedDue due,
            ZoneId zone,
            ZoneOf zoneOf,
            JsonValue.JsonObject line) {}

    public Answer read(Request request) {
        Instant now = ledger.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        Captured captured = new QuickCapture(
                        now, customer -> place(customer, request.zone()).place())
                .read(request.text());
        return switch (captured) {
            case Captured.Unclear unclear -> new Answer.Question(unclear);
            case Captured.Understood understood -> understood(understood, request, now);
        };
    }

    private record Located(Place place, ZoneOf zoneOf) {}

    private Located place(String customer, @Nullable ZoneId asked) {
        Optional<ZoneId> own = zone("customer:" + customer);
        if (own.isPresent()) {
            return new Located(new Place(own.get(), new Due.CalendarOf.Customer()), ZoneOf.CUSTOMER);
        }
        Optional<ZoneId> ledgers = zone(DEFAULT_CALENDAR);
        Due.CalendarOf calendar = ledgers.isPresent() ? new Due.CalendarOf.Named(DEFAULT_CALENDAR) : null;
        return asked == null
                ? new Located(new Place(ledgers.orElse(ZoneId.of("UTC")), calendar), ZoneOf.LEDGER)
                : new Located(new Place(asked, calendar), ZoneOf.ASKED);
    }

    private Optional<ZoneId> zone(String calendar) {
        return ledger.calendars()
                .named(calendar)
                .map(version -> version.calendar().zone());
    }

    private Answer understood(Captured.Understood understood, Request request, Instant now) {
        String customer = understood.customer();
        String promisor = request.promisor() == null ? ledger.tenant() : request.promisor();
        String name = Slug.of(customer, understood.statement(), marks.get());
        CommitmentCommand command = new CommitmentCommand.MakeCommitment(
                new Claim(
                        new CommitmentId(name),
                        now,
                        null,
                        Party.PROMISOR,
                        request.actor(),
                        null,
                        null,
                        new IdempotencyKey(SOURCE, name),
                        null,
                        null,
                        Map.of()),
                new Terms(
                        customer,
                        Direction.BY_US,
                        request.promisor(),
                        "promise",
                        understood.statement(),
                        understood.due(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of()));
        byte[] line = FactLineWriter.line(command);
        if (FactLineReader.read(line, new LineContext(null, null, SOURCE, name))
                instanceof FactLineReader.Reading.Unreadable(Refusal refusal)) {
            return question(refusal.field(), refusal.value(), refusal.message(), refusal.fix());
        }
        var basis =
                new DueResolver.Basis(now, Optional.of(new DueResolver.Owners(customer, promisor)), ledger.calendars());
        return switch (DueResolver.resolve(understood.due(), basis)) {
            case DueResolver.Resolution.Resolved(ResolvedDue due) -> {
                boolean known = ledger.customers().isKnown(customer);
                Located located = place(customer, request.zone());
                yield new Answer.Ready(new Understanding(
                        customer,
                        known,
                        known ? List.of() : ledger.customers().near(customer, MOST_NEAR),
                        promisor,
                        request.promisor() != null,
                        understood.statement(),
                        understood.phrase(),
                        due,
                        located.place().zone(),
                        located.zoneOf(),
                        (JsonValue.JsonObject) JsonReader.readTrusted(line)));
            }
            case DueResolver.Resolution.NoCalendar(String calendar) ->
                question("due", calendar, "there is no business calendar of this name", "define it first");
            case DueResolver.Resolution.NoOwner() ->
                throw new IllegalStateException("expected the customer to be known: " + understood);
            case DueResolver.Resolution.NeverOpen(String calendar) ->
                question(
                        "due",
                        calendar,
                        "this calendar is not open for so long within 20 years",
                        "give a shorter time, or check the calendar's week");
        };
    }

    private static Answer question(String field, @Nullable String value, String problem, String fix) {
        return new Answer.Question(new Captured.Unclear(field, value, problem, List.of(), fix));
    }
}
