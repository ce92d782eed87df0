package dev.kept.domain.commitment;

import dev.kept.domain.sample.Ledger;
import java.util.List;
import java.util.function.Supplier;

/// One case or more for each reason not to record a readable line.
final class DeciderRefusalCases {
    private DeciderRefusalCases() {}

    private static final String BY_CLERK = ",'actor':'clerk','evidence':'SYSTEM','reason':'typing error'}";

    /// @param given the ledger before; @param line what is sent to it
    record Case(
            String name,
            Supplier<Ledger> given,
            String line,
            RefusalCode code,
            String field,
            String value,
            String fix) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return List.of(
                // identity
                new Case(
                        "the same key with other content",
                        Ledger::withPromise,
                        "{'type':'met','source':'erp','id':'made'}",
                        RefusalCode.CONFLICTING_DUPLICATE,
                        "id",
                        "erp/made",
                        "new id"),
                new Case(
                        "the same key in another commitment",
                        Ledger::withPromise,
                        "{'commitment':'d','type':'made','at':'2026-03-01T00:00:00Z','customer':'ACME',"
                                + "'due':'2026-03-10T12:00:00Z','kind':'ship-order','tier':'standard',"
                                + "'evidence':'SYSTEM','source':'erp','id':'made'}",
                        RefusalCode.CONFLICTING_DUPLICATE,
                        "id",
                        "erp/made",
                        "corrected fact"),
                new Case(
                        "a commitment that has changed meanwhile",
                        () -> Ledger.withPromise().given("{'type':'missed'}").expecting(1),
                        "{'type':'met'}",
                        RefusalCode.VERSION_CONFLICT,
                        "If-Match",
                        "1",
                        "read it again"),
                new Case(
                        "a report before the promise",
                        Ledger::new,
                        "{'type':'met'}",
                        RefusalCode.UNKNOWN_COMMITMENT,
                        "commitment",
                        "c",
                        "made fact first"),
                new Case(
                        "voiding before the promise",
                        Ledger::new,
                        "{'type':'voided'" + BY_CLERK,
                        RefusalCode.UNKNOWN_COMMITMENT,
                        "commitment",
                        "c",
                        "made fact first"),
                new Case(
                        "mending facts that wait for their promise, interactively",
                        () -> new Ledger()
                                .from(Entrance.BUS)
                                .given("{'type':'met','source':'s','id':'1'}")
                                .from(Entrance.INTERACTIVE),
                        "{'type':'corrected','target':{'source':'s','id':'1'},'strike':true" + BY_CLERK,
                        RefusalCode.UNKNOWN_COMMITMENT,
                        "commitment",
                        "c",
                        "made fact first"),
                new Case(
                        "a second promise with other terms",
                        Ledger::withPromise,
                        "{'type':'made','customer':'ACME','due':'2026-03-11T12:00:00Z','kind':'ship-order','tier':'standard'}",
                        RefusalCode.ALREADY_MADE,
                        "commitment",
                        "c",
                        "renegotiated"),
                new Case(
                        "a report on a voided commitment",
                        DeciderRefusalCases::voided,
                        "{'type':'met'}",
                        RefusalCode.VOIDED,
                        "commitment",
                        "c",
                        "strike that fact first"),
                new Case(
                        "a second promise on a voided commitment",
                        DeciderRefusalCases::voided,
                        "{'type':'made','customer':'ACME','due':'2026-03-10T12:00:00Z','kind':'ship-order','tier':'standard'}",
                        RefusalCode.VOIDED,
                        "commitment",
                        "c",
                        "new commitment id"),
                new Case(
                        "voiding twice",
                        DeciderRefusalCases::voided,
                        "{'type':'voided'" + BY_CLERK,
                        RefusalCode.VOIDED,
                        "commitment",
                        "c",
                        "strike that fact first"),
                new Case(
                        "striking another fact of a voided commitment",
                        DeciderRefusalCases::voided,
                        "{'type':'corrected','target':{'source':'erp','id':'made'},'strike':true" + BY_CLERK,
                        RefusalCode.VOIDED,
                        "commitment",
                        "c",
                        "strike that fact first"),
                new Case(
                        "changing the void instead of striking it",
                        DeciderRefusalCases::voided,
                        "{'type':'corrected','target':{'source':'s','id':'void'},'with':{'evidence':'SELF'}" + BY_CLERK,
                        RefusalCode.VOIDED,
                        "commitment",
                        "c",
                        "strike that fact first"),
                new Case(
                        "a report on a voided commitment from the bus",
                        () -> voided().from(Entrance.BUS),
                        "{'type':'met'}",
                        RefusalCode.VOIDED,
                        "commitment",
                        "c",
                        "strike that fact first"),
                new Case(
                        "correcting an unknown fact id",
                        Ledger::withPromise,
                        "{'type':'corrected','target':'00000000-0000-7000-8000-000000000000','strike':true" + BY_CLERK,
                        RefusalCode.UNKNOWN_FACT,
                        "target",
                        "00000000-0000-7000-8000-000000000000",
                        "\"source\""),
                new Case(
                        "confirming an unknown key",
                        Ledger::withPromise,
                        "{'type':'confirmed','by':'promisee','target':{'source':'erp','id':'other'}}",
                        RefusalCode.UNKNOWN_FACT,
                        "target",
                        "erp/other",
                        "\"source\""),
                new Case(
                        "confirming a fact of another commitment",
                        () -> Ledger.withPromise()
                                .given(
                                        "{'commitment':'d','type':'made','customer':'ACME','due':'2026-03-10T12:00:00Z'}"),
                        "{'commitment':'d','type':'confirmed','by':'promisee','target':{'source':'erp','id':'made'}}",
                        RefusalCode.UNKNOWN_FACT,
                        "target",
                        "erp/made",
                        "fact of this commitment"),
                new Case(
                        "correcting an unknown fact from the bus",
                        () -> new Ledger().from(Entrance.BUS),
                        "{'type':'corrected','target':'t','strike':true" + BY_CLERK,
                        RefusalCode.UNKNOWN_FACT,
                        "target",
                        "t",
                        "by its id"),
                // authority
                new Case(
                        "a release by the promisor",
                        Ledger::withPromise,
                        "{'type':'released'}",
                        RefusalCode.NOT_ENTITLED,
                        "by",
                        "promisor",
                        "\"by\": \"promisee\""),
                new Case(
                        "a release by an operator without evidence",
                        Ledger::withPromise,
                        "{'type':'released','actor':'clerk'}",
                        RefusalCode.NOT_ENTITLED,
                        "by",
                        "promisor",
                        "\"evidenceRef\""),
                new Case(
                        "a release by evidence without an operator",
                        Ledger::withPromise,
                        "{'type':'released','by':'system','evidenceRef':'mail:1'}",
                        RefusalCode.NOT_ENTITLED,
                        "by",
                        "system",
                        "\"actor\""),
                new Case(
                        "a dispute by the promisor",
                        Ledger::withPromise,
                        "{'type':'disputed'}",
                        RefusalCode.NOT_ENTITLED,
                        "by",
                        "promisor",
                        "\"by\": \"promisee\""),
                new Case(
                        "the promisor confirming itself",
                        Ledger::withPromise,
                        "{'type':'confirmed','actor':'clerk','evidenceRef':'x','target':{'source':'erp','id':'made'}}",
                        RefusalCode.NOT_ENTITLED,
                        "by",
                        "promisor",
                        "\"by\": \"promisee\""),
                new Case(
                        "a withdrawal by a stranger",
                        Ledger::withPromise,
                        "{'type':'withdrawn','by':'system'}",
                        RefusalCode.NOT_ENTITLED,
                        "by",
                        "system",
                        "\"by\": \"promisor\""),
                new Case(
                        "a recording time of one's own from an interactive caller",
                        Ledger::withPromise,
                        "{'type':'met','recordedAt':'2026-02-01T00:00:00Z'}",
                        RefusalCode.NOT_ENTITLED,
                        "recordedAt",
                        "2026-02-01T00:00:00Z",
                        "import"),
                new Case(
                        "a recording time of one's own from the bus",
                        () -> Ledger.withPromise().from(Entrance.BUS),
                        "{'type':'met','recordedAt':'2026-02-01T00:00:00Z'}",
                        RefusalCode.NOT_ENTITLED,
                        "recordedAt",
                        "2026-02-01T00:00:00Z",
                        "leave recordedAt out"),
                new Case(
                        "a correction without a reason",
                        Ledger::withPromise,
                        "{'type':'corrected','target':{'source':'erp','id':'made'},'strike':true,'actor':'a','evidence':'SELF'}",
                        RefusalCode.REASON_REQUIRED,
                        "reason",
                        null,
                        "\"reason\""),
                new Case(
                        "a void with a blank reason",
                        Ledger::withPromise,
                        "{'type':'voided','actor':'a','evidence':'SELF','reason':' '}",
                        RefusalCode.REASON_REQUIRED,
                        "reason",
                        null,
                        "\"reason\""),
                new Case(
                        "a void without an actor",
                        Ledger::withPromise,
                        "{'type':'voided','evidence':'SELF','reason':'r'}",
                        RefusalCode.REASON_REQUIRED,
                        "actor",
                        null,
                        "\"actor\""),
                new Case(
                        "a resolution without evidence",
                        Ledger::withPromise,
                        "{'type':'resolved','finding':'UPHELD','actor':'a','reason':'r'}",
                        RefusalCode.REASON_REQUIRED,
                        "evidence",
                        null,
                        "\"evidenceRef\""),
                new Case(
                        "correcting one's own fact where four eyes are asked for",
                        () -> Ledger.withPromise()
                                .withFourEyes()
                                .given("{'type':'met','actor':'clerk','source':'s','id':'met'}"),
                        "{'type':'corrected','target':{'source':'s','id':'met'},'strike':true" + BY_CLERK,
                        RefusalCode.SELF_APPROVAL,
                        "actor",
                        "clerk",
                        "somebody else"),
                new Case(
                        "resolving the dispute on one's own report where four eyes are asked for",
                        () -> Ledger.withPromise()
                                .withFourEyes()
                                .given("{'type':'met','actor':'clerk'}")
                                .given("{'type':'disputed','by':'promisee','actor':'buyer'}"),
                        "{'type':'resolved','finding':'REJECTED'" + BY_CLERK,
                        RefusalCode.SELF_APPROVAL,
                        "actor",
                        "clerk",
                        "somebody else"),
                // time
                new Case(
                        "something that has not happened yet",
                        Ledger::withPromise,
                        "{'type':'met','at':'2026-03-01T00:05:00.000000001Z'}",
                        RefusalCode.IN_THE_FUTURE,
                        "at",
                        "2026-03-01T00:05:00.000000001Z",
                        "when it has happened"),
                new Case(
                        "recorded in the future",
                        () -> Ledger.withPromise().from(Entrance.IMPORT),
                        "{'type':'met','at':'2026-02-01T00:00:00Z','recordedAt':'2026-03-01T00:06:00Z'}",
                        RefusalCode.IN_THE_FUTURE,
                        "recordedAt",
                        "2026-03-01T00:06:00Z",
                        "when it has happened"),
                new Case(
                        "corrected to a time that has not come",
                        Ledger::withPromise,
                        "{'type':'corrected','target':{'source':'erp','id':'made'},'with':{'at':'2026-03-02T00:00:00Z'}"
                                + BY_CLERK,
                        RefusalCode.IN_THE_FUTURE,
                        "with.at",
                        "2026-03-02T00:00:00Z",
                        "when it has happened"),
                // terms
                new Case(
                        "due before it was made",
                        Ledger::new,
                        "{'type':'made','customer':'ACME','at':'2026-02-10T12:00:01Z','due':'2026-02-10T12:00:00Z'}",
                        RefusalCode.DUE_BEFORE_MADE,
                        "due",
                        "2026-02-10T12:00:00Z",
                        "offsets"),
                new Case(
                        "renegotiated to before it was made",
                        Ledger::withPromise,
                        "{'type':'renegotiated','by':'promisee','newDue':'2026-02-10T12:00:00Z'}",
                        RefusalCode.DUE_BEFORE_MADE,
                        "newDue",
                        "2026-02-10T12:00:00Z",
                        "offsets"),
                new Case(
                        "a window that ends before it begins",
                        Ledger::new,
                        "{'type':'made','customer':'ACME','due':{'from':'2026-03-10T11:00:00Z','to':'2026-03-10T09:00:00Z'}}",
                        RefusalCode.DUE_UNRESOLVABLE,
                        "due",
                        "2026-03-10T11:00:00Z to 2026-03-10T09:00:00Z",
                        "\"from\" before \"to\""),
                new Case(
                        "a new window that ends before it begins",
                        Ledger::withPromise,
                        "{'type':'renegotiated','by':'promisee','newDue':{'from':'2026-03-10T11:00','to':'2026-03-10T09:00','zone':'UTC'}}",
                        RefusalCode.DUE_UNRESOLVABLE,
                        "newDue",
                        "2026-03-10T11:00:00Z to 2026-03-10T09:00:00Z",
                        "\"from\" before \"to\""),
                new Case(
                        "a quantity of a promise that names none",
                        Ledger::withPromise,
                        "{'type':'partly_met','quantity':'3','unit':'pieces'}",
                        RefusalCode.BAD_QUANTITY,
                        "quantity",
                        "3 pieces",
                        "\"fraction\""),
                new Case(
                        "a quantity in another unit than promised",
                        () -> new Ledger()
                                .given(
                                        "{'type':'made','customer':'ACME','due':'2026-03-10T12:00:00Z','quantity':'12','unit':'kg'}"),
                        "{'type':'partly_met','quantity':'3','unit':'pieces'}",
                        RefusalCode.BAD_QUANTITY,
                        "quantity",
                        "3 pieces",
                        "\"fraction\""),
                // corrections; more of them in CorrectionsTest
                new Case(
                        "changing a correction",
                        () -> Ledger.withPromise()
                                .given(
                                        "{'type':'corrected','source':'s','id':'fix','target':{'source':'erp','id':'made'},"
                                                + "'with':{'tier':'major'}" + BY_CLERK),
                        "{'type':'corrected','target':{'source':'s','id':'fix'},'with':{'at':'2026-02-01T00:00:00Z'}"
                                + BY_CLERK,
                        RefusalCode.BAD_CORRECTION,
                        "target",
                        "s/fix",
                        "\"strike\": true"),
                new Case(
                        "confirming a correction",
                        () -> Ledger.withPromise()
                                .given(
                                        "{'type':'corrected','source':'s','id':'fix','target':{'source':'erp','id':'made'},"
                                                + "'with':{'tier':'major'}" + BY_CLERK),
                        "{'type':'confirmed','by':'promisee','target':{'source':'s','id':'fix'}}",
                        RefusalCode.BAD_CORRECTION,
                        "target",
                        "s/fix",
                        "confirm the fact it speaks of"));
    }

    private static Ledger voided() {
        return Ledger.withPromise().given("{'type':'voided','source':'s','id':'void'" + BY_CLERK);
    }
}
