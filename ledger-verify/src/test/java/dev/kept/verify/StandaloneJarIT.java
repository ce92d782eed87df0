package dev.kept.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The small jar is whole without any other.
class StandaloneJarIT {
    private static final Path JAR = Path.of("target/kept-verify.jar");

    @TempDir
    private Path folder;

    @Test
    void holdsOurClassesAloneAndVerifiesOnABareJdk() throws IOException, InterruptedException {
        // given
        SampleLog log = new SampleLog(41).grow(40);
        Path receipt = Files.write(
                folder.resolve("receipt"),
                log.receipt(List.of(log.facts.get(5))).bytes());
        Path bundle = log.bundle(folder.resolve("bundle"), log.inStreamOrder());
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream()
                            .map(entry -> entry.getName())
                            .filter(name -> !name.endsWith("/"))
                            .filter(name -> name.endsWith(".class")))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("dev/kept/"))
                    .noneMatch(name -> name.contains("/axon/"));
        }

        for (Path file : List.of(receipt, bundle)) {
            // when
            Path out = folder.resolve("out");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-jar",
                            JAR.toString(),
                            file.toString(),
                            "--key",
                            SampleLog.KEY.verifierKey().format())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();

            // then
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(out)).startsWith("VERIFIED ");
            assertThat(process.exitValue()).isZero();
        }
    }
}
