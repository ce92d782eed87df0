package dev.kept.app.torture;

import dev.kept.api.commitment.Claim;
import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.Terms;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Party;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What every caller sends, as a function of the seed: whoever restarts a caller knows what it had sent.
///
/// A caller sends one submission after the other, each of up to [#MOST_ITEMS] facts, some about a promise of its own,
/// some about promises that all callers share. A fact's correlation id says which one it is, whatever key it is sent
/// under.
record Workload(long seed) {
    static final int CALLERS = 12;

    private static final int MOST_ITEMS = 5;
    private static final int SUBMISSIONS_PER_PROMISE = 4;
    private static final int SUBMISSIONS_PER_ROUND = 20;
    private static final int SHARED = 5;
    private static final String SOURCE = "torture";
    private static final Instant MADE = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant DUE = Instant.parse("2026-03-09T17:00:00Z");
    private static final Pattern NAME = Pattern.compile("t-(\\d{1,4})-(\\d{1,9})-(\\d{1,4})");

    /// Which fact of which submission of which caller.
    record Name(int caller, int submission, int item) {
        static Optional<Name> parse(String text) {
            Matcher parts = NAME.matcher(text);
            return parts.matches()
                    ? Optional.of(new Name(
                            Integer.parseInt(parts.group(1)),
                            Integer.parseInt(parts.group(2)),
                            Integer.parseInt(parts.group(3))))
                    : Optional.empty();
        }

        boolean follows(Name other) {
            return submission > other.submission || submission == other.submission && item > other.item;
        }

        @Override
        public String toString() {
            return "t-" + caller + "-" + submission + "-" + item;
        }
    }

    /// @param again put behind every key; empty, except for a client that forgets which keys it used
    List<RecordFacts.Item> submission(int caller, int submission, String again) {
        Random random = new Random(seed * 1_000_003 + caller * 7_919L + submission);
        String own = "own-" + caller + "-" + submission / SUBMISSIONS_PER_PROMISE;
        List<RecordFacts.Item> items = new ArrayList<>();
        int count = 1 + random.nextInt(MOST_ITEMS);
        for (int item = 0; item < count; item++) {
            Name name = new Name(caller, submission, item);
            boolean first = item == 0 && submission % SUBMISSIONS_PER_PROMISE == 0;
            String shared = "shared-" + submission / SUBMISSIONS_PER_ROUND + "-" + random.nextInt(SHARED);
            String commitment = first || random.nextInt(3) == 0 ? own : shared;
            CommitmentCommand command = first
                    ? new CommitmentCommand.MakeCommitment(claim(commitment, name, again, MADE), terms())
                    : new CommitmentCommand.ReportMissed(claim(commitment, name, again, DUE), null);
            items.add(new RecordFacts.Item(command, Entrance.BUS));
        }
        return items;
    }

    private static Claim claim(String commitment, Name name, String again, Instant at) {
        return new Claim(
                new CommitmentId(commitment),
                at,
                null,
                Party.PROMISOR,
                null,
                null,
                null,
                new IdempotencyKey(SOURCE, name + again),
                name.toString(),
                null,
                Map.of());
    }

    private static Terms terms() {
        return new Terms(
                "ACME",
                Direction.BY_US,
                "employee-5",
                "ship-order",
                "The order leaves our dock",
                new Due.At(DUE),
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of());
    }
}
