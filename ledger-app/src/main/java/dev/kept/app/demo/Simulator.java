package dev.kept.app.demo;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.Money;
import dev.kept.api.commitment.Terms;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Tier;
import dev.kept.domain.due.DueResolver;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A year of a small company, as its systems would have reported it: the same seed and end give the same facts, on any
/// machine.
///
/// What the year tells: one colleague gets worse from the middle of it on, another misses now and then and always says
/// so first, quarter ends and December are hard for everybody, carriers promise too and are sometimes late, customers
/// promise to pay, some evidence comes weeks late, some records are wrong and get corrected, some promises are
/// disputed.
public final class Simulator {
    private static final int DAYS = 365;
    private static final int PER_WORKDAY = 9;
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Currency EURO = Currency.getInstance("EUR");

    private final RandomGenerator random;
    private final Instant end;
    private int number;

    private Simulator(long seed, Instant end) {
        this.random = new SplittableRandom(seed);
        this.end = end;
    }

    /// The facts of the year before `end`, in the order in which they reach the ledger. What happens later is open.
    public static List<SimulatedFact> year(long seed, Instant end) {
        Simulator simulator = new Simulator(seed, end.truncatedTo(ChronoUnit.HOURS));
        List<SimulatedFact> facts = new ArrayList<>();
        LocalDate last = LocalDate.ofInstant(end, ZoneOffset.UTC);
        for (int back = DAYS; back >= 0; back--) {
            simulator.day(last.minusDays(back), 1.0 * (DAYS - back) / DAYS, facts);
        }
        facts.removeIf(fact -> fact.arrival().isAfter(simulator.end)
                || fact.command().claim().at() instanceof Instant at && at.isAfter(simulator.end));
        facts.sort(SimulatedFact.BY_ARRIVAL);
        return facts;
    }

    private void day(LocalDate day, double yearShare, List<SimulatedFact> facts) {
        boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        int count = weekend ? random.nextInt(2) : PER_WORKDAY + random.nextInt(5) - 2 + (isHard(day) ? 3 : 0);
        for (int i = 0; i < count; i++) {
            ours(day, yearShare, facts);
        }
    }

    /// Quarter ends and December: more to do, and less of it on time.
    private static boolean isHard(LocalDate day) {
        boolean quarterEnds = day.getMonthValue() % 3 == 0 && day.getDayOfMonth() > 20;
        return quarterEnds || day.getMonth() == Month.DECEMBER;
    }

    private boolean percent(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private Company.Kind anyKind() {
        int at = random.nextInt(100);
        for (Company.Kind kind : Company.Kind.values()) {
            at -= kind.share;
            if (at < 0) {
                return kind;
            }
        }
        return Company.Kind.CALL_BACK;
    }

    private Instant workHour(LocalDate day) {
        return day.atTime(LocalTime.of(8 + random.nextInt(9), random.nextInt(60)))
                .atZone(ZONE)
                .toInstant();
    }

    private Duration soon() {
        return Duration.ofMinutes(1 + random.nextInt(180));
    }

    private void ours(LocalDate day, double yearShare, List<SimulatedFact> facts) {
        Company.Kind kind = anyKind();
        Company.Promisor promisor = kind == Company.Kind.PRICE ? billing() : any(Company.PROMISORS);
        String customer = any(Company.CUSTOMERS);
        String id = kind.label.toLowerCase(Locale.ROOT) + "-" + (10_000 + number++);
        Instant madeAt = workHour(day);
        Due due = due(kind, day);
        Instant dueAt = DueResolver.plain(due).due();
        Money amount = kind == Company.Kind.SHIP_ORDER || kind == Company.Kind.PRICE ? amount() : null;
        Course course = new Course(id, kind == Company.Kind.SHIP_ORDER ? "erp" : "crm");
        Terms terms = terms(
                customer,
                Direction.BY_US,
                promisor.name(),
                kind.label,
                kind.statement,
                due,
                amount == null ? kind.tier : null,
                amount,
                null);
        // Some systems report the outcome before the promise itself comes through.
        Duration delay = percent(2) ? Duration.between(madeAt, dueAt).plusHours(30) : soon();
        course.add(madeAt, delay, Course.Voice.system(), claim -> new CommitmentCommand.MakeCommitment(claim, terms));

        int kept = promisor.keptPercent() - (isHard(day) ? 9 : 0);
        if (promisor.name().equals(Company.DECAYING) && yearShare > 0.45) {
            kept -= (int) ((yearShare - 0.45) * 80);
        }
        new Turn(random, course, promisor, customer, madeAt, dueAt).play(percent(kept));
        facts.addAll(course.facts());
        if (kind == Company.Kind.SHIP_ORDER) {
            carrier(id, customer, dueAt, facts);
            payment(id, customer, dueAt, amount, facts);
        }
    }

    private static Company.Promisor billing() {
        return Company.PROMISORS.getLast();
    }

    private static Due due(Company.Kind kind, LocalDate day) {
        LocalDate on = day.plusDays(kind.days);
        return switch (kind) {
            case REPAIR_VISIT -> new Due.LocalWindow(on.atTime(9, 0), on.atTime(11, 0), ZONE);
            case QUOTE -> new Due.At(on.atTime(12, 0).atZone(ZONE).toInstant());
            case CALL_BACK -> new Due.At(on.atTime(17, 0).atZone(ZONE).toInstant());
            case SHIP_ORDER, REFUND, ONBOARDING, REVIEW, PRICE -> new Due.EndOfDay(on, ZONE);
        };
    }

    private Money amount() {
        return new Money(BigDecimal.valueOf(2_000 + random.nextInt(400_000), 2), EURO);
    }

    private static Terms terms(
            String customer,
            Direction direction,
            @Nullable String promisor,
            String kind,
            String statement,
            Due due,
            @Nullable Tier tier,
            @Nullable Money amount,
            @Nullable String parent) {
        return new Terms(
                customer, direction, promisor, kind, statement, due, tier, amount, null, null, parent, null, Map.of());
    }

    /// The carrier's own promise to bring the parcel; it excuses nothing.
    private void carrier(String order, String customer, Instant leaves, List<SimulatedFact> facts) {
        if (!percent(60)) {
            return;
        }
        Company.Promisor carrier = any(Company.CARRIERS);
        Instant dueAt = leaves.plus(Duration.ofDays(2));
        Course course = new Course(order + "-delivery", "carrier-edi");
        Terms terms = terms(
                customer,
                Direction.BY_SUPPLIER,
                carrier.name(),
                "delivery",
                "The parcel is there two days after it leaves",
                new Due.At(dueAt),
                Tier.STANDARD,
                null,
                order);
        Instant madeAt = leaves.minus(Duration.ofHours(6));
        course.add(madeAt, soon(), Course.Voice.system(), claim -> new CommitmentCommand.MakeCommitment(claim, terms));
        Instant there = percent(carrier.keptPercent())
                ? dueAt.minus(Duration.ofHours(1 + random.nextInt(30)))
                : dueAt.plus(Duration.ofHours(5 + random.nextInt(90)));
        course.add(there, soon(), Course.Voice.system(), CommitmentCommand.ReportMet::new);
        facts.addAll(course.facts());
    }

    /// The customer's own promise to pay.
    private void payment(
            String order, String customer, Instant from, @Nullable Money amount, List<SimulatedFact> facts) {
        if (!percent(45)) {
            return;
        }
        Instant dueAt = from.plus(Duration.ofDays(14));
        Course course = new Course(order + "-payment", "erp");
        Terms terms = terms(
                customer,
                Direction.BY_CUSTOMER,
                null,
                "payment",
                "Pays within two weeks",
                new Due.At(dueAt),
                null,
                amount,
                order);
        course.add(from, soon(), Course.Voice.system(), claim -> new CommitmentCommand.MakeCommitment(claim, terms));
        if (percent(95)) {
            Instant paid = percent(80)
                    ? dueAt.minus(Duration.ofHours(random.nextInt(200)))
                    : dueAt.plus(Duration.ofHours(10 + random.nextInt(400)));
            course.add(paid, soon(), Course.Voice.system(), CommitmentCommand.ReportMet::new);
        }
        facts.addAll(course.facts());
    }
}
