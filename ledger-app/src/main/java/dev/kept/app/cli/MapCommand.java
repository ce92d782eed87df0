package dev.kept.app.cli;

import dev.kept.app.importing.ImportRefused;
import dev.kept.app.importing.JsonMapping;
import dev.kept.app.importing.Mapping;
import dev.kept.app.support.LineHash;
import dev.kept.app.support.intake.LineMapping.Mapped;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.FactLineReader.Reading;
import dev.kept.domain.line.LineContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Tries a mapping on sample documents and records nothing.
@CommandLine.Command(
        name = "map",
        description = "Tries a mapping on JSON documents from standard input, one a line or one alone,"
                + " and prints the fact lines they become. Records nothing.",
        mixinStandardHelpOptions = true)
final class MapCommand implements Callable<Integer> {
    @CommandLine.Option(
            names = "--try",
            required = true,
            paramLabel = "MAPPING.yaml",
            description = "how documents become facts (docs/kafka.md); some lie in examples/mappings")
    @SuppressWarnings("NullAway.Init")
    private Path mapping;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    private int documents;
    private int lines;
    private int faults;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        JsonMapping mapped;
        try {
            mapped = new JsonMapping(Mapping.read(mapping));
        } catch (ImportRefused refused) {
            err.println("kept: " + refused.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        byte[] input = System.in.readAllBytes();
        try {
            one(mapped, JsonReader.readTrusted(input));
        } catch (JsonException _) {
            new String(input, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> {
                        try {
                            one(mapped, JsonReader.readTrusted(line.getBytes(StandardCharsets.UTF_8)));
                        } catch (JsonException fault) {
                            documents++;
                            fault("not JSON: " + fault.getMessage());
                        }
                    });
        }
        spec.commandLine().getOut().flush();
        err.println(documents + " documents, " + lines + " facts, " + faults + " faults");
        err.flush();
        return faults == 0 && documents > 0 ? Main.OK : Main.FAILED;
    }

    private void one(JsonMapping mapped, JsonValue document) {
        documents++;
        switch (mapped.map(document)) {
            case Mapped.Unmappable(var refusal) -> fault(refusal.toString());
            case Mapped.Lines(List<JsonValue> facts) -> {
                if (facts.isEmpty()) {
                    spec.commandLine().getErr().println("document " + documents + ": silent, no fact applies");
                }
                for (JsonValue fact : facts) {
                    byte[] line = JsonWriter.bytes(fact);
                    spec.commandLine().getOut().println(new String(line, StandardCharsets.UTF_8));
                    lines++;
                    if (FactLineReader.read(fact, new LineContext(null, null, "map", LineHash.of(line)))
                            instanceof Reading.Unreadable(var refusal)) {
                        fault(refusal.toString());
                    }
                }
            }
        }
    }

    private void fault(String why) {
        faults++;
        spec.commandLine().getErr().println("document " + documents + ": " + why);
    }
}
