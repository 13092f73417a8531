package dev.tandem.config;

import dev.tandem.coexistence.linking.Secret;
import dev.tandem.coexistence.linking.TokenRefs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.core.env.Environment;

/** Tokens in the environment, in a {@code configtree} that is imported, or in a file. Thread-safe. */
final class TokenReferences implements TokenRefs {

    private static final String ENVIRONMENT = "env:";
    private static final String FILE = "file:";
    private static final int LONGEST = 4096;

    private final Environment environment;

    TokenReferences(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Secret read(String reference) {
        String token;
        if (reference.startsWith(ENVIRONMENT)) {
            token = environment.getProperty(reference.substring(ENVIRONMENT.length()), "");
        } else if (reference.startsWith(FILE)) {
            token = file(reference);
        } else {
            throw new IllegalArgumentException("tokenRef: write env:NAME or file:PATH.");
        }
        if (token.isBlank()) {
            throw new IllegalArgumentException("Nothing lies at " + reference + ": put the token there.");
        }
        return new Secret(token.strip());
    }

    private static String file(String reference) {
        try (InputStream in = Files.newInputStream(Path.of(reference.substring(FILE.length())))) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IllegalArgumentException(reference + " is too long for a token.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The token at " + reference + " cannot be read ("
                            + e.getClass().getSimpleName() + ").",
                    e);
        }
    }
}
