package dev.kept.app.importing;

import dev.kept.app.importing.Draft.Origin;
import dev.kept.app.importing.Records.Raw;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What one record of a file says: a fact line says one fact, the row of a table as many as the mapping finds in it.
sealed interface FactFile {
    /// Hands the record's facts to the intake, or the record to the rejects.
    void take(Raw raw, Intake intake) throws IOException;

    static Origin origin(Path file, Raw raw) {
        return new Origin(file, raw.line(), raw.offset(), raw.length());
    }

    /// Why a record cannot be read at all, by its fault.
    static Refusal refusal(Records.Fault fault, Raw raw) {
        String begin = new String(raw.bytes(), StandardCharsets.UTF_8);
        return switch (fault) {
            case TOO_LONG ->
                new Refusal(
                        RefusalCode.MALFORMED,
                        "(line)",
                        begin,
                        "the line has " + raw.length() + " bytes, at most " + Records.MAX_BYTES + " are read",
                        "send long texts by reference, as \"evidenceRef\"; the line lies at byte " + raw.offset());
            case OPEN_QUOTE ->
                new Refusal(
                        RefusalCode.MALFORMED,
                        "(row)",
                        begin,
                        "a quote is opened and not closed",
                        "close it, or double it if it is part of the text; reading went on with the next line");
        };
    }

    /// Fact lines: JSON, one fact each.
    record Lines(Path file, String source) implements FactFile {
        @Override
        public void take(Raw raw, Intake intake) throws IOException {
            Records.Fault fault = raw.fault();
            if (fault != null) {
                intake.refuse(origin(file, raw), raw.bytes(), refusal(fault, raw));
            } else {
                intake.add(Draft.of(origin(file, raw), raw.bytes(), raw.bytes(), source));
            }
        }
    }

    /// A table, read through a mapping.
    record Rows(Path file, String source, Table table) implements FactFile {
        @Override
        public void take(Raw raw, Intake intake) throws IOException {
            Origin origin = origin(file, raw);
            Records.Fault fault = raw.fault();
            if (fault != null) {
                intake.row(1);
                intake.refuse(origin, raw.bytes(), refusal(fault, raw));
                return;
            }
            Row row;
            try {
                row = table.row(raw);
            } catch (RowFault unreadable) {
                intake.row(1);
                intake.refuse(origin, raw.bytes(), unreadable.refusal());
                return;
            }
            int facts = 0;
            for (FactMapping fact : table.mapping().facts()) {
                if (fact.appliesTo(row)) {
                    facts++;
                    try {
                        intake.add(Draft.of(origin, raw.bytes(), fact.line(row), source));
                    } catch (RowFault badCell) {
                        intake.refuse(origin, raw.bytes(), badCell.refusal());
                    }
                }
            }
            intake.row(facts);
        }
    }
}
