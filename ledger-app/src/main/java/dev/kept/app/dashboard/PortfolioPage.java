package dev.kept.app.dashboard;

import dev.kept.api.fact.Direction;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.portfolio.Census;
import dev.kept.projections.portfolio.Member;
import dev.kept.projections.portfolio.Miss;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether the whole is better or worse beyond noise, and who lies outside of it: a funnel plot, customers in three
/// groups, why promises were missed, and whom nobody has told anything.
///
/// @param whole the score of all of them
/// @param noneMatch there is no promise in this direction
record PortfolioPage(
        Frame frame,
        boolean noneYet,
        boolean noneMatch,
        String scope,
        List<OverviewPage.Choice> directions,
        @Nullable ScorePanel whole,
        @Nullable Funnel funnel,
        List<Group> groups,
        List<MissesPage.Line> causes,
        List<Neglected> neglected,
        String csv) {
    private static final int SHOWN = 25;
    private static final int NEGLECTED = 15;
    private static final double MICRO = 1_000_000;
    private static final Duration SILENCE = Duration.ofDays(90);
    private static final Comparator<Member> LONGEST_FIRST = Comparator.comparingLong(Member::silent)
            .reversed()
            .thenComparingLong(Member::lastAt)
            .thenComparing(Member::customer);

    /// Those above, within or below the limits, by name: their order means nothing.
    ///
    /// @param more how many are left out
    record Group(String sign, String word, String words, String count, List<Row> rows, String more) {}

    /// @param from where the range begins, in points; `to`, `at` likewise
    record Row(
            String customer,
            String href,
            String score,
            String range,
            String promises,
            String from,
            String to,
            String at) {}

    record Neglected(
            String customer,
            String href,
            String silent,
            @Nullable String silentHref,
            String last) {}

    static PortfolioPage of(Reading reading, @Nullable String asked) {
        Direction given = PromiseQuery.constant("direction", asked, Direction.class);
        Direction direction = given == null ? Direction.BY_US : given;
        PageTime time = reading.time();
        Address self = Address.of("portfolio").with("direction", given);
        Map<String, Score> scores = reading.ledger().portfolio().scores(direction, reading.at());
        Census census = reading.ledger().portfolio().census(reading.at());
        boolean none = scores.isEmpty();
        CommitmentFilter all = new CommitmentFilter(null, null, null, direction, null, null, null);
        Score whole = none ? null : reading.ledger().scores().score(all, Policy.kyw1(), reading.at());
        Funnel.Limits limits = whole == null ? null : Funnel.Limits.of(whole, Policy.kyw1());
        List<Funnel.Placed> placed = limits == null ? List.of() : Funnel.place(scores, limits);
        List<Miss> misses = census.misses().stream()
                .filter(miss -> miss.direction() == direction)
                .toList();
        return new PortfolioPage(
                reading.frame("Portfolio", self),
                reading.isOfNothing(),
                none && !reading.isOfNothing(),
                Words.of(direction),
                choices(direction, time),
                whole == null ? null : ScorePanel.of(reading, all),
                limits == null ? null : Funnel.of(placed, limits, time),
                limits == null ? List.of() : groups(placed, time),
                MissesPage.byCause(misses, Address.of("misses").with("direction", direction), time),
                neglected(census.members(direction), direction, time),
                self.with("panel", Csvs.PORTFOLIO).as("csv").href(time));
    }

    private static List<OverviewPage.Choice> choices(Direction chosen, PageTime time) {
        return Arrays.stream(Direction.values())
                .map(direction -> new OverviewPage.Choice(
                        Words.of(direction),
                        Address.of("portfolio")
                                .with("direction", direction == Direction.BY_US ? null : direction)
                                .href(time),
                        direction == chosen))
                .toList();
    }

    private static List<Group> groups(List<Funnel.Placed> placed, PageTime time) {
        return List.of(
                group(Funnel.Side.BELOW, "Below the limits", "worse than chance explains", placed, time),
                group(Funnel.Side.ABOVE, "Above the limits", "better than chance explains", placed, time),
                group(
                        Funnel.Side.WITHIN,
                        "Within the limits",
                        "no different from the whole, as far as can be told",
                        placed,
                        time));
    }

    private static Group group(Funnel.Side side, String word, String words, List<Funnel.Placed> placed, PageTime time) {
        List<Funnel.Placed> members =
                placed.stream().filter(one -> one.side() == side).toList();
        return new Group(
                Funnel.sign(side),
                word,
                words,
                Words.number(members.size()),
                Firsts.of(members, Comparator.comparing(Funnel.Placed::customer), SHOWN).stream()
                        .map(one -> row(one, time))
                        .toList(),
                members.size() > SHOWN ? Words.number(members.size() - SHOWN) + " more" : "");
    }

    private static Row row(Funnel.Placed one, PageTime time) {
        Score score = one.score();
        return new Row(
                one.customer(),
                Address.customer(one.customer()).href(time),
                ScorePanel.tenths(score.points()),
                ScorePanel.tenths(score.lower()) + " to " + ScorePanel.tenths(score.upper()),
                Words.number(score.promises()),
                Scale.number(score.lower() / MICRO),
                Scale.number(score.upper() / MICRO),
                Scale.number(score.points() / MICRO));
    }

    /// Overdue without a word first, then whoever has not heard of us for long.
    private static List<Neglected> neglected(List<Member> members, Direction direction, PageTime time) {
        long now = time.at().asOfSeconds();
        List<Member> neglected = members.stream()
                .filter(member -> member.silent() > 0 || now - member.lastAt() > SILENCE.toSeconds())
                .toList();
        return Firsts.of(neglected, LONGEST_FIRST, NEGLECTED).stream()
                .map(member -> new Neglected(
                        member.customer(),
                        Address.customer(member.customer()).href(time),
                        Words.number(member.silent()),
                        member.silent() == 0
                                ? null
                                : Address.commitments()
                                        .with("customer", member.customer())
                                        .with("direction", direction)
                                        .with("flag", "OVERDUE")
                                        .href(time),
                        Moment.span(Duration.between(
                                        Instant.ofEpochSecond(member.lastAt()),
                                        time.at().asOf())) + " ago"))
                .toList();
    }
}
