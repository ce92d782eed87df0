package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.io.IOException;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Business calendars over HTTP: defined as facts, used by due dates, never changing one.
class CalendarsIT {
    private static final String WEEK = """
            "week":{"mon":["09:00-17:00"],"tue":["09:00-17:00"],"wed":["09:00-17:00"],"thu":["09:00-17:00"],\
            "fri":["09:00-15:00"]}""";

    private static RunningLedger ledger;

    @BeforeAll
    static void start() throws IOException {
        ledger = RunningLedger.start(false, false);
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    private static RunningLedger.Answer define(String name, String members, String... headers) throws Exception {
        return ledger.send(ledger.request("/v1/calendars/" + name, headers)
                .header("Authorization", "Bearer " + ledger.token())
                .PUT(HttpRequest.BodyPublishers.ofString("{" + members + "}"))
                .build());
    }

    private static RunningLedger.Answer promise(String id, String due) throws Exception {
        return ledger.post("/v1/commitments", """
                {"commitment":"%s","customer":"ACME","promisor":"anna","statement":"Answer","at":"2026-10-02T12:00:00Z",
                 "due":%s}
                """.formatted(id, due), "Idempotency-Key", id);
    }

    private static String due(String id) throws Exception {
        return ledger.get("/v1/commitments/" + id).field("due");
    }

    @Test
    void aPromiseIsDueInOpenHoursAndStaysDueWhenTheCalendarChanges() throws Exception {
        // given a Friday, two in the afternoon in Berlin, and a Saturday that is a holiday
        assertThat(define("support-eu", "\"zone\":\"Europe/Berlin\"," + WEEK + ",\"holidays\":[\"DE\"]")
                        .status())
                .isEqualTo(201);

        // when
        RunningLedger.Answer made = promise("hours-1", "{\"within\":\"PT3H\",\"calendar\":\"support-eu\"}");
        RunningLedger.Answer days = promise("days-1", "{\"within\":\"P2D\",\"calendar\":\"support-eu\"}");

        // then one hour on Friday, two on Monday; two business days later is Tuesday
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(days.status()).as(days.text()).isEqualTo(201);
        assertThat(due("hours-1")).isEqualTo("2026-10-05T09:00:00Z");
        assertThat(due("days-1")).isEqualTo("2026-10-06T15:00:00Z");

        // when the Monday is taken off
        RunningLedger.Answer changed = define(
                "support-eu",
                "\"zone\":\"Europe/Berlin\"," + WEEK + ",\"holidays\":[\"DE\"],\"days\":{\"2026-10-05\":[]}",
                "If-Match",
                "\"0\"");

        // then later promises count by that, the earlier ones stand
        assertThat(changed.status()).as(changed.text()).isEqualTo(201);
        assertThat(changed.header("ETag")).isEqualTo("\"1\"");
        assertThat(promise("hours-2", "{\"within\":\"PT3H\",\"calendar\":\"support-eu\"}")
                        .status())
                .isEqualTo(201);
        assertThat(due("hours-1")).isEqualTo("2026-10-05T09:00:00Z");
        assertThat(due("hours-2")).isEqualTo("2026-10-06T09:00:00Z");
        assertThat(JsonWriter.text(ledger.get("/v1/commitments/hours-2").json()))
                .contains("\"within\":\"PT3H\"");

        // and sending the same again changes nothing
        assertThat(promise("hours-1", "{\"within\":\"PT3H\",\"calendar\":\"support-eu\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theCustomersOwnCalendarCounts() throws Exception {
        define("customer:ACME", "\"zone\":\"America/New_York\"," + WEEK);
        promise("own-1", "{\"within\":\"P0D\",\"calendarOf\":\"customer\"}");
        // Friday, eight in the morning in New York: by three in the afternoon there
        assertThat(due("own-1")).isEqualTo("2026-10-02T19:00:00Z");
    }

    @Test
    void publicHolidaysOfAPartOfACountryAreClosed() throws Exception {
        // Corpus Christi, 4 June 2026, is a holiday in Bavaria and not in Berlin
        JsonValue.JsonObject bavaria = define("by", "\"zone\":\"Europe/Berlin\"," + WEEK + ",\"holidays\":[\"DE-BY\"]")
                .json();
        JsonValue.JsonObject berlin = define("be", "\"zone\":\"Europe/Berlin\"," + WEEK + ",\"holidays\":[\"DE-BE\"]")
                .json();
        assertThat(JsonWriter.text(bavaria)).contains("\"2026-06-04\":[]");
        assertThat(JsonWriter.text(berlin)).doesNotContain("\"2026-06-04\"").contains("\"2026-12-25\":[]");
    }

    @Test
    void aDefinitionIsAFactThatCanBeRead() throws Exception {
        RunningLedger.Answer defined = define("readable", "\"zone\":\"UTC\"," + WEEK, "Idempotency-Key", "readable-1");
        RunningLedger.Answer again = define("readable", "\"zone\":\"UTC\"," + WEEK, "Idempotency-Key", "readable-1");
        RunningLedger.Answer other =
                define("readable", "\"zone\":\"Europe/Paris\"," + WEEK, "Idempotency-Key", "readable-1");

        assertThat(defined.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.field("factId")).isEqualTo(defined.field("factId"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.field("code")).isEqualTo("CONFLICTING_DUPLICATE");
        RunningLedger.Answer fact = ledger.get("/v1/facts/" + defined.field("factId"));
        assertThat(fact.status()).as(fact.text()).isEqualTo(200);
        assertThat(fact.field("name")).isEqualTo("calendar.defined.v1");
        assertThat(ledger.get("/v1/calendars/readable").header("ETag")).isEqualTo("\"0\"");
        assertThat(ledger.get("/v1/calendars").text()).contains("\"readable\"");
        assertThat(ledger.get("/search?q=" + defined.field("factId")).status()).isEqualTo(200);
    }

    @Test
    void whatCannotBeUsedIsSaidByFieldValueAndFix() throws Exception {
        RunningLedger.Answer missing = promise("none-1", "{\"within\":\"PT3H\",\"calendar\":\"nowhere\"}");
        assertThat(missing.status()).isEqualTo(422);
        assertThat(missing.field("code")).isEqualTo("DUE_UNRESOLVABLE");
        assertThat(missing.field("field")).isEqualTo("due.calendar");
        assertThat(missing.field("value")).isEqualTo("nowhere");

        RunningLedger.Answer both =
                promise("none-2", "{\"within\":\"PT3H\",\"calendar\":\"support-eu\",\"calendarOf\":\"customer\"}");
        assertThat(both.field("field")).isEqualTo("due.calendarOf");

        RunningLedger.Answer mixed = promise("none-3", "{\"within\":\"P1DT3H\",\"calendar\":\"support-eu\"}");
        assertThat(mixed.field("field")).isEqualTo("due.within");
        assertThat(mixed.field("fix")).contains("PT8H", "P2D");

        RunningLedger.Answer region = define("bad", "\"zone\":\"UTC\"," + WEEK + ",\"holidays\":[\"XX-YY\"]");
        assertThat(region.status()).isEqualTo(422);
        assertThat(region.field("value")).isEqualTo("XX-YY");

        RunningLedger.Answer overlap =
                define("bad", "\"zone\":\"UTC\",\"week\":{\"mon\":[\"09:00-12:00\",\"11:00-13:00\"]}");
        assertThat(overlap.status()).isEqualTo(422);
        assertThat(overlap.field("detail")).contains("overlap");

        RunningLedger.Answer stale = define("support-us", "\"zone\":\"UTC\"," + WEEK, "If-Match", "\"4\"");
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.field("code")).isEqualTo("VERSION_CONFLICT");
        assertThat(ledger.get("/v1/calendars/nowhere").status()).isEqualTo(404);
    }

    private static RunningLedger.Answer close(String name, String file) throws Exception {
        return ledger.post("/v1/calendars/" + name + ":import", file, "Content-Type", "text/calendar");
    }

    private static String file(String event) {
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n" + event + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    }

    @Test
    void theEventsOfACalendarFileCloseACalendar() throws Exception {
        // given a calendar whose week is open on the day, one of its days a public holiday
        define("closing", "\"zone\":\"Europe/Berlin\"," + WEEK + ",\"holidays\":[\"DE\"]");

        // when a works outing on Monday afternoon is imported, and a closure on the holiday
        RunningLedger.Answer outing =
                close("closing", file("DTSTART;TZID=Europe/Berlin:20261005T120000\r\nDURATION:PT8H"));
        RunningLedger.Answer onHoliday =
                close("closing", file("DTSTART;TZID=Europe/Berlin:20261225T120000\r\nDURATION:PT2H"));

        // then what is left of the day is open, the holiday stays closed, and due dates count by that
        assertThat(outing.status()).as(outing.text()).isEqualTo(201);
        assertThat(outing.field("closures")).isEqualTo("1");
        assertThat(outing.text()).contains("\"2026-10-05\":[\"09:00-12:00\"]");
        assertThat(onHoliday.text()).contains("\"2026-12-25\":[]").doesNotContain("\"2026-12-25\":[\"");
        promise("closing-1", "{\"within\":\"P1D\",\"calendar\":\"closing\"}");
        assertThat(due("closing-1")).isEqualTo("2026-10-05T10:00:00Z");

        // and the same file again changes nothing
        assertThat(close("closing", file("DTSTART;TZID=Europe/Berlin:20261005T120000\r\nDURATION:PT8H"))
                        .status())
                .isEqualTo(200);

        // and a file that is wrong says where
        RunningLedger.Answer wrong = close("closing", file("DTSTART:soon"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.field("code")).isEqualTo("BAD_CALENDAR");
        assertThat(wrong.field("detail")).startsWith("line 4: ");
        assertThat(wrong.field("value")).isEqualTo("soon");
        assertThat(close("nowhere", file("DTSTART:soon")).status()).isEqualTo(404);
    }

    @Test
    void aDueDateThatACalendarHasLeftBehindMovesOnlyWhenItIsToldTo() throws Exception {
        // given promises by "the customer's" calendar, one of them kept, and a day taken off it
        define("customer:LATE", "\"zone\":\"UTC\"," + WEEK);
        for (String id : new String[] {"left-1", "left-2", "left-3", "left-4"}) {
            RunningLedger.Answer made = ledger.post("/v1/commitments", """
                    {"commitment":"%s","customer":"LATE","promisor":"anna",
                     "due":{"within":"P5D","calendarOf":"customer"}}
                    """.formatted(id), "Idempotency-Key", id);
            assertThat(made.status()).as(made.text()).isEqualTo(201);
        }
        ledger.post("/v1/commitments/left-4/facts", "{\"type\":\"met\"}");
        String before = due("left-1");
        String path = "/v1/calendars/customer:LATE/recalculation";
        assertThat(ledger.get(path).text()).contains("\"items\":[]");
        define("customer:LATE", "\"zone\":\"UTC\"," + WEEK + ",\"days\":{\"" + before.substring(0, 10) + "\":[]}");

        // then the open ones are listed page by page, and none has moved
        RunningLedger.Answer first = ledger.get(path + "?limit=2");
        assertThat(first.text())
                .contains("left-1", "left-2", "\"due\":\"" + before)
                .doesNotContain("left-3");
        String moved = ((JsonValue.JsonText) ((JsonValue.JsonObject)
                                ((JsonValue.JsonArray) first.json().get("items"))
                                        .items()
                                        .getFirst())
                        .get("newDue"))
                .value();
        assertThat(moved).isGreaterThan(before);
        assertThat(ledger.get(first.field("next")).text()).contains("left-3").doesNotContain("left-4");
        assertThat(due("left-1")).isEqualTo(before);

        // when one is corrected, one renegotiated, and one that does not exist is asked for
        RunningLedger.Answer corrected = ledger.post(path, """
                {"as":"corrected","version":1,"commitments":["left-1","nobody"],"actor":"clerk","reason":"holiday"}""");
        RunningLedger.Answer agreed = ledger.post(path, """
                {"as":"renegotiated","commitments":["left-2"],"evidenceRef":"mail 4711","askedBy":"promisor"}""");

        // then each has a fact of its own, and the third stands
        assertThat(corrected.text()).contains("\"type\":\"corrected\"", "\"status\":\"unchanged\"");
        assertThat(agreed.text()).contains("\"type\":\"renegotiated\"");
        assertThat(due("left-1")).isEqualTo(moved);
        assertThat(due("left-2")).isEqualTo(moved);
        assertThat(due("left-3")).isEqualTo(before);
        assertThat(ledger.get(path).text()).contains("left-3").doesNotContain("left-1", "left-2");

        // and moving them again changes nothing
        assertThat(ledger.post(path, "{\"as\":\"corrected\",\"commitments\":[\"left-1\"]}")
                        .text())
                .contains("\"status\":\"unchanged\"");
    }

    @Test
    void whatIsOverdueCannotBeRenegotiatedByItsCalendar() throws Exception {
        define("over", "\"zone\":\"Europe/Berlin\"," + WEEK);
        promise("over-1", "{\"within\":\"P1D\",\"calendar\":\"over\"}");
        define("over", "\"zone\":\"Europe/Berlin\"," + WEEK + ",\"days\":{\"2026-10-05\":[]}");
        String path = "/v1/calendars/over/recalculation";

        RunningLedger.Answer agreed = ledger.post(path, """
                {"as":"renegotiated","commitments":["over-1"],"evidenceRef":"mail 4711"}""");
        assertThat(agreed.text()).contains("\"status\":\"refused\"", "DUE_PASSED");
        assertThat(due("over-1")).isEqualTo("2026-10-05T15:00:00Z");

        ledger.post(path, "{\"as\":\"corrected\",\"commitments\":[\"over-1\"]}");
        assertThat(due("over-1")).isEqualTo("2026-10-06T15:00:00Z");
    }

    @Test
    void aRecalculationSaysWhatItNeeds() throws Exception {
        define("said", "\"zone\":\"UTC\"," + WEEK);
        String path = "/v1/calendars/said/recalculation";
        assertThat(ledger.post(path, "{\"as\":\"renegotiated\",\"commitments\":[\"x\"]}")
                        .field("field"))
                .isEqualTo("evidenceRef");
        assertThat(ledger.post(path, "{\"as\":\"moved\",\"commitments\":[\"x\"]}")
                        .field("field"))
                .isEqualTo("as");
        assertThat(ledger.post(path, "{\"as\":\"corrected\",\"commitments\":[]}")
                        .field("field"))
                .isEqualTo("commitments");
        assertThat(ledger.post(path, "{\"as\":\"corrected\",\"commitments\":[\"x\"],\"silently\":true}")
                        .field("field"))
                .isEqualTo("silently");
        assertThat(ledger.post(path, "{\"as\":\"corrected\",\"commitments\":[\"x\"],\"version\":7}")
                        .status())
                .isEqualTo(409);
        assertThat(ledger.get("/v1/calendars/nowhere/recalculation").status()).isEqualTo(404);
        assertThat(ledger.get(path + "?limit=0").status()).isEqualTo(422);
    }

    @Test
    void moreDaysThanACalendarMayHaveAreRefusedAndLoseNothing() throws Exception {
        RunningLedger.Answer closed =
                define("many", "\"zone\":\"UTC\"," + WEEK + ",\"closed\":[\"1980-01-01/2010-01-01\"]");
        assertThat(closed.status()).isEqualTo(422);
        assertThat(closed.field("field")).isEqualTo("closed");
        RunningLedger.Answer regions =
                define("many", "\"zone\":\"UTC\"," + WEEK + ",\"holidays\":[" + "\"DE\",".repeat(10) + "\"DE\"]");
        assertThat(regions.field("field")).isEqualTo("holidays");
        assertThat(ledger.get("/v1/calendars/many").status()).isEqualTo(404);
    }
}
