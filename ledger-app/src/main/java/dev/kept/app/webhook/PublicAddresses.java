package dev.kept.app.webhook;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/// Addresses that lead out to the public, and to nothing of ours: neither this machine nor its neighbours, nor the
/// address at which clouds tell a machine its secrets.
final class PublicAddresses {
    /// Networks of the registries of special addresses (RFC 6890), IPv4.
    private static final List<Network> SPECIAL_4 = List.of(
            Network.of("0.0.0.0", 8),
            Network.of("10.0.0.0", 8),
            Network.of("100.64.0.0", 10),
            Network.of("127.0.0.0", 8),
            Network.of("169.254.0.0", 16),
            Network.of("172.16.0.0", 12),
            Network.of("192.0.0.0", 24),
            Network.of("192.0.2.0", 24),
            Network.of("192.88.99.0", 24),
            Network.of("192.168.0.0", 16),
            Network.of("198.18.0.0", 15),
            Network.of("198.51.100.0", 24),
            Network.of("203.0.113.0", 24),
            Network.of("224.0.0.0", 4),
            Network.of("240.0.0.0", 4));

    /// Of IPv6, global unicast alone is public, without the parts of it that carry an IPv4 address or are
    /// documentation.
    private static final Network GLOBAL_6 = Network.of("2000::", 3);

    private static final List<Network> SPECIAL_6 = List.of(
            Network.of("2001::", 23), Network.of("2001:db8::", 32), Network.of("2002::", 16), Network.of("3fff::", 20));

    private PublicAddresses() {}

    /// IPv4 addresses within IPv6 ones are IPv4 addresses by the time they come here.
    static boolean contain(InetAddress address) {
        if (address instanceof Inet4Address) {
            return SPECIAL_4.stream().noneMatch(network -> network.contains(address));
        }
        return GLOBAL_6.contains(address) && SPECIAL_6.stream().noneMatch(network -> network.contains(address));
    }

    private record Network(BigInteger prefix, int length, int bits) {
        static Network of(String first, int length) {
            byte[] address = InetAddress.ofLiteral(first).getAddress();
            return new Network(
                    new BigInteger(1, address).shiftRight(address.length * 8 - length), length, address.length * 8);
        }

        boolean contains(InetAddress address) {
            byte[] bytes = address.getAddress();
            return bytes.length * 8 == bits
                    && new BigInteger(1, bytes).shiftRight(bits - length).equals(prefix);
        }
    }
}
