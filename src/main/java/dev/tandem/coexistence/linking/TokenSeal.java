package dev.tandem.coexistence.linking;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals tokens for the database: AES-256-GCM, {@code v1:<key id>:<base64 of nonce and text>}. A key's id is the beginning of
 * its hash, so that whoever has several keys knows which one a seal needs. Thread-safe.
 */
public final class TokenSeal {

    /** Bytes of a key. */
    public static final int KEY_BYTES = 32;

    private static final String FORM = "v1";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_DIGITS = 8;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final String current;

    /**
     * @param key seals from now on
     * @param old only open what they sealed
     * @throws IllegalArgumentException when a key has not {@link #KEY_BYTES} bytes
     */
    public TokenSeal(byte[] key, List<byte[]> old) {
        current = add(key);
        old.forEach(this::add);
    }

    private String add(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("A token key must have " + KEY_BYTES
                    + " bytes, as openssl rand -base64 32 makes them; this one has " + key.length);
        }
        String id = HexFormat.of().formatHex(sha256(key)).substring(0, ID_DIGITS);
        keys.put(id, new SecretKeySpec(key, "AES"));
        return id;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java runtime", e);
        }
    }

    /** Whether a text is a seal. */
    public static boolean isSeal(String text) {
        return text.startsWith(FORM + ':');
    }

    /** Whether the key in use made it. */
    public boolean isCurrent(String seal) {
        return keyId(seal).equals(current);
    }

    /**
     * Seals a secret.
     *
     * @param owner whose it is: only who names the same can open it
     */
    public String seal(Secret secret, String owner) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] text = cipher(Cipher.ENCRYPT_MODE, current, nonce, owner)
                    .doFinal(secret.value().getBytes(StandardCharsets.UTF_8));
            byte[] whole = ByteBuffer.allocate(nonce.length + text.length)
                    .put(nonce)
                    .put(text)
                    .array();
            return FORM + ':' + current + ':' + Base64.getEncoder().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES in GCM belongs to every Java runtime", e);
        }
    }

    /**
     * Opens a seal.
     *
     * @throws IllegalStateException when its key is not there, or it was made for somebody else or changed; the text says what to do
     */
    public Secret open(String seal, String owner) {
        String id = keyId(seal);
        if (!keys.containsKey(id)) {
            throw new IllegalStateException("The token of account " + owner + " was sealed with the key " + id
                    + ", which is not there: add it to tandem.token.old-keys, or link the number again.");
        }
        try {
            byte[] whole = Base64.getDecoder().decode(seal.substring(seal.lastIndexOf(':') + 1));
            byte[] nonce = java.util.Arrays.copyOf(whole, NONCE_BYTES);
            byte[] text = cipher(Cipher.DECRYPT_MODE, id, nonce, owner)
                    .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
            return new Secret(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The token of account " + owner + " in the database was changed or belongs to another account: link"
                            + " the number again.",
                    e);
        }
    }

    private Cipher cipher(int mode, String keyId, byte[] nonce, String owner) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.get(keyId), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static String keyId(String seal) {
        String[] parts = seal.split(":", 3);
        return parts.length == 3 ? parts[1] : "";
    }
}
