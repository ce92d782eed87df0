package dev.kept.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The commands of docs/promise.md, docs/board.md, docs/webhooks.md, docs/due.md and docs/series.md, as they stand
/// there.
class WatchCommandsIT {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

    private static String block(String page) throws IOException {
        return BLOCK.matcher(Repository.find().text(page).orElseThrow())
                .results()
                .map(block -> block.group(1).strip())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void capturesLooksAndTells() throws Exception {
        Kept kept = Kept.fresh();
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/kept", exchange -> {
            received.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        try {
            // a promise on data that no ledger runs on
            Kept.Run promised = kept.run(block("docs/promise.md"));
            assertThat(promised.exitCode()).as(promised.err()).isZero();
            assertThat(promised.err())
                    .contains("customer  Acme (new)", "promisor  anna", "quote for the new line")
                    .contains("Friday, 29 November 2030, 12:00, UTC (the ledger's)", "recorded as acme-quote");

            try (Kept.Serving serving = kept.serve("./kept serve --webhooks-private", "Ctrl-C stops it")) {
                // questions record nothing
                Kept.Run asked = kept.run("./kept promise 'Acme: call by 5' --yes || echo \"code $?\"");
                assertThat(asked.err()).contains("5 can be at night", "\"5am\" or \"5pm\"");
                assertThat(asked.out()).contains("code 1");
                Kept.Run alike = kept.run("./kept promise 'acme: call tomorrow' --yes || echo \"code $?\"");
                assertThat(alike.err()).contains("known are: Acme", "--new-customer");
                assertThat(alike.out()).contains("code 1");
                Kept.Run unanswered = kept.run("./kept promise 'Acme: call tomorrow' || echo \"code $?\"");
                assertThat(unanswered.err()).contains("Record it? [y/N]", "add --yes");

                Kept.Run board = kept.run(block("docs/board.md"));
                assertThat(board.exitCode()).as(board.err()).isZero();
                assertThat(board.out()).contains("Europe/Berlin", "Overdue: 0", "Coming up: 0");
                Kept.Run json = kept.run("./kept board --json --days 366");
                assertThat(json.out()).contains("\"dueToday\":{\"total\":0", "\"silentCustomers\"");

                // webhooks: to the receiver instead of the page's example
                String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/kept";
                Kept.Run added = kept.run(block("docs/webhooks.md").replace("https://hooks.example.com/kept", url));
                assertThat(added.exitCode()).as(added.err()).isZero();
                assertThat(added.out()).contains("whsec_", "delivered 0", "warning.at_risk", url);
                String id = added.out().replaceFirst("(?s).*?(wh_[a-z0-9]+).*", "$1");
                assertThat(kept.run("./kept webhooks test " + id).out()).contains("delivered  true", "status  204");
                assertThat(kept.run("./kept webhooks rotate " + id + " --json").out())
                        .contains("\"secret\":\"whsec_");
                assertThat(kept.run("./kept webhooks remove " + id).exitCode()).isZero();
                assertThat(kept.run("./kept webhooks remove " + id).exitCode()).isEqualTo(1);
                assertThat(received).hasSize(1);
                serving.stop();
            }
        } finally {
            receiver.stop(0);
        }
    }

    private static String day(Instant instant) {
        return instant.toString().substring(0, 10);
    }

    @Test
    void definesCalendarsAndSeriesAndMovesWhatAChangeLeavesBehind() throws Exception {
        Kept kept = Kept.fresh();
        try (Kept.Serving serving = kept.serve("./kept serve", "Ctrl-C stops it")) {
            // a calendar of a definition and a file of events
            Kept.Run defined = kept.run(block("docs/due.md"));
            assertThat(defined.exitCode()).as(defined.err()).isZero();
            assertThat(defined.out())
                    .contains("support-eu version 0, ", " closures")
                    .contains("support-eu\t0\tEurope/Berlin\tDE-BE")
                    .contains("\"2028-12-28\":[]");

            // a promise by it, which a change leaves behind and a correction moves
            Path fact = kept.folder().resolve("answer.jsonl");
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            Files.writeString(fact, """
                    {"type":"made","commitment":"answer-1","customer":"ACME","kind":"answer","at":"%s",\
                    "due":{"within":"P2D","calendar":"support-eu"},"source":"desk","id":"1"}
                    """.formatted(now));
            assertThat(kept.run("./kept import " + fact).exitCode()).isZero();
            assertThat(kept.run("./kept calendar outdated support-eu").out()).isEmpty();
            Path change = kept.folder().resolve("closed.json");
            Files.writeString(change, """
                    {"zone":"Europe/Berlin","week":{"mon":["09:00-18:00"],"tue":["09:00-18:00"],"wed":["09:00-18:00"],
                     "thu":["09:00-18:00"],"fri":["09:00-14:00"]},"closed":["%s/%s"]}
                    """.formatted(day(now), day(now.plus(Duration.ofDays(20)))));
            assertThat(kept.run("./kept calendar put support-eu " + change).out())
                    .isEqualTo("support-eu version 1\n");
            Kept.Run outdated = kept.run("./kept calendar outdated support-eu");
            assertThat(outdated.out()).startsWith("answer-1\t20").contains(" -> 20", "\tACME");
            String newDue = outdated.out().replaceFirst("(?s).* -> ([^\t]+)\t.*", "$1");
            assertThat(Instant.parse(newDue)).isAfter(now.plus(Duration.ofDays(20)));
            Kept.Run moved =
                    kept.run("./kept calendar recalculate support-eu --as corrected --reason 'a holiday was missing'"
                            + " --evidence-ref 'mail 4711' --actor anna --all");
            assertThat(moved.exitCode()).as(moved.err()).isZero();
            assertThat(moved.out()).startsWith("answer-1\t").contains(newDue);
            assertThat(kept.run("./kept calendar outdated support-eu").out()).isEmpty();

            // what cannot be meant is said and changes nothing
            Path broken = kept.folder().resolve("broken.ics");
            Files.writeString(broken, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:yesterday\nEND:VEVENT\nEND:VCALENDAR\n");
            Kept.Run refused = kept.run("./kept calendar put support-eu " + broken + " || echo \"code $?\"");
            assertThat(refused.out()).contains("code 1");
            assertThat(refused.err()).contains("broken.ics:", "yesterday");
            assertThat(kept.run("./kept calendar show nowhere || echo \"code $?\"")
                            .out())
                    .contains("code 1");
            assertThat(kept.run("./kept calendar list").out()).contains("support-eu\t1\tEurope/Berlin\t-");

            // a series, its next occurrences and its end
            Kept.Run series = kept.run(block("docs/series.md"));
            assertThat(series.exitCode()).as(series.err()).isZero();
            assertThat(series.out())
                    .contains("tax-report version 0\n", "\ttax-report#20")
                    .contains("tax-report version 1\n", "\"rule\":\"FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1\"");
            assertThat(kept.run("./kept series list --json").out()).contains("\"until\":\"2027-12-31\"");
            Kept.Run unknown = kept.run("./kept series end no-such || echo \"code $?\"");
            assertThat(unknown.out()).contains("code 1");
            assertThat(unknown.err()).contains("no-such");
            serving.stop();
        }
    }
}
