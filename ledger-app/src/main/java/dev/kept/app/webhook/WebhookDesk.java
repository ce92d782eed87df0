package dev.kept.app.webhook;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.outgoing.WebhookOptions;
import dev.kept.app.support.outgoing.Webhooks;
import dev.kept.store.LogDatabase;
import dev.kept.store.webhook.Webhook;
import dev.kept.store.webhook.WebhookBooks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// The webhooks of a ledger: registers endpoints and delivers to them until it is closed.
public final class WebhookDesk implements Webhooks, AutoCloseable {
    private static final int MAX_URL = 2_000;
    private static final int MARK_LENGTH = 12;
    private static final String EXAMPLE = "give one like https://hooks.example.com/kept";

    private final Ledger ledger;
    private final WebhookBooks books;
    private final Post post;
    private final Sender sender;
    private final WebhookOptions options;
    private final RandomGenerator random;
    private final Dispatcher dispatcher;

    private WebhookDesk(
            Ledger ledger, LogDatabase database, WebhookOptions options, Post post, RandomGenerator random) {
        this.ledger = ledger;
        this.books = new WebhookBooks(ledger.tenant(), database);
        this.options = options;
        this.post = post;
        this.sender = new Sender(post);
        this.random = random;
        this.dispatcher = new Dispatcher(ledger, books, sender, new Backoff(options, random), options);
    }

    public static WebhookDesk start(Ledger ledger, LogDatabase database, WebhookOptions options) {
        return start(ledger, database, options, InetAddress::getAllByName);
    }

    static WebhookDesk start(Ledger ledger, LogDatabase database, WebhookOptions options, Post.Resolver resolver) {
        Post post = new Post(resolver, options.privateAllowed(), options.exchangeLimit());
        WebhookDesk desk = new WebhookDesk(ledger, database, options, post, new SecureRandom());
        desk.books.sealAll();
        desk.dispatcher.start();
        return desk;
    }

    @Override
    public Shown add(String url, Set<String> events) {
        String address = checked(url).toASCIIString();
        Set<String> types = types(events);
        Secret secret = Secret.fresh(random);
        String name = "wh_" + mark();
        Webhook.Place now =
                new Webhook.Place(ledger.log().head().size(), ledger.watch().lastSeq());
        if (!books.add(name, address, types, secret.text(), now, ledger.clock().instant())) {
            throw new NotAccepted(
                    "url",
                    url,
                    "there are " + WebhookBooks.MOST + " webhooks already",
                    "remove one that is not needed");
        }
        return new Shown(find(name).orElseThrow(), secret.text());
    }

    private URI checked(String url) {
        URI uri = parsed(url);
        String scheme = String.valueOf(uri.getScheme());
        if (!scheme.equals("https") && !(scheme.equals("http") && options.privateAllowed())) {
            throw new NotAccepted(
                    "url",
                    url,
                    scheme.equals("http") ? "the address is not encrypted" : "the address is no web address",
                    EXAMPLE);
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new NotAccepted("url", url, "the address needs a host, and neither a user nor a fragment", EXAMPLE);
        }
        try {
            post.addresses(uri.getHost());
        } catch (Post.NotPublic failure) {
            throw new NotAccepted(
                    "url",
                    url,
                    String.valueOf(failure.getMessage()),
                    "give a public address; for receivers of your own start the ledger with --webhooks-private");
        } catch (UnknownHostException _) {
            throw new NotAccepted("url", url, "the host " + uri.getHost() + " is not known", "check its name");
        } catch (IOException failure) {
            throw new NotAccepted("url", url, String.valueOf(failure.getMessage()), EXAMPLE);
        }
        return uri;
    }

    private static URI parsed(String url) {
        if (url.length() > MAX_URL) {
            throw new NotAccepted(
                    "url", null, "the address has " + url.length() + " characters", "use at most " + MAX_URL);
        }
        try {
            return new URI(url.strip()).parseServerAuthority();
        } catch (URISyntaxException _) {
            throw new NotAccepted("url", url, "the address cannot be read", EXAMPLE);
        }
    }

    private static Set<String> types(Set<String> events) {
        Set<String> types = new TreeSet<>();
        for (String name : events.isEmpty() ? Set.of("*") : events) {
            types.addAll(EventType.named(name)
                    .orElseThrow(() -> new NotAccepted(
                            "events",
                            name,
                            "there is no such event",
                            "use " + String.join(", ", EventType.names()) + ", warning.* or *")));
        }
        return types;
    }

    private String mark() {
        String letters = "abcdefghijkmnpqrstuvwxyz23456789";
        StringBuilder mark = new StringBuilder(MARK_LENGTH);
        for (int i = 0; i < MARK_LENGTH; i++) {
            mark.append(letters.charAt(random.nextInt(letters.length())));
        }
        return mark.toString();
    }

    @Override
    public List<Endpoint> all() {
        long size = ledger.log().head().size();
        long lastWarning = ledger.watch().lastSeq();
        return books.all().stream()
                .map(webhook -> endpoint(webhook, size, lastWarning))
                .toList();
    }

    private Optional<Endpoint> find(String id) {
        return books.find(id)
                .map(webhook -> endpoint(
                        webhook, ledger.log().head().size(), ledger.watch().lastSeq()));
    }

    private Endpoint endpoint(Webhook webhook, long size, long lastWarning) {
        Instant until = webhook.oldSecretUntil();
        boolean overlaps = until != null && ledger.clock().instant().isBefore(until);
        return new Endpoint(
                webhook.name(),
                shown(webhook.url()),
                webhook.events().stream().sorted().toList(),
                webhook.created(),
                webhook.delivered(),
                webhook.deliveredAt(),
                webhook.attempts(),
                webhook.attempts() == 0 || webhook.disabled() != null ? null : webhook.nextTry(),
                Math.max(0, size - webhook.place().nextPosition())
                        + Math.max(0, lastWarning - webhook.place().lastWarning()),
                webhook.failure(),
                webhook.disabled(),
                overlaps ? until : null);
    }

    /// What comes after a question mark is often a key.
    private static String shown(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query) + "?…";
    }

    @Override
    public Optional<Shown> rotate(String id, Duration overlap) {
        Secret secret = Secret.fresh(random);
        if (!books.rotate(id, secret.text(), ledger.clock().instant().plus(overlap))) {
            return Optional.empty();
        }
        return find(id).map(endpoint -> new Shown(endpoint, secret.text()));
    }

    @Override
    public Optional<Endpoint> enable(String id) {
        return books.enable(id) ? find(id) : Optional.empty();
    }

    @Override
    public boolean remove(String id) {
        return books.remove(id);
    }

    @Override
    public Optional<Tried> test(String id) {
        return books.find(id).map(webhook -> {
            Instant now = ledger.clock().instant();
            Sender.Attempt attempt = sender.send(webhook, Message.test(ledger.tenant(), mark(), now), now);
            return new Tried(attempt.isDelivered(), attempt.status(), attempt.failure());
        });
    }

    @Override
    public void close() {
        dispatcher.close();
    }
}
