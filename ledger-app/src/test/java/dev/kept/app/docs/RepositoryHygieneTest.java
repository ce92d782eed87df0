package dev.kept.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Holds every file of the repository to the [HouseRules], and proves that each of them can fail.
class RepositoryHygieneTest {

    @Test
    void everyFileKeepsTheHouseRules() throws Exception {
        var repository = Repository.find();
        List<String> breaches = new ArrayList<>();
        int read = 0;
        for (String file : repository.files()) {
            var text = repository.text(file);
            if (text.isPresent()) {
                breaches.addAll(HouseRules.breaches(file, text.get()));
                read++;
            }
        }
        assertThat(read).as("text files read").isGreaterThan(20);
        assertThat(breaches).isEmpty();
    }

    /// `~` is cut out of the planted text, so that this file keeps the rules itself.
    @ParameterizedTest
    @CsvSource(textBlock = """
            README.md,            'https://repo1.ma~ven.org/x',       names a package registry
            docs/a.md,            'https://registry.np~mjs.org/x',    names a package registry
            pom.xml,              'from deb.deb~ian.org',             names a package registry
            docs/a.md,            'see /wo~rk/x',                     names a path of one machine
            docs/a.md,            'see /ho~me/ann/x',                 names a path of one machine
            docs/a.md,            'as Cla~ude said',                  speaks of something else than the project
            A.java,               '// TO~DO: later',                  is unfinished or skipped
            ATest.java,           '@Dis~abled assertThat',            is unfinished or skipped
            AIT.java,             'assume~True(x); assertThat',       is unfinished or skipped
            x/main/java/x/scoring/A.java, 'dou~ble share',            uses floating point in scoring
            ATest.java,           'void works() {}',                  asserts nothing
            """)
    void findsABreach(String path, String planted, String breach) {
        assertThat(HouseRules.breaches(path, "first line\n" + planted.replace("~", "")))
                .singleElement()
                .asString()
                .startsWith(path + ":")
                .contains(breach);
    }

    @Test
    void namesTheLine() {
        assertThat(HouseRules.breaches("a.md", "one\ntwo\n/ro" + "ot/three"))
                .containsExactly("a.md:3: names a path of one machine: /ro" + "ot/");
    }

    @Test
    void findsAFileThatIsTooLong() {
        String limit = "x\n".repeat(HouseRules.LINES_PER_FILE);
        assertThat(HouseRules.breaches("A.java", limit)).isEmpty();
        assertThat(HouseRules.breaches("A.java", limit + "x\n")).containsExactly("A.java: has 401 lines, at most 400");
        assertThat(HouseRules.breaches("vectors.json", limit + "x\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            pom.xml,              'http://maven.apache.org/POM/4.0.0'
            docs/a.md,            'a ./work/x and ../work/x and $HOME/root/x and https://kept.example/work/x'
            docs/a.md,            'TODAY, a session of the browser, prompts'
            x/main/java/x/due/A.java, 'double share'
            ATest.java,           'assertThat(x)'
            AnIT.java,            'class AnIT extends EngineTestSuite<Engine> {}'
            """)
    void acceptsWhatOnlyLooksLikeABreach(String path, String text) {
        assertThat(HouseRules.breaches(path, text)).isEmpty();
    }
}
