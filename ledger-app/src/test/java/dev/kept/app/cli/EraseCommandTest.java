package dev.kept.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EraseCommandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "anna | anna",
                "anna@example.com | anna@example.com",
                "Acme Tools | 'Acme Tools'",
                "O'Neill | 'O'\\''Neill'",
                "$(rm -r ~) | '$(rm -r ~)'",
                "Jürgen | 'Jürgen'",
            })
    void namesAreOneWordOfAShell(String name, String word) {
        assertThat(EraseCommand.quoted(name)).isEqualTo(word);
    }
}
