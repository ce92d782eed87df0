package dev.kept.app.wiring;

import dev.kept.app.access.Door;
import dev.kept.app.access.Gate;
import dev.kept.app.access.OidcOptions;
import dev.kept.app.deadline.SeriesMaker;
import dev.kept.app.deadline.Sweeper;
import dev.kept.app.ingest.KafkaOptions;
import dev.kept.app.ingest.KafkaSources;
import dev.kept.app.support.CannotStart;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.access.SelfRatings;
import dev.kept.app.support.access.SharedLinks;
import dev.kept.app.support.access.SignIn;
import dev.kept.app.support.intake.Sources;
import dev.kept.app.support.outgoing.WebhookOptions;
import dev.kept.app.support.outgoing.Webhooks;
import dev.kept.app.webhook.WebhookDesk;
import dev.kept.embedded.EmbeddedPostgres;
import dev.kept.projections.audit.Bundles;
import dev.kept.projections.audit.Proofs;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;

/// A ledger that answers over HTTP, until it is closed.
public final class LedgerServer implements AutoCloseable {
    private static final int MAX_PORT = 65_535;
    private static final int FIRST_FREE_PORT = 1_024;

    private final OpenLedger open;
    private final Sweeper sweeper;
    private final SeriesMaker maker;
    private final FirstReading reading;
    private final KafkaSources sources;
    private final WebhookDesk webhooks;
    private final ConfigurableApplicationContext web;
    private final DataFolder folder;
    private final Closeable held;
    private final SignIn signIn;
    private final String url;

    /// @param host the address to listen on; 127.0.0.1 unless there is a reason
    /// @param port 0 takes any free one
    /// @param tokenForAll reading needs the token or a session, too; a must for an address others can reach
    /// @param kafka null for a ledger without Kafka
    /// @param webhooks how events are posted to endpoints
    /// @param witnesses who is asked to cosign its checkpoints
    /// @param oidc null for a ledger without an identity provider; with one, reading needs a session, too
    public record Options(
            LedgerOptions ledger,
            String host,
            int port,
            boolean tokenForAll,
            @Nullable KafkaOptions kafka,
            WebhookOptions webhooks,
            List<Proofs.WitnessAddress> witnesses,
            @Nullable OidcOptions oidc) {
        public Options {
            witnesses = List.copyOf(witnesses);
        }

        public Options(LedgerOptions ledger, String host, int port, boolean tokenForAll, @Nullable KafkaOptions kafka) {
            this(ledger, host, port, tokenForAll, kafka, WebhookOptions.DEFAULT, List.of(), null);
        }

        public Options(LedgerOptions ledger, String host, int port, boolean tokenForAll) {
            this(ledger, host, port, tokenForAll, null);
        }

        boolean isOpenToReaders() {
            return !tokenForAll && oidc == null;
        }
    }

    private LedgerServer(
            OpenLedger open,
            Sweeper sweeper,
            SeriesMaker maker,
            FirstReading reading,
            KafkaSources sources,
            WebhookDesk webhooks,
            ConfigurableApplicationContext web,
            DataFolder folder,
            Closeable held,
            SignIn signIn,
            String url) {
        this.open = open;
        this.sweeper = sweeper;
        this.maker = maker;
        this.reading = reading;
        this.sources = sources;
        this.webhooks = webhooks;
        this.web = web;
        this.folder = folder;
        this.held = held;
        this.signIn = signIn;
        this.url = url;
    }

    /// @throws CannotStart with one line that says what to do
    public static LedgerServer start(Options options, InstantSource clock) {
        if (options.port() < 0 || options.port() > MAX_PORT) {
            throw new CannotStart(
                    "--port " + options.port() + " is no port; use 1 to " + MAX_PORT + ", or 0 for any free one");
        }
        boolean loopback = address(options.host()).isLoopbackAddress();
        if (!loopback && options.isOpenToReaders()) {
            throw new CannotStart(
                    "--host " + options.host() + " can be reached by others and would be open to all of them;"
                            + " add --auth token or --auth oidc, or leave --host out");
        }
        DataFolder folder = DataFolder.at(options.ledger().data());
        Closeable held = folder.hold();
        try {
            return start(options, clock, folder, held);
        } catch (RuntimeException failure) {
            release(held);
            throw failure;
        }
    }

    private static LedgerServer start(Options options, InstantSource clock, DataFolder folder, Closeable held) {
        boolean loopback = address(options.host()).isLoopbackAddress();
        checkPort(options);
        String token = folder.token();
        OpenLedger open = OpenLedger.open(options.ledger(), clock);
        KafkaSources sources = null;
        WebhookDesk webhooks = null;
        try {
            sources = KafkaSources.start(open.ledger(), open.database(), options.kafka());
            Ledger ledger = open.ledger();
            webhooks = WebhookDesk.start(ledger, open.database(), options.webhooks());
            open.proofs().start(options.witnesses());
            Door door = new Door(ledger.tenant(), open.database().dataSource(), clock, token, options.oidc());
            ConfigurableApplicationContext web =
                    web(open, sources, webhooks, door, gate(options, ledger, door), options);
            int port = Objects.requireNonNull(((WebServerApplicationContext) web).getWebServer())
                    .getPort();
            String url = "http://" + (loopback ? "127.0.0.1" : options.host()) + ":" + port;
            folder.announce(new DataFolder.Running(url, ProcessHandle.current().pid()));
            return new LedgerServer(
                    open,
                    Sweeper.start(ledger),
                    SeriesMaker.start(ledger),
                    FirstReading.start(ledger),
                    sources,
                    webhooks,
                    web,
                    folder,
                    held,
                    door,
                    url);
        } catch (RuntimeException failure) {
            if (webhooks != null) {
                webhooks.close();
            }
            if (sources != null) {
                sources.close();
            }
            open.close();
            throw failure;
        }
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException _) {
            throw new CannotStart("--host " + host + " is no address of this machine; use 127.0.0.1");
        }
    }

    private static void checkPort(Options options) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address(options.host()), options.port()));
        } catch (IOException failure) {
            String message = String.valueOf(failure.getMessage());
            if (message.contains("assign requested address")) {
                throw new CannotStart(
                        "--host " + options.host() + " is no address of this machine; use 127.0.0.1", failure);
            }
            int other = options.port() < FIRST_FREE_PORT ? 7377 : options.port() == MAX_PORT ? 0 : options.port() + 1;
            throw new CannotStart(
                    "port " + options.port() + " on " + options.host()
                            + (message.contains("denied") ? " is not open to this user" : " is in use")
                            + "; choose another with --port, such as --port " + other,
                    failure);
        }
    }

    private static Gate gate(Options options, Ledger ledger, Door door) {
        OidcOptions oidc = options.oidc();
        return new Gate(
                new Gate.Rules(
                        options.isOpenToReaders(),
                        options.isOpenToReaders(),
                        oidc == null ? null : oidc.publicUrl().toString().replaceFirst("/+$", "")),
                door,
                new OwnFacts(ledger));
    }

    private static ConfigurableApplicationContext web(
            OpenLedger open, Sources sources, Webhooks webhooks, SignIn signIn, Gate gate, Options options) {
        Ledger ledger = open.ledger();
        DataSource tables = open.database().dataSource();
        return new SpringApplicationBuilder(LedgerApplication.class)
                .web(WebApplicationType.SERVLET)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .logStartupInfo(false)
                .initializers(context -> {
                    GenericApplicationContext beans = (GenericApplicationContext) context;
                    beans.registerBean(Ledger.class, open::ledger);
                    beans.registerBean(Proofs.class, open::proofs);
                    beans.registerBean(Bundles.class, open::bundles);
                    beans.registerBean(Sources.class, () -> sources);
                    beans.registerBean(Webhooks.class, () -> webhooks);
                    beans.registerBean(SignIn.class, () -> signIn);
                    beans.registerBean(
                            SharedLinks.class, () -> new SharedLinks(ledger.tenant(), tables, ledger.clock()));
                    beans.registerBean(
                            SelfRatings.class, () -> new SelfRatings(ledger.tenant(), tables, ledger.clock()));
                    beans.registerBean("gate", FilterRegistrationBean.class, () -> first(gate));
                })
                .properties(Map.of(
                        "server.address", options.host(),
                        "server.port", Integer.toString(options.port()),
                        "server.shutdown", "graceful",
                        "spring.lifecycle.timeout-per-shutdown-phase", "5s",
                        "spring.threads.virtual.enabled", "true",
                        "spring.main.lazy-initialization", "false",
                        "server.error.whitelabel.enabled", "false",
                        "server.tomcat.max-http-form-post-size", "256KB",
                        "server.tomcat.connection-timeout", "20s"))
                // Nothing but the routes themselves reads a body.
                .properties("spring.mvc.formcontent.filter.enabled=false", "spring.servlet.multipart.enabled=false")
                .run();
    }

    private static FilterRegistrationBean<Gate> first(Gate gate) {
        FilterRegistrationBean<Gate> registration = new FilterRegistrationBean<>(gate);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
        return registration;
    }

    public Ledger ledger() {
        return open.ledger();
    }

    Optional<EmbeddedPostgres> postgres() {
        return open.postgres();
    }

    ConfigurableApplicationContext web() {
        return web;
    }

    public String url() {
        return url;
    }

    /// An address that signs one browser in, once and within an hour.
    public String signInLink() {
        return url + "/sign-in-link?key=" + signIn.newLink();
    }

    @Override
    public void close() {
        folder.withdraw();
        sweeper.close();
        maker.close();
        reading.close();
        web.close();
        webhooks.close();
        sources.close();
        open.close();
        release(held);
    }

    private static void release(Closeable held) {
        try {
            held.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("the folder's lock cannot be released", failure);
        }
    }
}
