package dev.kept.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The commands of docs/promise.md, docs/board.md and docs/webhooks.md, as they stand there.
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
}
