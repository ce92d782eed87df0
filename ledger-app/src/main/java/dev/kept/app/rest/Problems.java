package dev.kept.app.rest;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.ReadTimes;
import dev.kept.app.support.Recording;
import dev.kept.store.recording.OverCapacity;
import dev.kept.store.recording.RecordingFailed;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/// Maps every failure of the HTTP interface to a problem document; the only place that does.
@RestControllerAdvice(basePackageClasses = Problems.class)
class Problems {
    private static final Logger LOGGER = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_SECONDS = "1";

    @ExceptionHandler(ProblemException.class)
    ResponseEntity<byte[]> problem(ProblemException failure) {
        return response(failure.problem());
    }

    @ExceptionHandler(ReadTimes.BadTime.class)
    ResponseEntity<byte[]> badTime(ReadTimes.BadTime failure) {
        return response(new Problem(
                422,
                "BAD_TIME",
                String.valueOf(failure.getMessage()),
                failure.field(),
                failure.value(),
                "write it like 2026-11-30T17:00:00Z"));
    }

    @ExceptionHandler(OverCapacity.class)
    ResponseEntity<byte[]> overCapacity(OverCapacity failure) {
        return retry(new Problem(
                429,
                "OVER_CAPACITY",
                String.valueOf(failure.getMessage()),
                null,
                null,
                "nothing was recorded; send it again after a moment"));
    }

    @ExceptionHandler(RecordingFailed.class)
    ResponseEntity<byte[]> recordingFailed(RecordingFailed failure) {
        LOGGER.warn("a request could not be recorded: {}", failure.getMessage());
        return retry(new Problem(
                503,
                "UNAVAILABLE",
                "the ledger cannot say whether this was recorded",
                null,
                null,
                "send it again with the same key: it is recorded once, whatever happened"));
    }

    @ExceptionHandler(Recording.NoAnswer.class)
    ResponseEntity<byte[]> noAnswer(Recording.NoAnswer failure) {
        return response(new Problem(
                503,
                "UNAVAILABLE",
                String.valueOf(failure.getMessage()),
                null,
                null,
                "send it again with the same key: it is recorded once, whatever happened"));
    }

    @ExceptionHandler(InvalidParameterException.class)
    ResponseEntity<byte[]> undecodable(InvalidParameterException failure) {
        return response(new Problem(
                400,
                "BAD_REQUEST",
                String.valueOf(failure.getMessage()),
                "(address)",
                null,
                "percent signs in an address stand for UTF-8"));
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ResponseEntity<byte[]> mismatch(MethodArgumentTypeMismatchException failure) {
        return response(new Problem(
                422,
                "BAD_FIELD",
                failure.getName() + " is in no form that can be read",
                failure.getName(),
                String.valueOf(failure.getValue()),
                "see the interface's description at /openapi.yaml"));
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<byte[]> other(Exception failure) {
        if (failure instanceof ErrorResponse error) {
            int status = error.getStatusCode().value();
            return response(new Problem(
                    status,
                    status == 404 ? "NOT_FOUND" : status == 405 ? "METHOD_NOT_ALLOWED" : "BAD_REQUEST",
                    String.valueOf(error.getBody().getDetail()),
                    null,
                    null,
                    "see the interface's description at /openapi.yaml"));
        }
        if (Ledger.isAway(failure)) {
            LOGGER.warn("a request was not answered: {}", failure.getMessage());
            return retry(new Problem(
                    503,
                    "UNAVAILABLE",
                    "the ledger's database does not answer",
                    null,
                    null,
                    "ask again after a moment; nothing that was recorded is lost by that"));
        }
        LOGGER.error("a request failed", failure);
        return response(new Problem(
                500,
                "INTERNAL",
                "the ledger failed to answer",
                null,
                null,
                "look into the ledger's log, then try again"));
    }

    private static ResponseEntity<byte[]> retry(Problem problem) {
        return ResponseEntity.status(problem.status())
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE))
                .body(problem.bytes());
    }

    static ResponseEntity<byte[]> response(Problem problem) {
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE))
                .body(problem.bytes());
    }
}
