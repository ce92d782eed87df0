package dev.kept.app.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.app.support.intake.LineMapping.Mapped;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The mappings that ship, on messages in the public formats of the systems they read.
class JsonMappingTest {
    private static final Path EXAMPLES = Files.isDirectory(Path.of("..", "examples", "mappings"))
            ? Path.of("..", "examples", "mappings")
            : Path.of("examples", "mappings");

    private static List<String> lines(String mapping, String document) {
        Mapped mapped = new JsonMapping(Mapping.read(EXAMPLES.resolve(mapping)))
                .map(JsonReader.readTrusted(document.getBytes(StandardCharsets.UTF_8)));
        assertThat(mapped).isInstanceOf(Mapped.Lines.class);
        List<JsonValue> lines = ((Mapped.Lines) mapped).lines();
        assertThat(lines)
                .allSatisfy(line -> assertThat(FactLineReader.read(line, new LineContext(null, null, "s", "i")))
                        .as(JsonWriter.text(line))
                        .isInstanceOf(FactLineReader.Reading.Read.class));
        return lines.stream().map(JsonWriter::text).toList();
    }

    @Test
    void readsZendeskMetricEvents() {
        assertThat(lines("zendesk.yaml", """
                        {"id":123476,"ticket_id":987,"metric":"reply_time","instance_id":1,"type":"apply_sla",
                         "time":"2026-08-27T08:00:00Z","sla":{"target":60,"business_hours":false,
                         "policy":{"id":25,"title":"Urgent","description":null}}}"""))
                .containsExactly(
                        "{\"type\":\"made\",\"commitment\":\"zendesk-987-reply_time-1\",\"source\":\"zendesk\","
                                + "\"id\":\"123476\",\"at\":\"2026-08-27T08:00:00Z\",\"customer\":\"zendesk\","
                                + "\"kind\":\"reply_time\",\"statement\":\"Ticket 987 meets its reply_time target\","
                                + "\"due\":\"2026-08-27T09:00:00Z\",\"attributes\":{\"policy\":\"Urgent\"}}");
        assertThat(lines("zendesk.yaml", """
                        {"id":123486,"ticket_id":987,"metric":"reply_time","instance_id":1,"type":"fulfill",
                         "time":"2026-08-27T08:30:00Z"}"""))
                .singleElement()
                .asString()
                .contains("\"type\":\"met\"", "zendesk-987-reply_time-1", "2026-08-27T08:30:00Z");
        assertThat(lines("zendesk.yaml", """
                        {"id":123496,"ticket_id":987,"metric":"reply_time","instance_id":1,"type":"breach",
                         "time":"2026-08-27T09:00:00Z","deleted":false}""")).singleElement().asString().contains("\"type\":\"missed\"");
        assertThat(lines("zendesk.yaml", """
                        {"id":1,"ticket_id":987,"metric":"reply_time","instance_id":1,"type":"update_status",
                         "time":"2026-08-27T09:00:00Z","status":{"calendar":30,"business":30}}""")).isEmpty();
    }

    @Test
    void readsEachCompletedCycleOfAJiraSla() {
        List<String> lines = lines("jira-sla.yaml", """
                {"id":"5","name":"Time to first response","issueKey":"JSM-123","customer":"acme",
                 "completedCycles":[
                  {"startTime":{"iso8601":"2026-01-15T09:00:00+0000","epochMillis":1768467600000},
                   "stopTime":{"iso8601":"2026-01-15T09:40:00+0000","epochMillis":1768470000000},
                   "breachTime":{"iso8601":"2026-01-15T10:00:00+0000","epochMillis":1768471200000},
                   "breached":false,"goalDuration":{"millis":3600000,"friendly":"1h"},
                   "elapsedTime":{"millis":2400000,"friendly":"40m"}},
                  {"startTime":{"epochMillis":1768554000000},"stopTime":{"epochMillis":1768561200000},
                   "breachTime":{"epochMillis":1768557600000},"breached":true}],
                 "ongoingCycle":null}""");
        assertThat(lines).hasSize(4);
        assertThat(lines.getFirst())
                .contains(
                        "\"commitment\":\"jira-JSM-123-sla-5-1768467600000\"",
                        "\"customer\":\"acme\"",
                        "\"at\":\"2026-01-15T09:00:00Z\"",
                        "\"due\":\"2026-01-15T10:00:00Z\"");
        assertThat(lines.get(1)).contains("\"type\":\"met\"", "2026-01-15T09:40:00Z");
        assertThat(lines.get(3)).contains("\"type\":\"met\"", "2026-01-16T11:00:00Z");
    }

    @Test
    void readsAnErpsOrderEvents() {
        String order = """
                "order":{"number":"10248","customer":{"number":"VINET"},"clerk":"employee-5",
                 "promisedShipDate":"2026-08-01","total":{"amount":440.00,"currency":"EUR"}}""";
        assertThat(lines("erp-orders.yaml", """
                        {"eventId":"e-1","eventType":"order.confirmed","occurredAt":"2026-07-04T09:12:00+02:00",%s}""".formatted(order)))
                .singleElement()
                .asString()
                .contains(
                        "\"commitment\":\"order-10248\"",
                        "\"due\":{\"on\":\"2026-08-01\",\"zone\":\"Europe/Berlin\"}",
                        "\"amount\":\"440.00\"",
                        "\"at\":\"2026-07-04T07:12:00Z\"");
        assertThat(lines("erp-orders.yaml", """
                        {"eventId":"e-2","eventType":"order.shipped","occurredAt":"2026-07-16T15:30:00+02:00",%s}""".formatted(order)))
                .singleElement()
                .asString()
                .contains("\"type\":\"met\"");
        assertThat(lines("erp-orders.yaml", """
                        {"eventId":"e-3","eventType":"order.cancelled","cancelledBy":"customer","reason":"ordered twice",
                         "occurredAt":"2026-07-16T15:30:00+02:00",%s}""".formatted(order)))
                .singleElement()
                .asString()
                .contains("\"type\":\"withdrawn\"", "\"by\":\"promisee\"", "ordered twice");
        assertThat(lines("erp-orders.yaml", """
                        {"eventId":"e-4","eventType":"order.printed","occurredAt":"2026-07-16T15:30:00+02:00",%s}""".formatted(order))).isEmpty();
    }

    @Test
    void readsInvoicesAsPromisesOfTheCustomer() {
        String invoice = """
                "data":{"object":{"id":"in_1","object":"invoice","customer":"cus_9","number":"A-17","account_name":"Ours",
                 "amount_due":44000,"currency":"eur","due_date":1768557600}}""";
        assertThat(lines("invoices.yaml", """
                        {"id":"evt_1","object":"event","type":"invoice.finalized","created":1768467600,%s}""".formatted(invoice)))
                .singleElement()
                .asString()
                .contains(
                        "\"direction\":\"BY_CUSTOMER\"",
                        "\"commitment\":\"invoice-in_1\"",
                        "\"due\":\"2026-01-16T10:00:00Z\"",
                        "\"cents\":44000");
        assertThat(lines("invoices.yaml", """
                        {"id":"evt_2","object":"event","type":"invoice.paid","created":1768471200,%s}""".formatted(invoice)))
                .singleElement()
                .asString()
                .contains("\"type\":\"met\"", "\"evidence\":\"CONFIRMED\"");
        assertThat(lines("invoices.yaml", """
                        {"id":"evt_3","object":"event","type":"invoice.voided","created":1768471200,%s}""".formatted(invoice)))
                .singleElement()
                .asString()
                .contains("\"type\":\"voided\"");
    }

    @Test
    void refusesAnEventWithoutItsTimeOrItsId() {
        String event = """
                {"id":%s,"instance_id":2,"metric":"reply_time","ticket_id":158,"time":%s,"type":"fulfill"}""";

        Refusal noTime = refusal("zendesk.yaml", event.formatted("7", "null"));
        Refusal noId = refusal("zendesk.yaml", event.formatted("\"\"", "\"2026-08-27T08:30:00Z\""));

        assertThat(noTime.code()).isEqualTo(RefusalCode.MISSING_FIELD);
        assertThat(noTime.field()).isEqualTo("time");
        assertThat(noTime.message()).isEqualTo("at of the met fact is missing: {time} is empty");
        assertThat(noTime.fix()).contains("optional: true", "happens when it is recorded");
        assertThat(noId.message()).isEqualTo("id of the met fact is missing: {id} is empty");
        assertThat(noId.fix()).contains("named by its content");
    }

    @Test
    void saysFromWhichPathOfWhichItemARequiredFieldWouldCome() {
        Refusal noDue = refusal("jira-sla.yaml", """
                {"id":"5","name":"Time to resolution","issueKey":"JSM-123","customer":"acme","completedCycles":[
                 {"startTime":{"epochMillis":1768467600000},"stopTime":{"epochMillis":1768470000000},
                  "breachTime":{"epochMillis":1768471200000}},
                 {"startTime":{"epochMillis":1768554000000},"stopTime":{"epochMillis":1768561200000}}]}""");

        assertThat(noDue.field()).isEqualTo("item.breachTime.epochMillis");
        assertThat(noDue.message())
                .isEqualTo("due of the made fact is missing: {item.breachTime.epochMillis} is empty in item 1");
        assertThat(noDue.fix()).contains("default", "when");
    }

    private static Refusal refusal(String mapping, String document) {
        Mapped mapped = new JsonMapping(Mapping.read(EXAMPLES.resolve(mapping)))
                .map(JsonReader.readTrusted(document.getBytes(StandardCharsets.UTF_8)));
        assertThat(mapped).isInstanceOf(Mapped.Unmappable.class);
        return ((Mapped.Unmappable) mapped).refusal();
    }

    @Test
    void saysWhichValueCannotBeRead() {
        Mapped mapped = new JsonMapping(Mapping.read(EXAMPLES.resolve("zendesk.yaml"))).map(JsonReader.read("""
                        {"id":1,"ticket_id":9,"metric":"reply_time","instance_id":1,"type":"fulfill","time":"yesterday"}"""));
        assertThat(mapped)
                .isInstanceOfSatisfying(
                        Mapped.Unmappable.class,
                        unmappable -> assertThat(unmappable.refusal().field()).isEqualTo("time"));
    }
}
