package dev.kept.app.demo;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.Delivery;
import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.FactTarget;
import dev.kept.api.commitment.Patch;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.Finding;
import dev.kept.api.fact.MissCause;
import dev.kept.api.fact.Party;
import dev.kept.api.id.IdempotencyKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// What becomes of one simulated promise of ours.
final class Turn {
    private static final String LEAD = "lead.iris";

    private final RandomGenerator random;
    private final Course course;
    private final Company.Promisor promisor;
    private final String customer;
    private final Instant madeAt;
    private final Instant dueAt;

    Turn(
            RandomGenerator random,
            Course course,
            Company.Promisor promisor,
            String customer,
            Instant madeAt,
            Instant dueAt) {
        this.random = random;
        this.course = course;
        this.promisor = promisor;
        this.customer = customer;
        this.madeAt = madeAt;
        this.dueAt = dueAt;
    }

    void play(boolean keeps) {
        int chance = random.nextInt(1000);
        if (chance < 6) {
            voided();
        } else if (chance < 22) {
            released();
        } else if (chance < 34) {
            withdrawn();
        } else if (chance < 70) {
            renegotiated(keeps);
        } else if (keeps) {
            kept(dueAt);
        } else {
            broken(dueAt);
        }
    }

    private boolean percent(int percent) {
        return random.nextInt(100) < percent;
    }

    private Duration hours(int from, int to) {
        return Duration.ofHours(from + random.nextInt(Math.max(1, to - from)));
    }

    private Duration soon() {
        return Duration.ofMinutes(1 + random.nextInt(240));
    }

    /// Some time of the span that is left, but the last hour.
    private Instant within(Instant due) {
        long span = Math.max(2, Duration.between(madeAt, due).toMinutes());
        return madeAt.plus(Duration.ofMinutes(span / 2 + random.nextLong(Math.max(1, span / 2 - span / 50))));
    }

    private void kept(Instant due) {
        // A visit is kept by ringing within its two hours.
        boolean visit = course.facts().getFirst().command() instanceof CommitmentCommand.MakeCommitment made
                && made.terms().due() instanceof Due.LocalWindow;
        Instant at = visit ? due.minus(Duration.ofMinutes(5 + random.nextInt(110))) : within(due);
        boolean lateEvidence = percent(3);
        Duration delay = lateEvidence ? Duration.ofDays(8 + random.nextInt(20)) : soon();
        if (lateEvidence) {
            course.add(
                    due.plus(Duration.ofDays(1)),
                    Duration.ofMinutes(5),
                    new Course.Voice(Party.SYSTEM, null, Evidence.SYSTEM, null),
                    claim -> new CommitmentCommand.ReportMissed(claim, null));
        }
        Course.Voice voice = percent(12) ? Course.Voice.own(promisor.name()) : Course.Voice.system();
        Duration known = voice.actor() == null ? delay : soon();
        IdempotencyKey met = course.add(at, known, voice, CommitmentCommand.ReportMet::new);
        if (percent(18)) {
            course.add(
                    at.plus(hours(2, 60)),
                    known.plus(soon()),
                    Course.Voice.customer(),
                    claim -> new CommitmentCommand.ConfirmFact(claim, new FactTarget.ByKey(met), null));
        }
        if (customer.equals(Company.DISPUTING_CUSTOMER) && percent(12)) {
            disputed(at.plus(hours(20, 90)));
        }
    }

    private void disputed(Instant at) {
        course.add(
                at,
                soon(),
                Course.Voice.customer(),
                claim -> new CommitmentCommand.Dispute(claim, "This was not what we agreed on"));
        if (percent(70)) {
            Finding finding = percent(40) ? Finding.UPHELD : Finding.REJECTED;
            course.add(
                    at.plus(hours(30, 120)),
                    soon(),
                    Course.Voice.office(LEAD, "case file " + Math.abs(at.hashCode() % 10_000)),
                    claim -> new CommitmentCommand.ResolveDispute(claim, finding, "Both sides heard, papers compared"));
        }
    }

    private void broken(Instant due) {
        boolean admits = percent(promisor.admitsPercent());
        boolean ownNotice = admits && percent(60);
        if (admits) {
            Instant told = ownNotice ? due.minus(hours(2, 20)) : due.plus(hours(2, 40));
            Instant at = told.isBefore(madeAt) ? madeAt.plus(Duration.ofMinutes(30)) : told;
            course.add(
                    at,
                    soon(),
                    Course.Voice.office(promisor.name(), "mail to the customer"),
                    claim -> new CommitmentCommand.Disclose(claim, "We will be late and are sorry", false));
        } else if (percent(45)) {
            course.add(due.plus(hours(10, 70)), soon(), Course.Voice.customer(), CommitmentCommand.ReportNoticed::new);
        }
        if (percent(55)) {
            IdempotencyKey met = course.add(
                    due.plus(hours(3, 150)), soon(), Course.Voice.system(), CommitmentCommand.ReportMet::new);
            if (percent(5)) {
                corrected(met, due);
            }
        } else if (percent(20)) {
            course.add(
                    due.minus(Duration.ofMinutes(20)),
                    soon(),
                    Course.Voice.system(),
                    claim -> new CommitmentCommand.ReportPartlyMet(
                            claim, new Delivery.Share(BigDecimal.valueOf(3 + random.nextInt(6), 1))));
        } else if (percent(75)) {
            MissCause cause = MissCause.values()[random.nextInt(MissCause.values().length)];
            course.add(
                    due.plus(hours(20, 60)),
                    soon(),
                    Course.Voice.system(),
                    claim -> new CommitmentCommand.ReportMissed(claim, cause));
        }
        if (percent(admits ? 60 : 15)) {
            course.add(
                    due.plus(hours(30, 240)),
                    soon(),
                    Course.Voice.office(promisor.name(), "credit note"),
                    claim -> new CommitmentCommand.MakeGood(claim, "A credit note and a call to say sorry", null));
        }
    }

    /// The delivery was in time after all; the record had the wrong day.
    private void corrected(IdempotencyKey met, Instant due) {
        Patch patch = new Patch(
                null,
                due.minus(Duration.ofHours(2)),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        course.add(
                due.plus(Duration.ofDays(9 + random.nextInt(10))),
                soon(),
                Course.Voice.office(LEAD, "signed delivery note"),
                claim -> new CommitmentCommand.CorrectFact(
                        claim, new FactTarget.ByKey(met), patch, "The scanner's clock was a day ahead"));
    }

    private void renegotiated(boolean keeps) {
        Instant asked = within(dueAt);
        Instant newDue = dueAt.plus(Duration.ofDays(2 + random.nextInt(5)));
        boolean consent = percent(70);
        Party askedBy = percent(40) ? Party.PROMISEE : Party.PROMISOR;
        course.add(
                asked,
                soon(),
                consent
                        ? Course.Voice.office(promisor.name(), "mail with the customer's yes")
                        : Course.Voice.own(promisor.name()),
                consent
                        ? claim -> new CommitmentCommand.Renegotiate(claim, new Due.At(newDue), askedBy)
                        : claim -> new CommitmentCommand.RequestExtension(claim, new Due.At(newDue)));
        Instant counts = consent ? newDue : dueAt;
        if (keeps) {
            Instant at = counts.minus(Duration.ofMinutes(15 + random.nextInt(90)));
            course.add(at, soon(), Course.Voice.system(), CommitmentCommand.ReportMet::new);
        } else {
            broken(counts);
        }
    }

    private void voided() {
        // nobody voids what has not come through yet
        Instant arrived = course.facts().getFirst().arrival();
        Instant later = madeAt.plus(hours(30, 60));
        course.add(
                later.isAfter(arrived) ? later : arrived,
                soon(),
                Course.Voice.office(LEAD, "order book"),
                claim -> new CommitmentCommand.VoidCommitment(claim, "Entered twice by mistake"));
    }

    private void released() {
        course.add(
                within(dueAt),
                soon(),
                Course.Voice.customer(),
                claim -> new CommitmentCommand.Release(claim, "No longer needed"));
    }

    private void withdrawn() {
        Instant at = within(dueAt);
        course.add(
                at,
                soon(),
                Course.Voice.office(promisor.name(), "mail to the customer"),
                claim -> new CommitmentCommand.Withdraw(claim, "We cannot do this after all"));
    }
}
