package dev.kept.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Runs `./kept` in odd conditions, with an environment of its own: a PATH that holds the tools the launcher needs,
/// and neither java nor Maven.
class LauncherIT {

    private static final long TIMEOUT_SECONDS = 120;
    private static final Path ROOT = Repository.find().root();
    private static final String JDK = System.getProperty("java.home");

    private static final List<String> TOOLS = List.of(
            "bash",
            "env",
            "date",
            "dirname",
            "find",
            "flock",
            "grep",
            "head",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sh",
            "sleep",
            "tail",
            "timeout",
            "touch");

    private Path temp;
    private Path tools;

    /// Lays the jar out once, so that each test measures the launcher alone.
    @BeforeAll
    static void unpack() throws Exception {
        var first = new ProcessBuilder(ROOT.resolve("kept").toString(), "help");
        first.environment().put("JAVA_HOME", JDK);
        first.environment().remove("KEPT_JAVA_OPTS");
        assertThat(run(first).exitCode()).isZero();
    }

    @BeforeEach
    void linkTools() throws IOException {
        temp = Files.createTempDirectory("kept launcher");
        tools = Files.createDirectory(temp.resolve("tools"));
        for (String tool : TOOLS) {
            var found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                    .map(folder -> Path.of(folder, tool))
                    .filter(Files::isExecutable)
                    .findFirst();
            if (found.isPresent()) {
                Files.createSymbolicLink(tools.resolve(tool), found.get());
            }
        }
    }

    @AfterEach
    void deleteLinksAndFiles() throws IOException {
        try (var files = Files.walk(temp)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void saysInOneLineThatAJdkIsMissing() throws Exception {
        Run run = kept(Map.of("KEPT_JDK_DIRS", temp.toString()), "help");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().contains("JDK 25", "install", "JAVA_HOME");
    }

    @Test
    void takesNoOtherJdk() throws Exception {
        Path old = fakeJdk("jdk-17", "17.0.15", "exit 0");
        Run run = kept(Map.of("JAVA_HOME", old.toString(), "KEPT_JDK_DIRS", temp.toString()), "help");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void findsAJdkAmongOthersInAFolderWithSpaces() throws Exception {
        Path jdks = Files.createDirectory(temp.resolve("my jdks"));
        Files.createDirectory(jdks.resolve("a"));
        Files.createSymbolicLink(jdks.resolve("the jdk"), Path.of(JDK));
        Run run = kept(Map.of("KEPT_JDK_DIRS", temp + ":" + jdks), "help");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void findsTheJdkOfAJavaOnThePath() throws Exception {
        Files.createSymbolicLink(tools.resolve("java"), Path.of(JDK, "bin", "java"));
        Run run = kept(Map.of("KEPT_JDK_DIRS", ""), "help");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void saysInOneLineThatMavenIsMissing() throws Exception {
        Path fresh = Files.createDirectory(temp.resolve("fresh clone"));
        Files.createDirectory(fresh.resolve("ledger-app"));
        Files.copy(ROOT.resolve("pom.xml"), fresh.resolve("pom.xml"));
        Path launcher = Files.copy(ROOT.resolve("kept"), fresh.resolve("kept"));

        for (String command : List.of("help", "test")) {
            Run run = run(process(Map.of("JAVA_HOME", JDK), temp, launcher, command));

            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().lines()).singleElement().asString().contains("Maven", "install", "mvn");
        }
    }

    @Test
    void needsNoMavenForWhatIsBuilt() throws Exception {
        Run run = kept(Map.of("JAVA_HOME", JDK), "--version");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isNotBlank();
    }

    @Test
    void worksThroughLinksFromAnotherFolder() throws Exception {
        Path elsewhere = Files.createDirectories(temp.resolve("some where/else"));
        Files.createSymbolicLink(temp.resolve("some where/first"), ROOT.resolve("kept"));
        Path second = Files.createSymbolicLink(elsewhere.resolve("second"), Path.of("../first"));
        Run direct = kept(Map.of("JAVA_HOME", JDK), "help");
        Run linked = run(process(Map.of("JAVA_HOME", JDK), elsewhere, second, "help"));

        assertThat(linked).isEqualTo(direct);
        assertThat(linked.exitCode()).isZero();
    }

    @Test
    void handsOverTheExitCode() throws Exception {
        assertThat(kept(Map.of("JAVA_HOME", JDK), "no-such-command").exitCode()).isEqualTo(2);
    }

    @Test
    void handsOverArgumentsAndOptionsAsTheyAre() throws Exception {
        Path jdk = fakeJdk("jdk-25", "25.0.1", "printf '%s\\n' \"$@\"");
        Run run = kept(
                Map.of("JAVA_HOME", jdk.toString(), "KEPT_JAVA_OPTS", "-Xmx7g -Dx=y"),
                "import",
                "a  file.csv",
                "",
                "*",
                "$HOME");
        List<String> words = Arrays.asList(run.out().split("\n", -1));

        assertThat(words).containsSubsequence("-Xmx1g", "-Xmx7g", "-Dx=y", "-jar");
        assertThat(words.subList(words.indexOf("-jar") + 2, words.size()))
                .containsExactly("import", "a  file.csv", "", "*", "$HOME", "");
    }

    @Test
    void becomesTheJvmSoThatSignalsReachIt() throws Exception {
        Path jdk = fakeJdk("jdk-25", "25.0.1", "trap 'exit 42' TERM; echo $$; while :; do sleep 0.1; done");
        Process process = process(Map.of("JAVA_HOME", jdk.toString()), temp, ROOT.resolve("kept"), "serve")
                .start();
        try (var out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo(Long.toString(process.pid()));
            process.destroy();
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(42);
        } finally {
            process.destroyForcibly();
        }
    }

    /// A folder that passes for a JDK, whose java runs a line of shell.
    private Path fakeJdk(String name, String version, String java) throws IOException {
        Path bin = Files.createDirectories(temp.resolve(name).resolve("bin"));
        Files.writeString(bin.resolveSibling("release"), "JAVA_VERSION=\"" + version + "\"\n");
        for (String tool : List.of("java", "javac")) {
            Path file = Files.writeString(bin.resolve(tool), "#!/bin/sh\n" + java + "\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        return bin.getParent();
    }

    private Run kept(Map<String, String> environment, String... arguments) throws Exception {
        return run(process(environment, temp, ROOT.resolve("kept"), arguments));
    }

    private ProcessBuilder process(Map<String, String> environment, Path folder, Path launcher, String... arguments) {
        var builder = new ProcessBuilder(Stream.concat(Stream.of(launcher.toString()), Arrays.stream(arguments))
                        .toList())
                .directory(folder.toFile());
        Map<String, String> own = new HashMap<>(Map.of("PATH", tools.toString(), "HOME", temp.toString()));
        own.putAll(environment);
        builder.environment().clear();
        builder.environment().putAll(own);
        return builder;
    }

    private static Run run(ProcessBuilder builder) throws Exception {
        Path out = Files.createTempFile("kept", ".out");
        Path err = Files.createTempFile("kept", ".err");
        Process process = builder.redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .as("%s ended within %d s", builder.command(), TIMEOUT_SECONDS)
                    .isTrue();
            return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }

    private record Run(int exitCode, String out, String err) {}
}
