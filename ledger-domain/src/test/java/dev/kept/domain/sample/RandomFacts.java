package dev.kept.domain.sample;

import dev.kept.api.commitment.Claim;
import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.Delivery;
import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.FactTarget;
import dev.kept.api.commitment.Money;
import dev.kept.api.commitment.Patch;
import dev.kept.api.commitment.Terms;
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
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Commands of every type with every field now present, now absent.
public final class RandomFacts {
    private static final List<String> WORDS = List.of(
            "a",
            "order",
            "Größe",
            "契約",
            "naïve",
            "100 %",
            "a%2Fb",
            "c:\\x",
            "\"quoted\"",
            "🤝",
            "line\nbreak",
            "a/b#c?d",
            "{}",
            "null",
            "0",
            "ab\tcd",
            "'");
    private static final List<String> NAMES = List.of(
            "ACME", "VINET", "Ünïted 株", "a b", "order-10248", "x/y:z", "100%", "🤝", "series#2026-Q4", "O'Hara");
    private static final List<String> ZONES = List.of(
            "Europe/Berlin", "UTC", "Pacific/Apia", "Australia/Lord_Howe", "America/New_York", "Asia/Kathmandu");
    private static final long FIRST = Instant.parse("1975-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("2190-01-01T00:00:00Z").getEpochSecond();

    private final RandomGenerator random;

    public RandomFacts(RandomGenerator random) {
        this.random = random;
    }

    public CommitmentCommand command(FactType type) {
        return switch (type) {
            case MADE -> new CommitmentCommand.MakeCommitment(claim(), terms());
            case MET -> new CommitmentCommand.ReportMet(claim());
            case PARTLY_MET -> new CommitmentCommand.ReportPartlyMet(claim(), delivery());
            case MISSED -> new CommitmentCommand.ReportMissed(claim(), maybe(() -> any(MissCause.values())));
            case EXTENSION_REQUESTED -> new CommitmentCommand.RequestExtension(claim(), due());
            case RENEGOTIATED -> new CommitmentCommand.Renegotiate(claim(), due(), any(Party.PROMISOR, Party.PROMISEE));
            case WITHDRAWN -> new CommitmentCommand.Withdraw(claim(), maybe(this::text));
            case RELEASED -> new CommitmentCommand.Release(claim(), maybe(this::text));
            case DISCLOSED -> new CommitmentCommand.Disclose(claim(), maybe(this::text), random.nextBoolean());
            case NOTICED -> new CommitmentCommand.ReportNoticed(claim());
            case MADE_GOOD -> new CommitmentCommand.MakeGood(claim(), maybe(this::text), maybe(this::money));
            case DISPUTED -> new CommitmentCommand.Dispute(claim(), maybe(this::text));
            case RESOLVED -> new CommitmentCommand.ResolveDispute(claim(), any(Finding.values()), text());
            case CONFIRMED -> new CommitmentCommand.ConfirmFact(claim(), target(), maybe(this::text));
            case CORRECTED -> new CommitmentCommand.CorrectFact(claim(), target(), maybe(this::patch), text());
            case VOIDED -> new CommitmentCommand.VoidCommitment(claim(), text());
        };
    }

    private Claim claim() {
        return new Claim(
                new CommitmentId(name()),
                maybe(this::instant),
                maybe(this::instant),
                any(Party.values()),
                maybe(this::name),
                maybe(() -> any(Evidence.values())),
                maybe(this::text),
                new IdempotencyKey(name(), name() + random.nextInt()),
                maybe(this::name),
                maybe(this::name),
                free());
    }

    private Terms terms() {
        boolean counted = random.nextBoolean();
        Direction direction = any(Direction.values());
        return new Terms(
                name(),
                direction,
                direction == Direction.BY_SUPPLIER ? name() : maybe(this::name),
                name(),
                maybe(this::text),
                due(),
                maybe(() -> any(Tier.values())),
                maybe(this::money),
                counted ? decimal(6).add(BigDecimal.ONE) : null,
                counted ? "pieces" : null,
                maybe(this::name),
                maybe(this::name),
                free());
    }

    /// A correction of at least one field.
    public Patch patch() {
        return new Patch(
                maybe(() -> any(FactType.MET, FactType.MISSED, FactType.PARTLY_MET)),
                instant(),
                maybe(() -> any(Party.values())),
                maybe(() -> any(Evidence.values())),
                maybe(this::text),
                maybe(this::name),
                maybe(() -> any(Direction.values())),
                maybe(this::name),
                maybe(this::name),
                maybe(this::text),
                maybe(this::due),
                maybe(this::due),
                maybe(() -> any(Tier.values())),
                maybe(this::money),
                maybe(this::delivery),
                maybe(() -> any(Party.PROMISOR, Party.PROMISEE)),
                maybe(() -> any(Finding.values())),
                maybe(random::nextBoolean));
    }

    private Due due() {
        Instant from = instant();
        Instant to = from.plusSeconds(random.nextInt(1_000_000));
        ZoneId zone = ZoneId.of(any(ZONES));
        return switch (random.nextInt(4)) {
            case 0 -> new Due.At(to);
            case 1 -> new Due.EndOfDay(to.atZone(ZoneOffset.UTC).toLocalDate(), zone);
            case 2 -> new Due.Window(from, to);
            default ->
                new Due.LocalWindow(
                        from.atZone(ZoneOffset.UTC).toLocalDateTime(),
                        to.atZone(ZoneOffset.UTC).toLocalDateTime(),
                        zone);
        };
    }

    private Delivery delivery() {
        return random.nextBoolean()
                ? new Delivery.Share(new BigDecimal(BigInteger.valueOf(random.nextInt(1_001)), 3))
                : new Delivery.Quantity(decimal(4), any("pieces", "kg"));
    }

    private FactTarget target() {
        return random.nextBoolean()
                ? new FactTarget.ById(new UUID(random.nextLong(), random.nextLong()).toString())
                : new FactTarget.ByKey(new IdempotencyKey(name(), name()));
    }

    private Money money() {
        return new Money(decimal(12), Currency.getInstance(any("EUR", "USD", "JPY", "KWD")));
    }

    private Map<String, Object> free() {
        Map<String, Object> free = new HashMap<>();
        int members = random.nextInt(4) == 0 ? random.nextInt(5) : 0;
        for (int i = 0; i < members; i++) {
            free.put(
                    "own" + name() + i,
                    random.nextBoolean() ? text() : decimal(20).negate());
        }
        return free;
    }

    private BigDecimal decimal(int digits) {
        return new BigDecimal(new BigInteger(digits * 3, asRandom()), random.nextInt(4));
    }

    private Instant instant() {
        int nanos = any(0, 0, 500_000_000, 123_456_789, 1_000);
        return Instant.ofEpochSecond(random.nextLong(FIRST, LAST), nanos);
    }

    private String text() {
        StringBuilder text = new StringBuilder(any(WORDS));
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(' ').append(any(WORDS));
        }
        return text.toString();
    }

    private String name() {
        return any(NAMES);
    }

    private java.util.Random asRandom() {
        return java.util.Random.from(random);
    }

    private <T> T maybe(Supplier<T> some) {
        return random.nextBoolean() ? some.get() : null;
    }

    @SafeVarargs
    private <T> T any(T... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
