package dev.kept.store.backup;

import java.util.Locale;

/// One table of the log's schema and the two statements that carry it; in an order in which each comes after those
/// that it refers to.
enum BackupTable {
    LOG("copy kept_log.log to stdout", "copy kept_log.log from stdin"),
    LOG_KEY("copy kept_log.log_key to stdout", "copy kept_log.log_key from stdin"),
    DATA_KEY("copy kept_log.data_key to stdout", "copy kept_log.data_key from stdin"),
    FACT("copy kept_log.fact to stdout", "copy kept_log.fact from stdin"),
    FACT_KEY("copy kept_log.fact_key to stdout", "copy kept_log.fact_key from stdin"),
    FACT_TAG("copy kept_log.fact_tag to stdout", "copy kept_log.fact_tag from stdin"),
    CONSUMER_OFFSET("copy kept_log.consumer_offset to stdout", "copy kept_log.consumer_offset from stdin"),
    CONSUMER_TOPIC("copy kept_log.consumer_topic to stdout", "copy kept_log.consumer_topic from stdin"),
    DEAD_LETTER("copy kept_log.dead_letter to stdout", "copy kept_log.dead_letter from stdin"),
    PUBLICATION("copy kept_log.publication to stdout", "copy kept_log.publication from stdin"),
    WARNING("copy kept_log.warning to stdout", "copy kept_log.warning from stdin"),
    WEBHOOK("copy kept_log.webhook to stdout", "copy kept_log.webhook from stdin"),
    SHARED_LINK("copy kept_log.shared_link to stdout", "copy kept_log.shared_link from stdin"),
    SHARED_LINK_REVOKED("copy kept_log.shared_link_revoked to stdout", "copy kept_log.shared_link_revoked from stdin");

    private final String out;
    private final String in;

    BackupTable(String out, String in) {
        this.out = out;
        this.in = in;
    }

    String table() {
        return name().toLowerCase(Locale.ROOT);
    }

    String file() {
        return table() + ".copy";
    }

    String copyOut() {
        return out;
    }

    String copyIn() {
        return in;
    }
}
