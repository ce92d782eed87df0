package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.fact.Direction;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.portfolio.Member;
import dev.kept.projections.portfolio.Miss;
import dev.kept.projections.reliability.Counts;
import dev.kept.projections.reliability.ReliabilityViews;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages about the whole ledger, on the demonstration's year.
class LedgerPagesIT {
    private static final Instant NOW = Instant.parse(DemoYear.NOW);
    private static final Instant SPRING = Instant.parse("2026-05-01T00:00:00Z");

    private static Site site;

    @BeforeAll
    static void recordsAYear() {
        site = DemoYear.site();
    }

    @AfterAll
    static void stops() {
        site.close();
    }

    /// What is kept in memory, and what is folded for the past, are the figures that the views count one by one.
    @ParameterizedTest
    @ValueSource(strings = {DemoYear.NOW, "2026-05-01T00:00:00Z"})
    void theFiguresAreThoseOfTheViews(String when) {
        ReadAt at = new ReadAt(Instant.parse(when), Instant.parse(when));
        for (Direction direction : Direction.values()) {
            Map<String, Counts> expected = new HashMap<>();
            CommitmentFilter filter = new CommitmentFilter(null, null, null, direction, null, null, null);
            site.ledger()
                    .reliability()
                    .stats(filter, ReliabilityViews.By.CUSTOMER, at)
                    .rows()
                    .forEach(row -> expected.put(row.key(), row.counts()));
            Map<String, Counts> found = new HashMap<>();
            for (Member member : site.ledger().portfolio().census(at).members(direction)) {
                found.put(member.customer(), member.counts());
            }
            assertThat(found).as(direction + " " + when).isEqualTo(expected).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DemoYear.NOW, "2026-05-01T00:00:00Z"})
    void theScoresAreThoseOfEachCustomer(String when) {
        ReadAt at = new ReadAt(Instant.parse(when), Instant.parse(when));
        Map<String, Score> scores = site.ledger().portfolio().scores(Direction.BY_US, at);

        assertThat(scores).hasSize(40);
        scores.forEach((customer, score) -> assertThat(score)
                .as(customer)
                .isEqualTo(site.ledger()
                        .scores()
                        .score(
                                new CommitmentFilter(customer, null, null, Direction.BY_US, null, null, null),
                                Policy.kyw1(),
                                at)));
    }

    @Test
    void aNewFactReachesTheFiguresAtOnce() {
        String customer = "Newcomer " + System.nanoTime();
        site.record("""
            {"type":"made","commitment":"%1$s-1","customer":"%1$s","promisor":"ann","kind":"call","at":"2026-11-10T08:00:00Z",
             "due":"2026-11-12T08:00:00Z"}
            """.formatted(customer), """
                    {"type":"missed","commitment":"%1$s-1","at":"2026-11-13T08:00:00Z","cause":"WILL"}
                    """.formatted(customer));

        assertThat(site.get("search?q=newcomer").each("main ul a")).contains(customer);
        Miss miss = site.ledger().portfolio().census(new ReadAt(NOW, NOW)).misses().stream()
                .filter(one -> one.customer().equals(customer))
                .findFirst()
                .orElseThrow();
        assertThat(miss.cause()).hasToString("WILL");
        assertThat(miss.toldAt()).isNull();

        site.record("""
            {"type":"disclosed","commitment":"%1$s-1","at":"2026-11-11T08:00:00Z","told":"We cannot"}
            """.formatted(customer));
        assertThat(site.ledger().portfolio().census(new ReadAt(NOW, NOW)).misses().stream()
                        .filter(one -> one.customer().equals(customer))
                        .map(Miss::toldAfter))
                .containsExactly(-86_400L);
    }

    @Test
    void everyFigureOfTheMissesOpensThePromisesBehindIt() {
        Site.Page page = site.get("misses");

        assertThat(page.each(".thirds h2"))
                .containsExactly(
                        "By cause", "By kind of promise", "By promisor", "By month", "By lateness", "By silence");
        var links = page.document().select(".lines td.number a");
        assertThat(links).hasSizeGreaterThan(20);
        for (var link : links) {
            String count = link.selectFirst("span").text();
            Site.Page narrowed = site.get(link.attr("href"));
            assertThat(narrowed.select("h1 small")).as(link.attr("href")).startsWith(count + " promise");
            assertThat(narrowed.select(".conditions")).isNotEmpty();
        }
    }

    @Test
    void aFilterThatNothingMatchesIsNamed() {
        assertThat(site.get("misses?customer=nobody&late=NEVER").select(".state"))
                .startsWith("No miss matches")
                .contains("customer is nobody, lateness is not kept, or in part");
    }

    @ParameterizedTest
    @CsvSource({
        "misses?cause=bad, cause: bad, UNNAMED",
        "misses?month=May, month: May, like 2026-11",
        "portfolio?direction=up, direction: up, BY_CUSTOMER",
        "csv?panel=x, panel: x, customers",
        "commitments?due=tomorrow, due: tomorrow, like 2026-11-30"
    })
    void anAddressThatCannotBeReadIsExplained(String address, String what, String fix) {
        Site.Page page = site.get(address);

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.select(".state p:nth-of-type(1)")).isEqualTo(what);
        assertThat(page.select(".state p:nth-of-type(2)")).contains(fix);
    }

    @Test
    void thePortfolioSortsCustomersByTheLimitsAndNotByRank() {
        Site.Page page = site.get("portfolio");

        assertThat(page.each("section h2 .mark"))
                .containsExactly("Below the limits", "Above the limits", "Within the limits");
        List<String> names = page.each("section[aria-labelledby=group-steady] tbody th");
        assertThat(names).hasSizeGreaterThan(10).isSorted();
        assertThat(page.document().select("kept-funnel svg a")).hasSizeGreaterThanOrEqualTo(40);
        assertThat(page.select("section[aria-labelledby=funnel]")).contains("chance alone would put about 2 there");
    }

    @Test
    void anotherPolicyIsTriedAndNothingIsSaved() {
        long before = site.ledger().log().head().size();
        Site.Page page = site.settled("whatif?halfLife=60&pass=92.5&grace=0");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.each(".changed > span:first-child"))
                .containsExactly("Half-life", "Grace before silence counts", "Pass mark");
        assertThat(page.select("#grades")).contains("grade");
        assertThat(page.document().select(".moves tbody tr")).isNotEmpty();
        assertThat(site.get("whatif").document().select(".moves")).isEmpty();
        assertThat(site.ledger().log().head().size()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "halfLife=soon, halfLife: soon, number of days such as 180",
        "halfLife=0, halfLife: 0, halfLifeDays",
        "pass=70, pass: 70, verdict.passPpm",
        "w-minor=0.00001, w-minor: 0.00001, number of promises such as 0.6",
        "prior=1e400000000, prior: 1e400000000, number of points such as 80"
    })
    void whatIsNoPolicyIsExplainedBesideTheForm(String query, String what, String fix) {
        Site.Page page = site.get("whatif?" + query);

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.select(".state p:nth-of-type(1)")).isEqualTo(what);
        assertThat(page.select(".state")).contains(fix);
        assertThat(page.document().select(".constants input")).hasSize(16);
    }

    @Test
    void theReasonsOfACustomerAddUpToTheScore() {
        Site.Page page = site.get("customer?id=Juniper+Clinic");
        long sum = page.each("section[aria-labelledby=why] tbody td.number").reversed().stream()
                .skip(1)
                .mapToLong(LedgerPagesIT::tenths)
                .sum();
        long score =
                tenths(page.each("section[aria-labelledby=why] tbody td.number").getLast());

        // each figure is rounded by itself
        assertThat(sum).isBetween(score - 5, score + 5);
        assertThat(page.select(".beside .panel:first-child .standing")).startsWith(score / 10 + "." + score % 10);
    }

    private static long tenths(String points) {
        return Long.parseLong(points.replace("−", "-").replace("+", "").replace(".", ""));
    }

    @Test
    void aDayOfTheCalendarOpensThePromisesDueOnIt() {
        Site.Page page = site.get("customer?id=Juniper+Clinic");
        var days = page.document().select("kept-heatmap a");

        assertThat(days).hasSizeGreaterThan(30);
        for (var day : days.subList(0, 10)) {
            Site.Page list = site.get(day.attr("href"));
            int promises = java.util.Arrays.stream(
                            day.attr("aria-label").replaceAll("^[^:]*:", "").split(","))
                    .mapToInt(part -> Integer.parseInt(part.replaceAll("\\D", "")))
                    .sum();
            assertThat(list.document().select("tbody tr").size())
                    .as(day.attr("href"))
                    .isGreaterThanOrEqualTo(promises);
            assertThat(list.select(".conditions")).contains("due on");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "csv?panel=customers",
                "csv?panel=promises&customer=Juniper+Clinic",
                "csv?panel=reasons&id=Juniper+Clinic&direction=BY_US",
                "csv?panel=history&of=promisor&id=ben.otto&direction=BY_US",
                "csv?panel=portfolio",
                "csv?panel=misses&told=NEVER",
                "csv?panel=whatif&halfLife=90"
            })
    void everyPanelIsThereAsATable(String address) {
        Site.Page csv = site.get(address);

        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.header("Content-Type")).isEqualTo("text/csv;charset=utf-8");
        assertThat(csv.header("Content-Disposition")).startsWith("attachment; filename=\"kept-");
        List<String> lines = csv.text().lines().toList();
        assertThat(lines).hasSizeGreaterThan(5);
    }

    @Test
    void aTableOfThePastIsOfThePast() {
        long now = site.get("csv?panel=misses").text().lines().count();
        long then = site.get("csv?panel=misses&asOf=" + SPRING + "&knownAt=" + SPRING)
                .text()
                .lines()
                .count();

        assertThat(then).isLessThan(now).isGreaterThan(10);
    }
}
