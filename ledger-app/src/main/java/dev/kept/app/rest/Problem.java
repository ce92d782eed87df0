package dev.kept.app.rest;

import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An error as RFC 9457 has it: a stable `type` and `code`, and what to do about it.
record Problem(
        int status,
        String code,
        String detail,
        @Nullable String field,
        @Nullable String value,
        @Nullable String fix) {
    static final String MEDIA_TYPE = "application/problem+json";
    private static final String TYPE_PREFIX = "urn:kept:problem:";

    static Problem of(Refusal refusal) {
        return new Problem(
                status(refusal.code()),
                refusal.code().name(),
                refusal.message(),
                refusal.field(),
                refusal.value(),
                refusal.fix());
    }

    static int status(RefusalCode code) {
        return switch (code) {
            case MALFORMED -> 400;
            case NOT_ENTITLED, SELF_APPROVAL -> 403;
            case UNKNOWN_COMMITMENT -> 404;
            case CONFLICTING_DUPLICATE, ALREADY_MADE, VOIDED, VERSION_CONFLICT -> 409;
            case MISSING_FIELD,
                    UNKNOWN_FIELD,
                    BAD_FIELD,
                    BAD_TIME,
                    BAD_ZONE,
                    BAD_AMOUNT,
                    BAD_QUANTITY,
                    DUE_UNRESOLVABLE,
                    DUE_BEFORE_MADE,
                    UNKNOWN_FACT,
                    BAD_CORRECTION,
                    REASON_REQUIRED,
                    IN_THE_FUTURE -> 422;
        };
    }

    JsonValue json() {
        return JsonReader.readTrusted(bytes());
    }

    byte[] bytes() {
        return new JsonWriter()
                .beginObject()
                .member("type", TYPE_PREFIX + code.toLowerCase(Locale.ROOT).replace('_', '-'))
                .member("title", title())
                .member("status", Long.valueOf(status))
                .member("code", code)
                .member("detail", detail)
                .member("field", field)
                .member("value", value)
                .member("fix", fix)
                .endObject()
                .toBytes();
    }

    private String title() {
        String words = code.toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
