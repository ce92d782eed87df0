package dev.kept.domain.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.domain.sample.Ledger;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffectivePromiseTest {
    private static final String BY_CLERK = ",'actor':'clerk','evidence':'SYSTEM','reason':'typing error'}";

    private static String strike(String id) {
        return "{'type':'corrected','target':{'source':'s','id':'" + id + "'},'strike':true,'source':'s','id':'strike-"
                + id + "'" + BY_CLERK;
    }

    private static String made(String id, String statement) {
        return "{'type':'made','customer':'ACME','due':'2026-03-10T12:00:00Z','statement':'" + statement
                + "','source':'s','id':'" + id + "'}";
    }

    private static String statement(List<CommitmentEvent> events) {
        return EffectivePromise.of(events).orElseThrow().terms().statement();
    }

    @Test
    void isNoneWhileNothingWasPromised() {
        assertThat(EffectivePromise.of(List.of())).isEmpty();
    }

    @Test
    void isTheNextOneOnceTheFirstIsStruck() {
        Ledger ledger = new Ledger().given(made("1", "first")).given(strike("1"));
        assertThat(EffectivePromise.of(ledger.events())).isEmpty();
        ledger.given(made("2", "second"));
        assertThat(statement(ledger.events())).isEqualTo("second");
    }

    @Test
    void isTheFirstKnownOfTwoThatStandWhateverTheirOrder() {
        Ledger ledger = new Ledger()
                .given(made("1", "first"))
                .given(strike("1"))
                .given(made("2", "second"))
                .given(strike("strike-1"));
        assertThat(statement(ledger.events())).isEqualTo("first");
        assertThat(statement(ledger.events().reversed())).isEqualTo("first");
    }

    @Test
    void hasTheWordsOfTheNewestCorrectionInForce() {
        Ledger ledger =
                new Ledger().given(made("1", "frist")).given(with("fisrt", "a")).given(with("first", "b"));
        assertThat(statement(ledger.events())).isEqualTo("first");
        ledger.given(strike("b"));
        assertThat(statement(ledger.events())).isEqualTo("fisrt");
        ledger.given(strike("a"));
        assertThat(statement(ledger.events())).isEqualTo("frist");
    }

    private static String with(String statement, String id) {
        return "{'type':'corrected','target':{'source':'s','id':'1'},'with':{'statement':'" + statement
                + "'},'source':'s','id':'" + id + "'" + BY_CLERK;
    }
}
