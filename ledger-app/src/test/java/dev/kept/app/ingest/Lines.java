package dev.kept.app.ingest;

/// Fact lines as an upstream system writes them.
final class Lines {
    private Lines() {}

    static String made(String commitment, String id) {
        return """
                {"type":"made","commitment":"%s","customer":"ACME","promisor":"anna","at":"2026-01-10T09:00:00Z",\
                "due":"2026-01-20T09:00:00Z","source":"erp","id":"%s"}""".formatted(commitment, id);
    }

    static String met(String commitment, String id) {
        return """
                {"type":"met","commitment":"%s","at":"2026-01-15T09:00:00Z","source":"erp","id":"%s"}""".formatted(commitment, id);
    }

    static String corrected(String commitment, String target, String id, String at) {
        return """
                {"type":"corrected","commitment":"%s","target":{"source":"erp","id":"%s"},"with":{"at":"%s"},\
                "reason":"typed wrong","actor":"bob","evidence":"SYSTEM","evidenceRef":"ticket-1",\
                "at":"2026-01-21T09:00:00Z","source":"erp","id":"%s"}""".formatted(commitment, target, at, id);
    }

    static String voided(String commitment, String id) {
        return """
                {"type":"voided","commitment":"%s","reason":"a test order","actor":"bob","evidenceRef":"ticket-2",\
                "at":"2026-01-22T09:00:00Z","source":"erp","id":"%s"}""".formatted(commitment, id);
    }
}
