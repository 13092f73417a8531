package dev.tandem.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ConnectionInfo;
import org.jspecify.annotations.Nullable;

/** Who may connect to the embedded broker: names with the SHA-256 of their passwords in hex. Thread-safe. */
public final class Users {

    /** The engine itself; its password is made anew at every start and never leaves the process. */
    static final String INTERNAL = "tandem-engine";

    private final Map<String, String> hashes;
    private final String internalPassword = UUID.randomUUID().toString();

    public Users(Map<String, String> hashes) {
        this.hashes = Map.copyOf(hashes);
    }

    /** The hash of a password as the configuration wants it. */
    public static String hash(String password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    String internalPassword() {
        return internalPassword;
    }

    BrokerPlugin asPlugin() {
        return next -> new BrokerFilter(next) {
            @Override
            public void addConnection(ConnectionContext context, ConnectionInfo info) throws Exception {
                if (!knows(info.getUserName(), info.getPassword())) {
                    throw new SecurityException("User name or password is wrong. The user 'tandem' has its password in"
                            + " the file broker-password of the data directory; others stand in tandem.broker.users.");
                }
                super.addConnection(context, info);
            }
        };
    }

    private boolean knows(@Nullable String name, @Nullable String password) {
        if (name == null || password == null) {
            return false;
        }
        String expected = name.equals(INTERNAL) ? hash(internalPassword) : hashes.get(name);
        return expected != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8),
                        hash(password).getBytes(StandardCharsets.UTF_8));
    }
}
