package dev.kept.app.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs what is sent, as Standard Webhooks 1.0 has it: HMAC-SHA256 over id, timestamp and body, joined by full stops.
///
/// @param text `whsec_` and the key in Base64, as the receiver keeps it
record Secret(String text) {
    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final int KEY_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    static Secret fresh(RandomGenerator random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return new Secret(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    /// @param timestamp seconds since 1970
    String sign(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(text.substring(PREFIX.length())), ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, failure);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
