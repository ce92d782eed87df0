package dev.kept.domain.scoring;

/// The score in words, with the figures of a policy.
final class Explanation {
    private static final String TEXT = """
            The score is our estimate, out of 100, of how well the next promise will be kept. Every promise counts once: \
            100 if kept on time with proof, less if late, partial or repaired, 0 if broken or if nothing was recorded by \
            %s it was due. Bigger promises weigh more (at most %s standard ones), and a promise loses half its weight \
            every %d days. A new record starts at %s, worth %s standard promises, so that a handful of promises cannot \
            make or break it. Admitting a miss before the customer notices and making it good win back part of the loss, \
            never all of it. What only the promisor has seen cannot earn a pass. The range next to the score shows how \
            sure we are; the test is passed when even its low end is %s or more, failed when even its high end is below \
            %s. The reserve says how many more misses today's grade can take.""";

    private Explanation() {}

    static String of(Policy policy) {
        long heaviest = policy.amount().maxMilli();
        for (long weight : policy.weightsMilli().values()) {
            heaviest = Math.max(heaviest, weight);
        }
        String pass = decimal(policy.verdict().passPpm(), 10_000);
        return String.format(
                java.util.Locale.ROOT,
                TEXT,
                graceful(policy.overdueGraceDays()),
                decimal(heaviest, 1_000),
                policy.halfLifeDays(),
                decimal(policy.prior().meanPpm(), 10_000),
                decimal(policy.prior().strengthMilli(), 1_000),
                pass,
                pass);
    }

    private static String graceful(int days) {
        return switch (days) {
            case 0 -> "the end of the day";
            case 1 -> "the end of the day after";
            default -> "the end of the " + days + " days after";
        };
    }

    /// Without a fraction where there is none.
    private static String decimal(long value, long unit) {
        long rest = value % unit;
        if (rest == 0) {
            return Long.toString(value / unit);
        }
        String digits = Long.toString(unit + rest).substring(1);
        return value / unit + "." + digits.replaceFirst("0+$", "");
    }
}
