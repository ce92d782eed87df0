package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What must be saved today, and the way to act on it.
class TodayIT {
    private static Site site;

    @BeforeAll
    static void recordsPromisesOfEveryUrgency() {
        site = Site.at("2026-11-10T12:00:00Z");
        assertThat(site.get("today").select("main")).contains("No fact is recorded yet", "./kept import FILE");
        promise("late", "ann", "2026-10-01T09:00:00Z", "2026-11-09T12:00:00Z");
        promise("soon", "ann", "2026-11-01T09:00:00Z", "2026-11-10T16:00:00Z");
        promise("nobody", null, "2026-11-01T09:00:00Z", "2026-11-12T09:00:00Z");
        promise("ahead", "bob", "2026-11-09T09:00:00Z", "2026-11-17T09:00:00Z");
        promise("far", "bob", "2026-11-09T09:00:00Z", "2026-12-17T09:00:00Z");
        promise("broken", "bob", "2026-10-01T09:00:00Z", "2026-10-09T12:00:00Z");
        site.record("""
                {"type":"missed","commitment":"broken","at":"2026-10-10T09:00:00Z","source":"crm","id":"broken-missed"}""", """
                {"type":"met","commitment":"stray","at":"2026-11-10T09:00:00Z","source":"crm","id":"stray-met"}""");
    }

    @AfterAll
    static void stops() {
        site.close();
    }

    private static void promise(String id, @Nullable String promisor, String at, String due) {
        site.record("""
                {"type":"made","commitment":"%s","customer":"Acme",%s"statement":"Promise %s","at":"%s","due":"%s",
                 "source":"crm","id":"%s"}
                """.formatted(id, promisor == null ? "" : "\"promisor\":\"" + promisor + "\",", id, at, due, id));
    }

    @Test
    void countsAndListsWhatNeedsSomebody() {
        Site.Page page = site.get("today");

        assertThat(page.select("form.quick")).contains("Sign in to record something");
        assertThat(page.document().select("form.quick button[disabled]")).hasSize(1);
        assertThat(page.each(".tiles li"))
                .containsExactly(
                        "1 Overdue",
                        "1 Due today",
                        "2 At risk",
                        "1 Missed, not yet told",
                        "0 Silent customers",
                        "1 Facts without a promise");
        assertThat(page.each("main section h2"))
                .containsExactly(
                        "Overdue 1",
                        "Due today 1",
                        "At risk 2",
                        "Missed, not yet told 1",
                        "Coming up 2",
                        "Facts without a promise 1");
        assertThat(page.select("#due-today tbody tr"))
                .startsWith("Promise soon soon Acme ann 2026-11-10 16:00 UTC in 4 h raised time runs out");
        assertThat(page.select("#at-risk tbody tr:last-child")).contains("high", "nobody in particular");
        assertThat(page.document().select("#overdue tbody .button").attr("href"))
                .isEqualTo("commitment?id=late#record");
        assertThat(page.document().select(".tiles a").first().attr("href")).isEqualTo("#overdue");
    }

    @Test
    void showsOneOwnsPromisesAndSaysWhenNothingMatches() {
        assertThat(site.get("today?promisor=ann").each("main tbody th a"))
                .containsExactly("Promise late", "Promise soon", "Promise soon", "Promise not known yet");
        assertThat(site.get("today?promisor=bob&days=0").each("main section h2"))
                .containsExactly("Missed, not yet told 1", "Facts without a promise 1");
        Site.Page then = site.get("today?promisor=nobody&asOf=2026-11-09T00:00:00Z");
        assertThat(then.select(".state")).contains("Nothing needs saving", "No promise of nobody is overdue");
        assertThat(then.document().select(".tiles a[href=#tiles]")).hasSize(6);
    }

    @Test
    void beginsAndEndsDaysInTheZoneOfTheAddress() {
        assertThat(site.get("today?zone=Asia/Tokyo").select("#due-today")).isEmpty();
        assertThat(site.get("today?zone=Asia/Tokyo").select("main")).contains("2026-11-11 01:00");
    }

    @Test
    void refusesNumbersOutOfRange() {
        Site.Page page = site.get("today?days=1000");

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.select("main")).contains("days: 1000", "whole number from 0 to 366");
    }
}
