package dev.kept.app.rest;

import dev.kept.projections.audit.Proofs;

/// How the proof of the log is doing, in the text format of Prometheus.
final class ProofMetrics {
    private ProofMetrics() {}

    static void write(StringBuilder out, Proofs.Health health) {
        gauge(out, "kept_checkpoint_entries", "Entries under the signed checkpoint.", health.size());
        gauge(out, "kept_unpublished_facts", "Facts that no signed checkpoint covers yet.", health.behind());
        gauge(
                out,
                "kept_proof_alarm",
                "Whether the log is not signed or not witnessed as it should be.",
                health.alarm() == null ? 0 : 1);
        out.append("# HELP kept_unwitnessed_seconds How long a checkpoint has waited for a witness.\n");
        out.append("# TYPE kept_unwitnessed_seconds gauge\n");
        health.witnesses()
                .forEach(witness -> out.append("kept_unwitnessed_seconds{witness=\"")
                        .append(SourcesController.label(witness.name()))
                        .append("\"} ")
                        .append(witness.unwitnessedSeconds())
                        .append('\n'));
    }

    private static void gauge(StringBuilder out, String name, String help, long value) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(" gauge\n");
        out.append(name).append(' ').append(value).append('\n');
    }
}
