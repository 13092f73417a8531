package dev.tandem.simulator.signup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one app at Meta: its id and secret, the webhook fields it is subscribed to (R6), and the business accounts that it was
 * subscribed to. Thread-safe.
 */
public final class MetaApp {

    /** What an app needs that lives with phones (R6). */
    public static final List<String> FIELDS =
            List.of("account_update", "history", "messages", "smb_app_state_sync", "smb_message_echoes");

    private final String id;
    private final String secret;
    private final Set<String> subscribedAccounts = ConcurrentHashMap.newKeySet();
    private final AtomicLong registerCalls = new AtomicLong();
    private final AtomicLong deregisterCalls = new AtomicLong();
    private volatile List<String> fields = FIELDS;

    public MetaApp(String id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    public String id() {
        return id;
    }

    /** Whether somebody knows the app's id and secret. */
    public boolean isKnownBy(String clientId, String clientSecret) {
        return id.equals(clientId) && same(secret, clientSecret);
    }

    /** Whether this is the app's own token: id and secret with a bar between. */
    public boolean isOwnToken(String token) {
        return same(id + '|' + secret, token);
    }

    private static boolean same(String wanted, String given) {
        return MessageDigest.isEqual(wanted.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    public List<String> fields() {
        return fields;
    }

    public void fields(List<String> changed) {
        fields = List.copyOf(changed);
    }

    public void subscribe(String wabaId) {
        subscribedAccounts.add(wabaId);
    }

    public boolean isSubscribed(String wabaId) {
        return subscribedAccounts.contains(wabaId);
    }

    /** All accounts, sorted. */
    public Set<String> subscribedAccounts() {
        return new TreeSet<>(subscribedAccounts);
    }

    /** Counts a call that no coexistence number may see (R4). */
    public void countRegister() {
        registerCalls.incrementAndGet();
    }

    /** Counts a call that no coexistence number may see (R4). */
    public void countDeregister() {
        deregisterCalls.incrementAndGet();
    }

    public long registerCalls() {
        return registerCalls.get();
    }

    public long deregisterCalls() {
        return deregisterCalls.get();
    }
}
