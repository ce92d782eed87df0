package dev.kept.domain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.Delivery;
import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.FactTarget;
import dev.kept.api.commitment.Patch;
import dev.kept.api.commitment.Terms;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Party;
import dev.kept.api.fact.Tier;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.line.FactLineReader.Reading;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class FactLineReaderTest {
    private static final LineContext CONTEXT = new LineContext(null, null, "kafka", "line-hash");

    @Test
    void readsThePublishedExampleOfAPromise() {
        var made = (CommitmentCommand.MakeCommitment) read(
                "{'type':'made','commitment':'order-10248','customer':'VINET','promisor':'employee-5','direction':'BY_US',"
                        + "'kind':'ship-order','statement':'Order leaves our dock','at':'1996-07-04T00:00:00Z',"
                        + "'due':'1996-08-01T23:59:59Z','amount':'440.00','currency':'USD','evidence':'SYSTEM',"
                        + "'source':'erp','id':'10248-made','attributes':{'carrier':'shipper-3'}}");
        Terms terms = made.terms();
        assertThat(made.claim().commitment().value()).isEqualTo("order-10248");
        assertThat(made.claim().key()).isEqualTo(new IdempotencyKey("erp", "10248-made"));
        assertThat(made.claim().at()).isEqualTo("1996-07-04T00:00:00Z");
        assertThat(made.claim().evidence()).isEqualTo(Evidence.SYSTEM);
        assertThat(made.claim().by()).isEqualTo(Party.PROMISOR);
        assertThat(terms.customer()).isEqualTo("VINET");
        assertThat(terms.promisor()).isEqualTo("employee-5");
        assertThat(terms.direction()).isEqualTo(Direction.BY_US);
        assertThat(terms.kind()).isEqualTo("ship-order");
        assertThat(terms.statement()).isEqualTo("Order leaves our dock");
        assertThat(terms.due()).isEqualTo(new Due.At(Instant.parse("1996-08-01T23:59:59Z")));
        assertThat(terms.amount().amount()).isEqualTo(new BigDecimal("440.00"));
        assertThat(terms.amount().currency().getCurrencyCode()).isEqualTo("USD");
        assertThat(terms.attributes()).containsExactly(entry("carrier", "shipper-3"));
    }

    @Test
    void readsThePublishedExampleOfAReport() {
        var met = read("{'type':'met','commitment':'order-10248','at':'1996-07-16T12:00:00Z','evidence':'SYSTEM',"
                + "'source':'erp','id':'10248-shipped'}");
        assertThat(met).isInstanceOf(CommitmentCommand.ReportMet.class);
        assertThat(met.claim().key()).isEqualTo(new IdempotencyKey("erp", "10248-shipped"));
    }

    @Test
    void fillsInWhatALineMayLeaveOut() {
        var made = (CommitmentCommand.MakeCommitment)
                read("{'type':'made','commitment':'c','customer':'ACME','due':'2026-03-10T12:00:00+01:00'}");
        assertThat(made.terms().direction()).isEqualTo(Direction.BY_US);
        assertThat(made.terms().promisor()).isNull();
        assertThat(made.terms().kind()).isEqualTo("promise");
        assertThat(made.terms().due()).isEqualTo(new Due.At(Instant.parse("2026-03-10T11:00:00Z")));
        assertThat(made.claim().at()).isNull();
        assertThat(made.claim().evidence()).isNull();
        assertThat(made.claim().key()).isEqualTo(new IdempotencyKey("kafka", "line-hash"));
    }

    @Test
    void takesNullForAbsent() {
        assertThat(
                        read(
                                "{'type':'met','commitment':'c','at':null,'actor':null,'evidence':null,'note':null,'with':null}"))
                .isEqualTo(read("{'type':'met','commitment':'c'}"));
    }

    @Test
    void readsChoicesInEitherCase() {
        for (String evidence : new String[] {"SYSTEM", "system", "System"}) {
            assertThat(read("{'type':'met','commitment':'c','evidence':'" + evidence + "'}")
                            .claim()
                            .evidence())
                    .isEqualTo(Evidence.SYSTEM);
        }
        var made = (CommitmentCommand.MakeCommitment)
                read(made("'due':'2026-03-10T12:00:00Z','tier':'CRITICAL','direction':'by_customer'"));
        assertThat(made.terms().tier()).isEqualTo(Tier.CRITICAL);
        assertThat(made.terms().direction()).isEqualTo(Direction.BY_CUSTOMER);
    }

    @Test
    void readsEveryFormOfADueDate() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertThat(due("'2026-03-10T12:00:00Z'")).isEqualTo(new Due.At(Instant.parse("2026-03-10T12:00:00Z")));
        assertThat(due("{'on':'2026-11-30','zone':'Europe/Berlin'}"))
                .isEqualTo(new Due.EndOfDay(LocalDate.of(2026, 11, 30), berlin));
        assertThat(due("{'from':'2026-11-30T09:00:00+01:00','to':'2026-11-30T10:00:00Z'}"))
                .isEqualTo(
                        new Due.Window(Instant.parse("2026-11-30T08:00:00Z"), Instant.parse("2026-11-30T10:00:00Z")));
        assertThat(due("{'from':'2026-11-30T09:00','to':'2026-11-30T11:00:30','zone':'Europe/Berlin'}"))
                .isEqualTo(new Due.LocalWindow(
                        LocalDateTime.of(2026, 11, 30, 9, 0), LocalDateTime.of(2026, 11, 30, 11, 0, 30), berlin));
    }

    @Test
    void keepsWhatItDoesNotKnowAsItWasSent() {
        var met = read("{'type':'met','commitment':'c','carrier':'shipper-3','weight':12.50,'count':1e3,'cold':true,"
                + "'none':null,'Größe':'XL'}");
        assertThat(met.claim().extra())
                .containsExactly(
                        entry("Größe", "XL"),
                        entry("carrier", "shipper-3"),
                        entry("cold", "true"),
                        entry("count", new BigDecimal("1000")),
                        entry("weight", new BigDecimal("12.50")));
    }

    @Test
    void keepsAFieldOfAnotherTypeOfFactToo() {
        var missed = (CommitmentCommand.ReportMissed)
                read("{'type':'missed','commitment':'c','customer':'ACME','reason':'flood','cause':'external'}");
        assertThat(missed.claim().extra()).containsExactly(entry("customer", "ACME"), entry("reason", "flood"));
    }

    @Test
    void keepsNoDigitThatWouldNotBeReadAgain() {
        for (String number :
                new String[] {"1234567890123456789012345678901234567e1", "10e36", "0." + "0".repeat(36) + "1", "-1e-37"
                }) {
            var met = read("{'type':'met','commitment':'c','n':" + number + "}");
            assertThat((BigDecimal) met.claim().extra().get("n")).isEqualByComparingTo(number);
            assertThat(FactLineReader.read(FactLineWriter.line(met), CONTEXT)).isEqualTo(new Reading.Read(met));
        }
    }

    @Test
    void readsAStrikeInBothItsSpellings() {
        var strike = (CommitmentCommand.CorrectFact) read(corrected("'strike':true"));
        assertThat(strike.with()).isNull();
        assertThat(read(corrected("'with':null"))).isEqualTo(strike);
        assertThat(read(corrected("'with':null,'strike':true"))).isEqualTo(strike);
    }

    @Test
    void readsTheTargetByIdOrByKey() {
        assertThat(((CommitmentCommand.CorrectFact) read(corrected("'strike':true"))).target())
                .isEqualTo(new FactTarget.ById("t"));
        assertThat(((CommitmentCommand.ConfirmFact)
                                read("{'type':'confirmed','commitment':'c','target':{'source':'erp','id':'7'}}"))
                        .target())
                .isEqualTo(new FactTarget.ByKey(new IdempotencyKey("erp", "7")));
    }

    @Test
    void readsWhatACorrectionReplaces() {
        Patch with = ((CommitmentCommand.CorrectFact) read(corrected(
                        "'with':{'type':'partly_met','fraction':'0.50','by':'PROMISEE','confirmedUnnoticed':false}")))
                .with();
        assertThat(with.type()).isEqualTo(FactType.PARTLY_MET);
        assertThat(with.delivered()).isEqualTo(new Delivery.Share(new BigDecimal("0.50")));
        assertThat(with.by()).isEqualTo(Party.PROMISEE);
        assertThat(with.confirmedUnnoticed()).isFalse();
        assertThat(with.at()).isNull();
    }

    @Test
    void takesTheAskerOfARenegotiationFromTheReporterUnlessNamed() {
        assertThat(askedBy("")).isEqualTo(Party.PROMISOR);
        assertThat(askedBy(",'by':'promisee'")).isEqualTo(Party.PROMISEE);
        assertThat(askedBy(",'by':'system'")).isEqualTo(Party.PROMISOR);
        assertThat(askedBy(",'by':'promisee','askedBy':'promisor'")).isEqualTo(Party.PROMISOR);
    }

    @Test
    void letsTheEntranceNameCommitmentAndKey() {
        var key = new IdempotencyKey("header", "7");
        var line = "{\"type\":\"met\",\"source\":\"erp\",\"id\":\"8\"}".getBytes(StandardCharsets.UTF_8);
        var read = ((Reading.Read) FactLineReader.read(line, new LineContext("c", key, "x", "y"))).command();
        assertThat(read.claim().commitment().value()).isEqualTo("c");
        assertThat(read.claim().key()).isEqualTo(key);
    }

    @Test
    void readsTheFirstAndTheLastYearItKnows() {
        for (String at : new String[] {"1970-01-01T00:00:00Z", "2200-12-31T23:59:59.999999999Z"}) {
            assertThat(read("{'type':'met','commitment':'c','at':'" + at + "'}")
                            .claim()
                            .at())
                    .isEqualTo(at);
        }
    }

    private static Party askedBy(String members) {
        var line = "{'type':'renegotiated','commitment':'c','newDue':'2026-03-10T12:00:00Z'" + members + "}";
        return ((CommitmentCommand.Renegotiate) read(line)).askedBy();
    }

    private static Due due(String due) {
        return ((CommitmentCommand.MakeCommitment) read(made("'due':" + due)))
                .terms()
                .due();
    }

    private static String made(String members) {
        return "{'type':'made','commitment':'c','customer':'ACME'," + members + "}";
    }

    private static String corrected(String members) {
        return "{'type':'corrected','commitment':'c','target':'t'," + members + "}";
    }

    private static CommitmentCommand read(String line) {
        Reading reading = FactLineReader.read(line.replace('\'', '"').getBytes(StandardCharsets.UTF_8), CONTEXT);
        assertThat(reading).as(line).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).command();
    }
}
