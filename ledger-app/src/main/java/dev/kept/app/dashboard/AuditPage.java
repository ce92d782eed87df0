package dev.kept.app.dashboard;

import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.scoring.Policy;
import dev.kept.projections.audit.Proofs;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.explorer.FactExplorer.Explored;
import dev.kept.projections.reliability.Counts;
import dev.kept.projections.reliability.KnowledgeDiff;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One place in the log, opened down to its bytes, and what later knowledge changed.
///
/// @param last the last position; -1 for an empty log
/// @param fact null for an empty log
/// @param compared null where no comparison was asked for
record AuditPage(
        Frame frame,
        boolean noneYet,
        long position,
        long last,
        List<Step> steps,
        @Nullable OneFact fact,
        Comparison comparison) {
    private static final int CHANGES = 100;
    /// A comparison folds every fact it is about; over a longer log a page would keep its reader waiting.
    private static final long MAX_FACTS = 20_000;

    /// The parameters as the address has them.
    record Asked(
            @Nullable String position,
            @Nullable String then,
            @Nullable String known,
            @Nullable String customer) {}

    /// A link through the log; without an address it leads nowhere from here.
    record Step(String words, @Nullable String href) {}

    /// @param commitment null for a fact about the ledger itself
    /// @param previous the fact before it in its stream
    /// @param entry the text whose SHA-256, after a zero byte, is the leaf hash
    record OneFact(
            String type,
            String factId,
            @Nullable String commitment,
            @Nullable String commitmentHref,
            int version,
            Moment at,
            Moment rec,
            Moment acceptedAt,
            @Nullable Step previous,
            @Nullable Step next,
            @Nullable Mark before,
            @Nullable Mark after,
            List<Member> members,
            String payload,
            String meta,
            String entry,
            String leaf,
            String recomputed,
            Mark intact,
            String size,
            String root,
            AuditProof proof) {}

    record Member(
            String name, @Nullable String before, @Nullable String after) {}

    /// @param then the earlier knowledge; empty before it was asked
    /// @param result null before it was asked
    record Comparison(
            String then,
            String known,
            String customer,
            @Nullable Result result) {}

    record Result(
            String words,
            List<Figure> figures,
            List<String> scores,
            List<Change> changes,
            @Nullable String rest) {}

    record Figure(String label, String then, String now, boolean changed) {}

    record Change(
            String commitment,
            String href,
            @Nullable Mark then,
            @Nullable Mark now,
            String parts,
            List<Step> causes) {}

    static AuditPage of(Reading reading, Asked asked, Proofs proofs) {
        long last = reading.head().size() - 1;
        long position = position(asked.position(), last);
        Address self = Address.of("audit")
                .with("then", asked.then())
                .with("known", asked.known())
                .with("customer", asked.customer());
        Explored explored =
                last < 0 ? null : reading.ledger().facts().at(position).orElse(null);
        return new AuditPage(
                reading.frame("Audit", self.with("position", asked.position())),
                last < 0,
                position,
                last,
                steps(reading, self, position, last),
                explored == null ? null : fact(reading, self, explored, proofs),
                comparison(reading, asked));
    }

    private static long position(@Nullable String text, long last) {
        if (text == null || text.isBlank()) {
            return last;
        }
        if (text.strip().matches("[0-9]{1,15}")) {
            long position = Long.parseLong(text.strip());
            if (position <= last) {
                return position;
            }
        }
        throw new BadParameter(
                "position",
                text,
                last < 0 ? "the log holds nothing yet" : "write a whole number from 0 to " + last + ", the last fact");
    }

    private static List<Step> steps(Reading reading, Address self, long position, long last) {
        return List.of(
                step(reading, self, "First", 0, position > 0),
                step(reading, self, "Previous", position - 1, position > 0),
                step(reading, self, "Next", position + 1, position < last),
                step(reading, self, "Last", last, position < last));
    }

    private static Step step(Reading reading, Address self, String words, long position, boolean leads) {
        return new Step(words, leads ? reading.href(self.with("position", position)) : null);
    }

    private static OneFact fact(Reading reading, Address self, Explored explored, Proofs proofs) {
        var fact = explored.fact();
        CommitmentView after = explored.after();
        String commitment = after == null ? null : after.commitment();
        return new OneFact(
                fact.name() + "#" + fact.revision(),
                fact.factId(),
                commitment,
                commitment == null ? null : Address.commitment(commitment).href(reading.time()),
                fact.version(),
                Moment.of(fact.at()),
                Moment.of(fact.rec()),
                Moment.of(fact.acceptedAt()),
                neighbour(reading, self, "Before it in its stream", explored.previousInStream()),
                neighbour(reading, self, "After it in its stream", explored.nextInStream()),
                explored.before() == null
                        ? null
                        : Mark.ofOutcome(explored.before().standing()),
                after == null ? null : Mark.ofOutcome(after.standing()),
                explored.members().stream()
                        .map(member -> new Member(member.name(), text(member.before()), text(member.after())))
                        .toList(),
                new String(fact.payload(), StandardCharsets.UTF_8),
                new String(fact.meta(), StandardCharsets.UTF_8),
                new String(explored.entry().bytes(), StandardCharsets.UTF_8),
                fact.leafHash().hex(),
                explored.recomputed().hex(),
                explored.intact()
                        ? new Mark("met", "The stored hash is that of the stored bytes")
                        : new Mark("missed", "The stored bytes have another hash than the one stored with them"),
                Words.number(reading.head().size()),
                reading.head().frontier().root().hex(),
                AuditProof.of(proofs, fact, reading.time().now()));
    }

    private static @Nullable Step neighbour(Reading reading, Address self, String words, @Nullable Long position) {
        return position == null
                ? null
                : new Step(words + ": #" + Words.number(position), reading.href(self.with("position", position)));
    }

    private static @Nullable String text(@Nullable JsonValue value) {
        return switch (value) {
            case null -> null;
            case JsonValue.JsonText(String text) -> text;
            default -> JsonWriter.text(value);
        };
    }

    private static Comparison comparison(Reading reading, Asked asked) {
        PageTime times = PageTime.of(
                new PageTime.Asked(asked.then(), asked.known()), reading.time().now());
        String customer = asked.customer() == null ? "" : asked.customer().strip();
        Instant then = times.asOf();
        if (then == null) {
            return new Comparison("", PageTime.field(times.knownAt()), customer, null);
        }
        Instant known = times.at().knownAt();
        if (then.isAfter(known)) {
            throw new BadParameter("then", String.valueOf(asked.then()), "name a time before what it is compared with");
        }
        if (customer.isEmpty() && reading.head().size() > MAX_FACTS) {
            throw new BadParameter(
                    "customer",
                    "all",
                    "name one customer; ./kept diff compares a log of more than " + Words.number(MAX_FACTS) + " facts");
        }
        List<KnowledgeDiff.Change> changes = new ArrayList<>();
        KnowledgeDiff.Summary summary = reading.ledger()
                .diff()
                .read(
                        new KnowledgeDiff.Question(
                                customer.isEmpty() ? null : customer,
                                reading.at().asOf(),
                                then,
                                known),
                        Policy.kyw1(),
                        change -> {
                            if (changes.size() < CHANGES) {
                                changes.add(change);
                            }
                        });
        return new Comparison(
                PageTime.field(then), PageTime.field(times.knownAt()), customer, result(reading, summary, changes));
    }

    private static Result result(Reading reading, KnowledgeDiff.Summary summary, List<KnowledgeDiff.Change> changes) {
        long rest = summary.changed() - changes.size();
        return new Result(
                summary.changed() == 0
                        ? "Nothing reads differently: all of "
                                + Words.counted(summary.commitments(), "promise", "promises")
                                + " stand as they were known then."
                        : Words.number(summary.changed()) + " of "
                                + Words.counted(summary.commitments(), "promise", "promises") + " read differently.",
                figures(summary.then(), summary.now()),
                summary.scores().stream()
                        .map(score -> Words.of(score.direction()) + ": the score was known as "
                                + ScorePanel.tenths(score.then().points()) + ", and is "
                                + ScorePanel.tenths(score.now().points()))
                        .toList(),
                changes.stream().map(change -> change(reading, change)).toList(),
                rest <= 0 ? null : Words.number(rest) + " more are not shown; ./kept diff lists them all.");
    }

    private static List<Figure> figures(Counts then, Counts now) {
        return List.of(
                figure("Made", then.made(), now.made()),
                figure("On time", then.onTime(), now.onTime()),
                figure("Late", then.late(), now.late()),
                figure("Partly", then.partly(), now.partly()),
                figure("Missed", then.missed(), now.missed()),
                figure("Open", then.open(), now.open()));
    }

    private static Figure figure(String label, long then, long now) {
        return new Figure(label, Words.number(then), Words.number(now), then != now);
    }

    private static Change change(Reading reading, KnowledgeDiff.Change change) {
        return new Change(
                change.commitment(),
                Address.commitment(change.commitment()).href(reading.time()),
                change.then() == null ? null : Mark.ofOutcome(change.then().standing()),
                change.now() == null ? null : Mark.ofOutcome(change.now().standing()),
                change.parts().stream()
                        .map(part -> part.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")),
                change.causes().stream()
                        .map(cause -> new Step(
                                cause.type().replace('_', ' ') + " #" + Words.number(cause.position()),
                                reading.href(Address.of("audit").with("position", cause.position()))))
                        .toList());
    }
}
