package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LongListsIT {
    private static final int PROMISES = 10_000;
    private static final int CUSTOMERS = 250;
    private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");

    private static Site site;

    @BeforeAll
    static void recordsManyPromises() {
        site = Site.at("2026-11-20T12:00:00Z");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < PROMISES; i++) {
            lines.add(made("big-" + i, "Big", FIRST.plus(Duration.ofMinutes(i / 3))));
        }
        for (int i = 0; i < CUSTOMERS; i++) {
            lines.add(made("small-" + i, "small %03d".formatted(i), FIRST));
        }
        site.record(dev.kept.domain.commitment.Entrance.IMPORT, lines);
    }

    @AfterAll
    static void stops() {
        site.close();
    }

    private static String made(String commitment, String customer, Instant at) {
        return """
            {"type":"made","commitment":"%s","customer":"%s","kind":"ship-order","at":"%s","due":"%s"}
            """.formatted(commitment, customer, at, at.plus(Duration.ofDays(300)));
    }

    @Test
    void twoHundredPagesHoldEveryPromiseOnceInOrder() {
        Set<String> seen = new HashSet<>();
        int pages = 0;
        long number = 1;
        for (String next = "commitments?customer=Big"; !next.isEmpty(); pages++) {
            Site.Page page = site.get(next);
            List<String> ids = page.each("section[aria-labelledby=list] tbody th small > bdi");
            assertThat(ids)
                    .hasSize(50)
                    .allSatisfy(id -> assertThat(seen.add(id)).isTrue());
            assertThat(page.select(".paging span")).isEqualTo("%,d–%,d".formatted(number, number + 49));
            number += 50;
            next = page.document().select(".paging a[rel=next]").attr("href");
        }
        assertThat(pages).isEqualTo(200);
        assertThat(seen).hasSize(PROMISES).contains("big-0", "big-9999");
    }

    @Test
    void theFirstPageSaysHowManyThereAreAndCountsThemAll() {
        Site.Page page = site.get("customer?id=Big");

        assertThat(page.select("#promises")).isEqualTo("All promises 10,000");
        assertThat(page.each(".beside .panel:first-child dl > div"))
                .contains("Made 10,000", "Open 10,000", "Overdue 10,000");
        assertThat(page.each("section[aria-labelledby=agenda] tbody tr")).hasSize(10);
    }

    @Test
    void openPromisesArePagedByDueDate() {
        Site.Page page = site.get(site.get("customer?id=Big").href("All 10,000 open promises"));
        assertThat(page.select("#list")).isEqualTo("List 1–50 of 10,000");
        String lastOfFirst = page.document().select(".promises time").last().attr("datetime");

        Site.Page second = site.get(page.href("Next page"));
        assertThat(second.select("#list")).isEqualTo("List 51–100 of 10,000");
        assertThat(second.document().select(".promises time").first().attr("datetime"))
                .isGreaterThanOrEqualTo(lastOfFirst);
        assertThat(site.get(page.href("Next page").replace("page=2", "page=200"))
                        .each(".promises tbody tr"))
                .hasSize(50);
        assertThat(site.get(page.href("Next page").replace("page=2", "page=201"))
                        .select(".state"))
                .contains("No promise matches");
    }

    @Test
    void customersArePagedInTheOrderThatIsAskedFor() {
        Site.Page first = site.get("./?sort=-customer");
        Site.Page third = site.get(site.get(first.href("Next page")).href("Next page"));

        assertThat(first.each("section[aria-labelledby=customers] tbody th"))
                .hasSize(50)
                .startsWith("small 249");
        assertThat(third.each("section[aria-labelledby=customers] tbody th"))
                .hasSize(50)
                .startsWith("small 149")
                .endsWith("small 100");
        assertThat(third.select("#customers")).isEqualTo("Customers 101–150 of 251");
        assertThat(site.get("./?sort=-customer&page=6").each("section[aria-labelledby=customers] tbody th"))
                .containsExactly("Big");
        assertThat(third.href("Previous page")).contains("page=2");
    }

    @Test
    void aSearchThatFindsManySaysThatThereAreMore() {
        Site.Page page = site.get("search?q=small");

        assertThat(page.each("main ul a")).hasSize(50).startsWith("small 000");
        assertThat(page.each(".promises tbody tr")).hasSize(50);
        assertThat(page.select("main")).contains("There are more");
    }
}
