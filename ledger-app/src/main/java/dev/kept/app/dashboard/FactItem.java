package dev.kept.app.dashboard;

import dev.kept.api.event.Envelope;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One fact as its commitment's page lists it.
///
/// @param anchor the place on the page that links to this fact name
/// @param number its position in the log
/// @param accepted when this ledger accepted it, where the source brought a recording time of its own
/// @param evidenceLink the reference as a link, if it is a web address
/// @param mark what became of it, where it does not count just as it was recorded
/// @param relations the facts it acts on, or that act on it
record FactItem(
        String anchor,
        String number,
        String factId,
        String what,
        Moment at,
        Moment rec,
        @Nullable Moment accepted,
        String by,
        @Nullable String actor,
        String evidence,
        @Nullable String evidenceRef,
        @Nullable String evidenceLink,
        String source,
        String sourceId,
        List<FactContent.Detail> details,
        List<FactContent.Change> changes,
        @Nullable Mark mark,
        boolean struck,
        List<Relation> relations,
        List<String> notes,
        String line) {

    /// A link to another fact of the page.
    ///
    /// @param words what the other fact is to this one
    /// @param href null when that fact is not on the page
    record Relation(String words, String number, @Nullable String href) {}

    static String anchor(String factId) {
        return "fact-" + factId;
    }

    /// The reference of the evidence as a link, if it is one that a browser may follow.
    static @Nullable String link(Envelope envelope) {
        String reference = envelope.evidenceRef();
        if (reference == null) {
            return null;
        }
        try {
            URI uri = new URI(reference);
            String scheme = uri.getScheme();
            boolean web = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
            return web && uri.getHost() != null ? uri.toASCIIString() : null;
        } catch (URISyntaxException _) {
            return null;
        }
    }
}
