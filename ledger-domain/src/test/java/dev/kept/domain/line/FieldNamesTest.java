package dev.kept.domain.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldNamesTest {
    @ParameterizedTest
    @CsvSource({
        "evidense, evidence",
        "evidenc, evidence",
        "evidencee, evidence",
        "Evidence, evidence",
        "EVIDENCE_REF, evidenceRef",
        "evidence-ref, evidenceRef",
        "comitment, commitment",
        "commitmnet, commitment",
        "custmer, customer",
        "teir, tier",
        "knid, kind",
        "recoredAt, recordedAt",
        "curency, currency"
    })
    void takesANearMissForTheKnownName(String name, String known) {
        assertThat(FieldNames.isNear(name, known)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "cold, told",
        "width, with",
        "units, unit",
        "season, reason",
        "clause, cause",
        "dues, due",
        "city, unit",
        "carrier, currency",
        "evidence2020, evidence",
        "x, id"
    })
    void leavesHonestWordsAlone(String name, String known) {
        assertThat(FieldNames.isNear(name, known)).isFalse();
    }
}
