package dev.kept.app.cli;

import dev.kept.app.importing.JsonMapping;
import dev.kept.app.importing.JsonMapping.Tried;
import dev.kept.app.importing.Mapping;
import dev.kept.app.support.LineHash;
import dev.kept.app.support.LineSink.LineAnswer;
import dev.kept.app.support.LineSink.SourceLine;
import dev.kept.app.support.MemoryLedger;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A mapping tried on sample documents. The facts go to `out`, all else to `err`: what is wrong with a document, and at
/// the end the paths of the mapping that none of them has.
///
/// A record is read as a whole or not at all, so a document with a fault has no facts. The facts of all documents are
/// held against each other as a ledger would that knows nothing else.
final class MapTrial {
    /// What depends on facts and calendars that only the real ledger has.
    private static final Set<RefusalCode> FOR_THE_LEDGER =
            EnumSet.of(RefusalCode.UNKNOWN_FACT, RefusalCode.UNKNOWN_COMMITMENT, RefusalCode.DUE_UNRESOLVABLE);

    private final Mapping mapping;
    private final JsonMapping json;
    private final PrintWriter out;
    private final PrintWriter err;
    private final MemoryLedger ledger;
    private final Set<String> seen = new HashSet<>();
    private int documents;
    private int facts;
    private int faults;
    private int faulty;
    private int silent;

    MapTrial(Mapping mapping, PrintWriter out, PrintWriter err, InstantSource clock) {
        this.mapping = mapping;
        this.json = new JsonMapping(mapping);
        this.out = out;
        this.err = err;
        this.ledger = new MemoryLedger("map", clock);
    }

    /// @param input one document, or one a line
    void take(byte[] input) {
        JsonValue whole;
        try {
            whole = JsonReader.readTrusted(input);
        } catch (JsonException _) {
            new String(input, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .forEach(this::line);
            return;
        }
        document(whole);
    }

    private void line(String line) {
        JsonValue document;
        try {
            document = JsonReader.readTrusted(line.getBytes(StandardCharsets.UTF_8));
        } catch (JsonException fault) {
            documents++;
            faulty++;
            fault("not JSON: " + fault.getMessage());
            return;
        }
        document(document);
    }

    private void document(JsonValue document) {
        documents++;
        int before = faults;
        seen.addAll(json.paths(document));
        Tried tried = json.tried(document);
        for (Refusal refusal : tried.faults()) {
            fault(refusal.toString());
        }
        if (tried.faults().isEmpty()) {
            record(tried.lines());
        } else if (!tried.lines().isEmpty()) {
            say("its other facts (" + tried.lines().size() + ") are not recorded either");
        }
        if (faults > before) {
            faulty++;
        } else if (tried.lines().isEmpty()) {
            silent++;
            say("silent, no fact applies");
        }
    }

    private void record(List<JsonValue> lines) {
        for (JsonValue line : lines) {
            byte[] bytes = JsonWriter.bytes(line);
            LineAnswer answer = ledger.record(List.of(new SourceLine(bytes, "map", LineHash.of(bytes))))
                    .getFirst();
            if (answer instanceof LineAnswer.Refused(Refusal refusal) && !FOR_THE_LEDGER.contains(refusal.code())) {
                fault(refusal.toString());
            } else {
                facts++;
                out.println(new String(bytes, StandardCharsets.UTF_8));
            }
        }
    }

    /// Says what no document has, and how many there were.
    ///
    /// @return whether all is well; a path that no document has may be one that is rarely there
    boolean finish() {
        out.flush();
        String each = mapping.each();
        if (each != null && documents > 0 && !seen.contains(each)) {
            faults++;
            err.println("no document has " + each + ", the path of format.each: check its spelling");
        } else if (documents > 0) {
            Set<String> unseen = new TreeSet<>(mapping.usedColumns());
            unseen.removeAll(seen);
            unseen.forEach(path -> err.println("no document has a value at {" + path + "}: check its spelling"));
        }
        err.println(documents + " documents, " + facts + " facts, " + faults + " faults in " + faulty + " documents, "
                + silent + " silent");
        err.flush();
        return faults == 0 && documents > 0;
    }

    private void fault(String why) {
        faults++;
        say(why);
    }

    private void say(String what) {
        err.println("document " + documents + ": " + what);
    }
}
