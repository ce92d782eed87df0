package dev.kept.domain.line;

import dev.kept.api.commitment.Delivery;
import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.Money;
import dev.kept.api.commitment.Patch;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.api.event.PromisedTerms;
import dev.kept.api.event.Replacement;
import dev.kept.api.event.ResolvedDue;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Finding;
import dev.kept.api.fact.MissCause;
import dev.kept.api.fact.Party;
import dev.kept.api.fact.Tier;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;

/// The events that the golden files hold, by type and by what is special about them.
final class GoldenEvents {
    static final String TENANT = "us";
    static final Instant ACCEPTED = Instant.parse("2026-03-01T09:30:00.123456Z");
    static final String FACT_ID = "0195503c-4b7b-7fff-8000-000000000001";
    private static final String TARGET = "0195503c-4b7b-7000-8000-00000000000a";
    private static final String TZDB = "2025b";
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final ResolvedDue AT_NOON = new ResolvedDue(new Due.At(NOON), null, NOON, null);

    private GoldenEvents() {}

    static Map<String, CommitmentEvent> of(FactType type) {
        return switch (type) {
            case MADE -> made();
            case MET -> met();
            case PARTLY_MET -> partlyMet();
            case MISSED ->
                Map.of(
                        "plain", new CommitmentEvent.CommitmentMissed(plain(type), null),
                        "cause", new CommitmentEvent.CommitmentMissed(system(), MissCause.EXTERNAL));
            case EXTENSION_REQUESTED ->
                Map.of(
                        "instant", new CommitmentEvent.ExtensionRequested(plain(type), AT_NOON),
                        "day", new CommitmentEvent.ExtensionRequested(plain(type), day()));
            case RENEGOTIATED ->
                Map.of(
                        "instant", new CommitmentEvent.CommitmentRenegotiated(plain(type), AT_NOON, Party.PROMISOR),
                        "window", new CommitmentEvent.CommitmentRenegotiated(plain(type), window(), Party.PROMISEE));
            case WITHDRAWN -> Map.of("plain", new CommitmentEvent.CommitmentWithdrawn(plain(type), "out of stock"));
            case RELEASED -> Map.of("plain", new CommitmentEvent.CommitmentReleased(promisee(), null));
            case DISCLOSED ->
                Map.of(
                        "plain", new CommitmentEvent.ProblemDisclosed(plain(type), null, false),
                        "unnoticed", new CommitmentEvent.ProblemDisclosed(promisee(), "late by a day", true));
            case NOTICED -> Map.of("plain", new CommitmentEvent.ProblemNoticed(promisee()));
            case MADE_GOOD ->
                Map.of(
                        "plain", new CommitmentEvent.RemedyGiven(plain(type), null, null),
                        "value", new CommitmentEvent.RemedyGiven(plain(type), "voucher", money("25.50", "EUR")));
            case DISPUTED -> Map.of("plain", new CommitmentEvent.CommitmentDisputed(promisee(), "never arrived"));
            case RESOLVED ->
                Map.of(
                        "upheld", new CommitmentEvent.DisputeResolved(plain(type), Finding.UPHELD, "no signature"),
                        "rejected", new CommitmentEvent.DisputeResolved(plain(type), Finding.REJECTED, "signed for"));
            case CONFIRMED -> Map.of("plain", new CommitmentEvent.FactConfirmed(promisee(), TARGET, null));
            case CORRECTED -> corrected();
            case VOIDED -> Map.of("plain", new CommitmentEvent.CommitmentVoided(plain(type), "entered twice"));
        };
    }

    private static Map<String, CommitmentEvent> made() {
        Map<String, CommitmentEvent> made = new LinkedHashMap<>();
        made.put("least", made(terms(AT_NOON, null, null, Map.of())));
        made.put("tier", made(terms(AT_NOON, Tier.CRITICAL, null, Map.of())));
        made.put("amount", made(terms(AT_NOON, null, money("440.00", "USD"), Map.of())));
        made.put("day", made(terms(day(), Tier.MINOR, null, Map.of())));
        made.put("window", made(terms(window(), null, null, Map.of())));
        made.put("local window", made(terms(localWindow(), null, null, Map.of())));
        made.put("open time", made(terms(openTime(), null, null, Map.of())));
        made.put("business days", made(terms(businessDays(), null, null, Map.of())));
        made.put(
                "attributes",
                made(terms(
                        AT_NOON,
                        null,
                        null,
                        Map.of("carrier", "shipper-3", "weight", new BigDecimal("12.50"), "Größe", "\"XL\"\n🤝"))));
        made.put(
                "everything",
                new CommitmentEvent.CommitmentMade(
                        everything(),
                        new PromisedTerms(
                                "Ünïted 株",
                                Direction.BY_SUPPLIER,
                                "carrier/7",
                                "ship-order",
                                "Order leaves our dock",
                                localWindow(),
                                Tier.MAJOR,
                                money("0.07", "JPY"),
                                new BigDecimal("12"),
                                "pieces",
                                "order-1",
                                "order#2026-Q1",
                                Map.of("a", "b"))));
        return made;
    }

    private static ResolvedDue openTime() {
        Due form = new Due.OpenTime(Duration.ofMinutes(510), new Due.CalendarOf.Named("support-eu"));
        return new ResolvedDue(form, null, NOON, TZDB, new ResolvedDue.Calendar("support-eu", 3));
    }

    private static ResolvedDue businessDays() {
        Due form = new Due.BusinessDays(2, new Due.CalendarOf.Customer());
        return new ResolvedDue(form, null, NOON, TZDB, new ResolvedDue.Calendar("customer:ACME", 0));
    }

    private static CommitmentEvent made(PromisedTerms terms) {
        return new CommitmentEvent.CommitmentMade(plain(FactType.MADE), terms);
    }

    private static PromisedTerms terms(ResolvedDue due, Tier tier, Money amount, Map<String, Object> attributes) {
        return new PromisedTerms(
                "ACME", Direction.BY_US, "us", "promise", null, due, tier, amount, null, null, null, null, attributes);
    }

    private static Map<String, CommitmentEvent> met() {
        return Map.of(
                "plain", new CommitmentEvent.CommitmentMet(plain(FactType.MET)),
                "everything", new CommitmentEvent.CommitmentMet(everything()));
    }

    private static Map<String, CommitmentEvent> partlyMet() {
        return Map.of(
                "share",
                new CommitmentEvent.CommitmentPartlyMet(
                        plain(FactType.PARTLY_MET), new Delivery.Share(new BigDecimal("0.6"))),
                "quantity",
                new CommitmentEvent.CommitmentPartlyMet(
                        plain(FactType.PARTLY_MET), new Delivery.Quantity(new BigDecimal("7.50"), "kg")));
    }

    private static Map<String, CommitmentEvent> corrected() {
        Map<String, CommitmentEvent> corrected = new LinkedHashMap<>();
        corrected.put("strike", corrected((Replacement) null));
        corrected.put("met", corrected(new Replacement(patchOfMet(), null, null)));
        corrected.put("terms", corrected(new Replacement(patchOfTerms(), localWindow(), null)));
        corrected.put(
                "renegotiation",
                corrected(new Replacement(
                        new Patch(
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                new Due.At(NOON),
                                null,
                                null,
                                null,
                                Party.PROMISEE,
                                null,
                                null),
                        null,
                        AT_NOON)));
        corrected.put(
                "finding",
                corrected(new Replacement(
                        new Patch(
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                Finding.REJECTED,
                                false),
                        null,
                        null)));
        return corrected;
    }

    private static CommitmentEvent corrected(Replacement with) {
        return new CommitmentEvent.FactCorrected(plain(FactType.CORRECTED), TARGET, with, "wrong line");
    }

    private static Patch patchOfMet() {
        return new Patch(
                FactType.PARTLY_MET,
                NOON,
                Party.PROMISEE,
                Evidence.CONFIRMED,
                "mail:17",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new Delivery.Share(new BigDecimal("0.25")),
                null,
                null,
                null);
    }

    private static Patch patchOfTerms() {
        return new Patch(
                null,
                null,
                null,
                null,
                null,
                "ACME Ltd",
                Direction.BY_CUSTOMER,
                "ACME Ltd",
                "payment",
                "pays tomorrow",
                localWindow().form(),
                null,
                Tier.STANDARD,
                money("10", "EUR"),
                new Delivery.Quantity(new BigDecimal("3"), "pallets"),
                null,
                null,
                null);
    }

    private static ResolvedDue day() {
        return new ResolvedDue(
                new Due.EndOfDay(LocalDate.of(2026, 11, 30), BERLIN),
                null,
                Instant.parse("2026-11-30T22:59:59Z"),
                TZDB);
    }

    private static ResolvedDue window() {
        Instant from = Instant.parse("2026-11-30T09:00:00Z");
        Instant to = Instant.parse("2026-11-30T11:00:00Z");
        return new ResolvedDue(new Due.Window(from, to), from, to, null);
    }

    private static ResolvedDue localWindow() {
        return new ResolvedDue(
                new Due.LocalWindow(
                        LocalDateTime.of(2026, 11, 30, 9, 0), LocalDateTime.of(2026, 11, 30, 11, 0, 30), BERLIN),
                Instant.parse("2026-11-30T08:00:00Z"),
                Instant.parse("2026-11-30T10:00:30Z"),
                TZDB);
    }

    private static Money money(String amount, String currency) {
        return new Money(new BigDecimal(amount), Currency.getInstance(currency));
    }

    private static Envelope plain(FactType type) {
        return new Envelope(
                FACT_ID,
                TENANT,
                new CommitmentId("order-10248"),
                Instant.parse("2026-03-01T09:00:00Z"),
                ACCEPTED,
                ACCEPTED,
                Party.PROMISOR,
                null,
                Evidence.SELF,
                null,
                new IdempotencyKey("erp", "10248-" + type.wireName()),
                null,
                null,
                false,
                "00ff",
                Map.of());
    }

    private static Envelope promisee() {
        return said(Party.PROMISEE, Evidence.CONFIRMED);
    }

    private static Envelope system() {
        return said(Party.SYSTEM, Evidence.SYSTEM);
    }

    private static Envelope said(Party by, Evidence evidence) {
        Envelope plain = plain(FactType.MET);
        return new Envelope(
                FACT_ID,
                TENANT,
                plain.commitment(),
                plain.at(),
                ACCEPTED,
                ACCEPTED,
                by,
                null,
                evidence,
                null,
                plain.key(),
                null,
                null,
                false,
                "00ff",
                Map.of());
    }

    private static Envelope everything() {
        return new Envelope(
                FACT_ID,
                TENANT,
                new CommitmentId("order/10 %248"),
                Instant.parse("1996-07-04T00:00:00.5Z"),
                Instant.parse("1996-07-04T00:00:01Z"),
                ACCEPTED,
                Party.SYSTEM,
                "employee-5",
                Evidence.SYSTEM,
                "sha256:1a2b \"quoted\"",
                new IdempotencyKey("https://erp.example/é", "10248/made"),
                "trace-1",
                "cause-1",
                true,
                "00ff",
                Map.of("shift", "late", "truck", new BigDecimal("17.0")));
    }
}
