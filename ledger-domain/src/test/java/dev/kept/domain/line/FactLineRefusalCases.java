package dev.kept.domain.line;

import dev.kept.domain.commitment.RefusalCode;
import java.util.List;

/// Lines that are refused, each with what is said about it.
final class FactLineRefusalCases {
    private FactLineRefusalCases() {}

    private static final String MADE = "{'type':'made','commitment':'c','customer':'ACME',";

    /// @param line with single quotes
    record Case(String line, RefusalCode code, String field, String value, String fix) {
        @Override
        public String toString() {
            return line.length() > 120 ? line.substring(0, 120) + "…" : line;
        }
    }

    static List<Case> cases() {
        return List.of(
                // the line itself
                new Case("", RefusalCode.MALFORMED, "(line)", "", "one JSON object per fact"),
                new Case("{", RefusalCode.MALFORMED, "(line)", "{", "one JSON object per fact"),
                new Case("[]", RefusalCode.MALFORMED, "(line)", "array", "in braces"),
                new Case("'made'", RefusalCode.MALFORMED, "(line)", "text", "in braces"),
                new Case("{'a':1,'a':1}", RefusalCode.MALFORMED, "(line)", "{\"a\":1,\"a\":1}", "one JSON object"),
                // the type
                new Case("{}", RefusalCode.MISSING_FIELD, "type", null, "\"made\""),
                new Case("{'type':null}", RefusalCode.MISSING_FIELD, "type", null, "\"made\""),
                new Case("{'type':'kept'}", RefusalCode.BAD_FIELD, "type", "kept", "partly_met"),
                new Case("{'type':7}", RefusalCode.BAD_FIELD, "type", "7", "in quotes"),
                // names
                new Case("{'type':'met'}", RefusalCode.MISSING_FIELD, "commitment", null, "\"order-10248\""),
                met("'commitment':''", RefusalCode.BAD_FIELD, "commitment", "", "1 to 200"),
                met(
                        "'commitment':'" + "x".repeat(201) + "'",
                        RefusalCode.BAD_FIELD,
                        "commitment",
                        "x".repeat(200) + "…",
                        "1 to 200"),
                met("'commitment':' c'", RefusalCode.BAD_FIELD, "commitment", " c", "printable"),
                met("'commitment':'c\u00a0'", RefusalCode.BAD_FIELD, "commitment", "c\u00a0", "printable"),
                met("'commitment':'a\u202eb'", RefusalCode.BAD_FIELD, "commitment", "a\\u202eb", "printable"),
                met("'commitment':'a\\u0007b'", RefusalCode.BAD_FIELD, "commitment", "a\\u0007b", "printable"),
                met("'commitment':'c','source':'a\\u001fb'", RefusalCode.BAD_FIELD, "source", "a\\u001fb", "printable"),
                met(
                        "'commitment':'c','id':'\\ud83d\\ude00\\u200b'",
                        RefusalCode.BAD_FIELD,
                        "id",
                        "😀\\u200b",
                        "printable"),
                met("'commitment':'c','actor':'\\u2028'", RefusalCode.BAD_FIELD, "actor", "\\u2028", "printable"),
                met("'commitment':['c']", RefusalCode.BAD_FIELD, "commitment", "[\"c\"]", "in quotes"),
                met(
                        "'commitment':'c','evidenceRef':'a\\u001b[2J'",
                        RefusalCode.BAD_FIELD,
                        "evidenceRef",
                        "a\\u001b[2J",
                        "printable"),
                // typos and strangers
                met(
                        "'commitment':'c','evidense':'SELF'",
                        RefusalCode.UNKNOWN_FIELD,
                        "evidense",
                        "SELF",
                        "\"evidence\""),
                met(
                        "'commitment':'c','Evidence':'SELF'",
                        RefusalCode.UNKNOWN_FIELD,
                        "Evidence",
                        "SELF",
                        "\"evidence\""),
                met(
                        "'commitment':'c','evidence_ref':'x'",
                        RefusalCode.UNKNOWN_FIELD,
                        "evidence_ref",
                        null,
                        "\"evidenceRef\""),
                met("'commitment':'c','recoredAt':'x'", RefusalCode.UNKNOWN_FIELD, "recoredAt", "x", "\"recordedAt\""),
                met("'commitment':'c','lines':[1]", RefusalCode.UNKNOWN_FIELD, "lines", "[1]", "flatten"),
                met("'commitment':'c','note':{'a':1}", RefusalCode.UNKNOWN_FIELD, "note", "{\"a\":1}", "flatten"),
                met("'commitment':'c','fraction':'0.5'", RefusalCode.UNKNOWN_FIELD, "fraction", "0.5", "partly_met"),
                met(
                        "'commitment':'c','newDue':'2026-01-01T00:00:00Z'",
                        RefusalCode.UNKNOWN_FIELD,
                        "newDue",
                        "2026-01-01T00:00:00Z",
                        "renegotiated"),
                met("'commitment':'c','strike':true", RefusalCode.UNKNOWN_FIELD, "strike", "true", "corrected"),
                met(
                        "'commitment':'c','" + "n".repeat(201) + "':1",
                        RefusalCode.BAD_FIELD,
                        "n".repeat(200) + "…",
                        "n".repeat(200) + "…",
                        "1 to 200"),
                met("'commitment':'c','big':1e99", RefusalCode.BAD_FIELD, "big", "1e99", "as text"),
                met("'commitment':'c','small':1e-99", RefusalCode.BAD_FIELD, "small", "1e-99", "as text"),
                met("'commitment':'c'," + many(51), RefusalCode.UNKNOWN_FIELD, "n0", "0", "send fewer"),
                // times
                met(
                        "'commitment':'c','at':'yesterday'",
                        RefusalCode.BAD_TIME,
                        "at",
                        "yesterday",
                        "2026-11-30T17:00:00Z"),
                met(
                        "'commitment':'c','at':'2026-11-30T17:00:00'",
                        RefusalCode.BAD_TIME,
                        "at",
                        "2026-11-30T17:00:00",
                        "+01:00"),
                met(
                        "'commitment':'c','at':'2026-02-30T17:00:00Z'",
                        RefusalCode.BAD_TIME,
                        "at",
                        "2026-02-30T17:00:00Z",
                        "2026-02-28"),
                due("'2026-12-25'", RefusalCode.BAD_TIME, "due", "2026-12-25", "{\"on\":\"2026-12-25\",\"zone\":"),
                met(
                        "'commitment':'c','at':'1969-12-31T23:59:59Z'",
                        RefusalCode.BAD_TIME,
                        "at",
                        "1969-12-31T23:59:59Z",
                        "within those years"),
                met(
                        "'commitment':'c','at':'2201-01-01T00:00:00Z'",
                        RefusalCode.BAD_TIME,
                        "at",
                        "2201-01-01T00:00:00Z",
                        "within those years"),
                met(
                        "'commitment':'c','at':'+1000000000-01-01T00:00:00Z'",
                        RefusalCode.BAD_TIME,
                        "at",
                        "+1000000000-01-01T00:00:00Z",
                        "2026"),
                met("'commitment':'c','at':1767225600", RefusalCode.BAD_FIELD, "at", "1767225600", "in quotes"),
                met("'commitment':'c','recordedAt':'now'", RefusalCode.BAD_TIME, "recordedAt", "now", "2026"),
                // choices
                met(
                        "'commitment':'c','by':'nobody'",
                        RefusalCode.BAD_FIELD,
                        "by",
                        "nobody",
                        "promisor, promisee, system"),
                met(
                        "'commitment':'c','evidence':'HEARSAY'",
                        RefusalCode.BAD_FIELD,
                        "evidence",
                        "HEARSAY",
                        "self, system, confirmed"),
                made("'direction':'UP'", RefusalCode.BAD_FIELD, "direction", "UP", "by_us"),
                made("'tier':'huge'", RefusalCode.BAD_FIELD, "tier", "huge", "critical"),
                new Case(
                        "{'type':'missed','commitment':'c','cause':'BAD_LUCK'}",
                        RefusalCode.BAD_FIELD,
                        "cause",
                        "BAD_LUCK",
                        "capability, will, external"),
                // the promise
                new Case(
                        "{'type':'made','commitment':'c','due':'2026-01-01T00:00:00Z'}",
                        RefusalCode.MISSING_FIELD,
                        "customer",
                        null,
                        "\"ACME\""),
                new Case(MADE + "'kind':'x'}", RefusalCode.MISSING_FIELD, "due", null, "Europe/Berlin"),
                made("'direction':'BY_SUPPLIER'", RefusalCode.MISSING_FIELD, "promisor", null, "the-supplier"),
                made("'kind':' '", RefusalCode.BAD_FIELD, "kind", " ", "printable"),
                made("'attributes':'x'", RefusalCode.BAD_FIELD, "attributes", "x", "braces"),
                made("'attributes':{" + many(51) + "}", RefusalCode.BAD_FIELD, "attributes", null, "send fewer"),
                made("'attributes':{'a':{}}", RefusalCode.UNKNOWN_FIELD, "attributes.a", "{}", "flatten"),
                made("'attributes':{'':1}", RefusalCode.BAD_FIELD, "attributes.", "", "1 to 200"),
                made("'attributes':{'n':1e38}", RefusalCode.BAD_FIELD, "attributes.n", "1e38", "as text"),
                made("'attributes':{'n':'\\u0000'}", RefusalCode.MALFORMED, "(line)", null, "one JSON object"),
                made("'attributes':{'n':'\\u0001'}", RefusalCode.BAD_FIELD, "attributes.n", "\\u0001", "printable"),
                // due dates
                due("'tomorrow'", RefusalCode.BAD_TIME, "due", "tomorrow", "2026-11-30T17:00:00Z"),
                due("17", RefusalCode.DUE_UNRESOLVABLE, "due", "17", "Europe/Berlin"),
                due("{}", RefusalCode.DUE_UNRESOLVABLE, "due", "{}", "Europe/Berlin"),
                due("{'within':'PT8H'}", RefusalCode.DUE_UNRESOLVABLE, "due.calendar", null, "calendarOf"),
                due(
                        "{'within':'PT8H','calendar':'eu','calendarOf':'customer'}",
                        RefusalCode.DUE_UNRESOLVABLE,
                        "due.calendarOf",
                        "customer",
                        "calendarOf"),
                due(
                        "{'within':'PT8H','calendarOf':'supplier'}",
                        RefusalCode.DUE_UNRESOLVABLE,
                        "due.calendarOf",
                        "supplier",
                        "promisor"),
                due("{'within':'P1W','calendar':'eu'}", RefusalCode.DUE_UNRESOLVABLE, "due.within", "P1W", "P2D"),
                due("{'within':'PT0S','calendar':'eu'}", RefusalCode.DUE_UNRESOLVABLE, "due.within", "PT0S", "PT8H"),
                due("{'within':'8h','calendar':'eu'}", RefusalCode.DUE_UNRESOLVABLE, "due.within", "8h", "PT8H"),
                due("{'within':'P6000D','calendar':'eu'}", RefusalCode.DUE_UNRESOLVABLE, "due.within", "P6000D", "P2D"),
                due("{'on':'2026-11-30'}", RefusalCode.BAD_ZONE, "due.zone", null, "Europe/Berlin"),
                due(
                        "{'on':'2026-11-30','zone':'Mars/Olympus'}",
                        RefusalCode.BAD_ZONE,
                        "due.zone",
                        "Mars/Olympus",
                        "Europe/Berlin"),
                due("{'on':'2026-11-30','zone':'+01:00'}", RefusalCode.BAD_ZONE, "due.zone", "+01:00", "Europe/Berlin"),
                due("{'on':'2026-11-31','zone':'UTC'}", RefusalCode.BAD_TIME, "due.on", "2026-11-31", "2026-11-30"),
                due(
                        "{'on':'2201-01-01','zone':'UTC'}",
                        RefusalCode.BAD_TIME,
                        "due.on",
                        "2201-01-01",
                        "within those years"),
                due(
                        "{'on':'2026-11-30','zone':'UTC','at':'17:00'}",
                        RefusalCode.DUE_UNRESOLVABLE,
                        "due",
                        "{\"on\":\"2026-11-30\",\"zone\":\"UTC\",\"at\":\"17:00\"}",
                        "window"),
                due(
                        "{'from':'2026-11-30T09:00:00Z'}",
                        RefusalCode.DUE_UNRESOLVABLE,
                        "due",
                        "{\"from\":\"2026-11-30T09:00:00Z\"}",
                        "window"),
                due(
                        "{'from':'2026-11-30T09:00','to':'2026-11-30T11:00'}",
                        RefusalCode.BAD_TIME,
                        "due.from",
                        "2026-11-30T09:00",
                        "2026-11-30T09:00+01:00"),
                due(
                        "{'from':'2026-11-30T09:00:00Z','to':'2026-11-30T11:00:00Z','zone':'UTC'}",
                        RefusalCode.BAD_TIME,
                        "due.from",
                        "2026-11-30T09:00:00Z",
                        "without offset"),
                // amounts and quantities
                made("'amount':440.00,'currency':'USD'", RefusalCode.BAD_AMOUNT, "amount", "440.00", "as text"),
                made("'amount':'12,50','currency':'EUR'", RefusalCode.BAD_AMOUNT, "amount", "12,50", "440.00"),
                made("'amount':'1e5','currency':'EUR'", RefusalCode.BAD_AMOUNT, "amount", "1e5", "440.00"),
                made("'amount':'٣','currency':'EUR'", RefusalCode.BAD_AMOUNT, "amount", "٣", "440.00"),
                made(
                        "'amount':'" + "9".repeat(39) + "','currency':'EUR'",
                        RefusalCode.BAD_AMOUNT,
                        "amount",
                        "9".repeat(39),
                        "440.00"),
                made("'amount':'-1','currency':'EUR'", RefusalCode.BAD_AMOUNT, "amount", "-1", "0 or more"),
                made("'amount':'1'", RefusalCode.BAD_AMOUNT, "currency", null, "EUR"),
                made("'amount':'1','currency':'EURO'", RefusalCode.BAD_AMOUNT, "currency", "EURO", "ISO 4217"),
                made("'currency':'EUR'", RefusalCode.BAD_AMOUNT, "currency", "EUR", "440.00"),
                made("'quantity':'0','unit':'pieces'", RefusalCode.BAD_QUANTITY, "quantity", "0", "pieces"),
                made("'quantity':'12'", RefusalCode.BAD_QUANTITY, "quantity", "12", "unit"),
                made("'quantity':true,'unit':'pieces'", RefusalCode.BAD_QUANTITY, "quantity", "true", "12"),
                partly("", RefusalCode.MISSING_FIELD, "fraction", null, "0.6"),
                partly("'fraction':'1.1'", RefusalCode.BAD_QUANTITY, "fraction", "1.1", "0.6"),
                partly("'fraction':'-0.1'", RefusalCode.BAD_QUANTITY, "fraction", "-0.1", "0.6"),
                partly("'fraction':'60%'", RefusalCode.BAD_QUANTITY, "fraction", "60%", "0.6"),
                partly(
                        "'fraction':'0.5','quantity':'3','unit':'kg'",
                        RefusalCode.BAD_QUANTITY,
                        "fraction",
                        "0.5",
                        "either"),
                partly("'quantity':'-3','unit':'kg'", RefusalCode.BAD_QUANTITY, "quantity", "-3", "12"),
                partly("'quantity':'3'", RefusalCode.MISSING_FIELD, "unit", null, "pieces"),
                partly("'unit':'kg'", RefusalCode.MISSING_FIELD, "quantity", null, "12"),
                // the rest of the family
                new Case(
                        "{'type':'renegotiated','commitment':'c'}",
                        RefusalCode.MISSING_FIELD,
                        "due",
                        null,
                        "2026-11-30T17:00:00Z"),
                new Case(
                        "{'type':'renegotiated','commitment':'c','newDue':'2026-01-01T00:00:00Z','due':'2026-01-01T00:00:00Z'}",
                        RefusalCode.BAD_FIELD,
                        "due",
                        "2026-01-01T00:00:00Z",
                        "newDue"),
                new Case(
                        "{'type':'renegotiated','commitment':'c','newDue':'2026-01-01T00:00:00Z','askedBy':'system'}",
                        RefusalCode.BAD_FIELD,
                        "askedBy",
                        "system",
                        "promisee"),
                new Case(
                        "{'type':'extension_requested','commitment':'c'}",
                        RefusalCode.MISSING_FIELD,
                        "due",
                        null,
                        "Europe/Berlin"),
                new Case("{'type':'resolved','commitment':'c'}", RefusalCode.MISSING_FIELD, "finding", null, "upheld"),
                new Case(
                        "{'type':'resolved','commitment':'c','finding':'MAYBE'}",
                        RefusalCode.BAD_FIELD,
                        "finding",
                        "MAYBE",
                        "upheld, rejected"),
                new Case(
                        "{'type':'disclosed','commitment':'c','confirmedUnnoticed':'yes'}",
                        RefusalCode.BAD_FIELD,
                        "confirmedUnnoticed",
                        "yes",
                        "without quotes"),
                new Case(
                        "{'type':'made_good','commitment':'c','value':'1'}",
                        RefusalCode.BAD_AMOUNT,
                        "currency",
                        null,
                        "EUR"),
                new Case(
                        "{'type':'confirmed','commitment':'c'}",
                        RefusalCode.MISSING_FIELD,
                        "target",
                        null,
                        "10248-shipped"),
                new Case(
                        "{'type':'confirmed','commitment':'c','target':7}",
                        RefusalCode.MISSING_FIELD,
                        "target",
                        null,
                        "10248-shipped"),
                new Case(
                        "{'type':'confirmed','commitment':'c','target':{'id':'x'}}",
                        RefusalCode.MISSING_FIELD,
                        "target.source",
                        null,
                        "erp"),
                new Case(
                        "{'type':'confirmed','commitment':'c','target':{'source':'s','id':'x','type':'met'}}",
                        RefusalCode.UNKNOWN_FIELD,
                        "target.type",
                        "met",
                        "by its id"),
                // corrections
                corrected("'reason':'r'", RefusalCode.BAD_CORRECTION, "with", null, "strike"),
                corrected("'strike':false", RefusalCode.BAD_CORRECTION, "with", null, "strike"),
                corrected("'strike':'true'", RefusalCode.BAD_FIELD, "strike", "true", "without quotes"),
                corrected(
                        "'strike':true,'with':{'at':'2026-01-01T00:00:00Z'}",
                        RefusalCode.BAD_CORRECTION,
                        "with",
                        null,
                        "strike"),
                corrected("'with':{}", RefusalCode.BAD_CORRECTION, "with", "{}", "fields to replace"),
                corrected("'with':'x'", RefusalCode.BAD_FIELD, "with", "x", "braces"),
                corrected(
                        "'with':{'tier':null}", RefusalCode.BAD_CORRECTION, "with.tier", "null", "leave the field out"),
                corrected("'with':{'id':'x'}", RefusalCode.BAD_CORRECTION, "with.id", "x", "statement"),
                corrected("'with':{'statment':'x'}", RefusalCode.BAD_CORRECTION, "with.statment", "x", "statement"),
                corrected("'with':{'at':'x'}", RefusalCode.BAD_TIME, "with.at", "x", "2026"),
                corrected("'with':{'type':'kept'}", RefusalCode.BAD_FIELD, "with.type", "kept", "met, missed"),
                corrected("'with':{'askedBy':'system'}", RefusalCode.BAD_FIELD, "with.askedBy", "system", "promisee"),
                corrected(
                        "'with':{'type':'corrected'}", RefusalCode.BAD_CORRECTION, "with.type", "corrected", "strike"),
                corrected(
                        "'with':{'amount':1,'currency':'EUR'}", RefusalCode.BAD_AMOUNT, "with.amount", "1", "as text"),
                corrected(
                        "'with':{'due':{'on':'2026-11-30','zone':'X'}}",
                        RefusalCode.BAD_ZONE,
                        "with.due.zone",
                        "X",
                        "Europe/Berlin"));
    }

    private static Case met(String members, RefusalCode code, String field, String value, String fix) {
        return new Case("{'type':'met'," + members + "}", code, field, value, fix);
    }

    private static Case made(String members, RefusalCode code, String field, String value, String fix) {
        return new Case(MADE + "'due':'2026-11-30T17:00:00Z'," + members + "}", code, field, value, fix);
    }

    private static Case due(String due, RefusalCode code, String field, String value, String fix) {
        return new Case(MADE + "'due':" + due + "}", code, field, value, fix);
    }

    private static Case partly(String members, RefusalCode code, String field, String value, String fix) {
        String comma = members.isEmpty() ? "" : ",";
        return new Case("{'type':'partly_met','commitment':'c'" + comma + members + "}", code, field, value, fix);
    }

    private static Case corrected(String members, RefusalCode code, String field, String value, String fix) {
        return new Case("{'type':'corrected','commitment':'c','target':'t'," + members + "}", code, field, value, fix);
    }

    private static String many(int members) {
        StringBuilder many = new StringBuilder("'n0':0");
        for (int i = 1; i < members; i++) {
            many.append(",'n").append(i).append("':").append(i);
        }
        return many.toString();
    }
}
