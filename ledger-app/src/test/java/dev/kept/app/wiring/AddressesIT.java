package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is said of an address that cannot be answered: nobody's, of another method, with a parameter that is not known,
/// in signs that cannot be read.
class AddressesIT {
    private static final String MADE = """
            {"commitment":"dry","customer":"DRY","at":"2026-01-10T09:00:00Z","due":"2026-01-20T09:00:00Z"}""";

    private static RunningLedger ledger;

    @BeforeAll
    static void startLedger() throws IOException {
        ledger = RunningLedger.start(false, false);
    }

    @AfterAll
    static void stopLedger() {
        ledger.close();
    }

    @Test
    void saysThatAnAddressIsNotOneOfItsOwnAsItSaysAnythingElse() throws Exception {
        // when
        RunningLedger.Answer guest = ledger.get("/v1/nothing");
        RunningLedger.Answer known = ledger.post("/v1/nothing", "{}");
        RunningLedger.Answer elsewhere = ledger.post("/nothing", "{}");
        RunningLedger.Answer page = ledger.get("/nothing", "Accept", "text/html");

        // then
        for (RunningLedger.Answer answer : List.of(guest, known, elsewhere)) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.field("code")).isEqualTo("NOT_FOUND");
        }
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.text()).contains("There is no such page");
    }

    @Test
    void saysWhichMethodsAnAddressTakes() throws Exception {
        // when
        RunningLedger.Answer known = ledger.post("/v1/commitments/x", "{}");
        RunningLedger.Answer put = ledger.send(ledger.request("/v1/commitments")
                .header("Authorization", "Bearer " + ledger.token())
                .PUT(HttpRequest.BodyPublishers.ofString("{}"))
                .build());
        RunningLedger.Answer guest =
                ledger.send(ledger.request("/v1/score").DELETE().build());

        // then
        for (RunningLedger.Answer answer : List.of(known, put, guest)) {
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.field("code")).isEqualTo("METHOD_NOT_ALLOWED");
        }
        assertThat(known.header("Allow")).isEqualTo("GET, HEAD");
        assertThat(known.field("fix")).contains("GET, HEAD");
        assertThat(put.header("Allow")).isEqualTo("GET, HEAD, POST");
        assertThat(ledger.post("/record-again", "{}").status()).isEqualTo(404);
    }

    @Test
    void refusesAParameterThatIsNotKnownAndNamesThoseThatAre() throws Exception {
        // when
        RunningLedger.Answer misspelt = ledger.get("/v1/stats?bye=customer");
        RunningLedger.Answer written = ledger.post("/v1/commitments?dry=true", MADE);

        // then
        assertThat(misspelt.status()).isEqualTo(400);
        assertThat(misspelt.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(misspelt.field("code")).isEqualTo("UNKNOWN_PARAMETER");
        assertThat(misspelt.field("field")).isEqualTo("bye");
        assertThat(misspelt.field("value")).isEqualTo("customer");
        assertThat(misspelt.field("fix")).isEqualTo("use asOf, by, knownAt");
        assertThat(written.status()).isEqualTo(400);
        assertThat(ledger.get("/v1/commitments/dry").status()).isEqualTo(404);
        assertThat(ledger.get("/v1/promisors/anna/score?customer=DRY&reasons=none&policy=kyw-1")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void saysThatAnAddressCannotBeDecoded() throws Exception {
        // when
        String answer = exchange("GET /v1/commitments/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        // then
        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "\"code\":\"BAD_REQUEST\"");
    }

    private static String exchange(String request) throws IOException {
        URI address = URI.create(ledger.url());
        try (Socket socket = new Socket(address.getHost(), address.getPort());
                OutputStream out = socket.getOutputStream()) {
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
