package dev.kept.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private static final String VKEY = SampleLog.KEY.verifierKey().format();

    @TempDir
    private Path folder;

    private record Run(int code, String out, String err) {}

    private static Run run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                words,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void answersWithItsExitCode() throws IOException {
        SampleLog log = new SampleLog(31).grow(20);
        Path receipt = Files.write(
                folder.resolve("r"), log.receipt(List.of(log.facts.get(3))).bytes());
        Path kept = Files.writeString(folder.resolve("c"), log.checkpoint(20).format());
        Path keys = Files.writeString(folder.resolve("k"), "# ours\n\n" + VKEY + "\n");

        assertThat(run("verify", receipt.toString(), "--key", VKEY).code()).isZero();
        assertThat(run(receipt.toString(), "--key=" + VKEY, "--checkpoint", kept.toString())
                        .out())
                .contains("the log is the one of your checkpoint of 20 entries");
        assertThat(run(receipt.toString(), "--key", "@" + keys, "--json").out()).startsWith("{\"verified\":true");
        assertThat(run(kept.toString(), "--key", VKEY).code()).isEqualTo(4);
        assertThat(run(folder.resolve("nothing").toString(), "--key", VKEY).code())
                .isEqualTo(1);
        assertThat(run(receipt.toString()))
                .satisfies(run -> assertThat(run.code()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err()).contains("--key VKEY is missing"));
        assertThat(run(receipt.toString(), "--key", "nonsense").code()).isEqualTo(2);
        assertThat(run("--key", VKEY).err()).contains("which FILE");
        assertThat(run(receipt.toString(), "--key", VKEY, "--cosignatures", "1").code())
                .isEqualTo(2);
        assertThat(run("--help").out()).contains("--checkpoint FILE");
    }
}
