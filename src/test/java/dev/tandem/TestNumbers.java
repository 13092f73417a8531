package dev.tandem;

import dev.tandem.domain.BusinessNumber;
import dev.tandem.domain.Limits;
import dev.tandem.domain.NumberDirectory;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/** Two numbers of two accounts, for tests. */
public final class TestNumbers {

    public static final Instant LINKED = Instant.parse("2026-10-01T00:00:00Z");

    public static final BusinessNumber SHOP = number("shop", "100000000000001", "15550100001", "900000000000001");
    public static final BusinessNumber DESK = number("desk", "100000000000002", "15550100002", "900000000000002");
    public static final NumberDirectory DIRECTORY = new NumberDirectory(List.of(SHOP, DESK));

    private TestNumbers() {}

    private static BusinessNumber number(String alias, String id, String phone, String waba) {
        return new BusinessNumber(
                alias,
                id,
                phone,
                waba,
                "token",
                LINKED,
                "http://127.0.0.1/v25.0",
                null,
                null,
                new Limits(OptionalInt.of(20), true, false, OptionalInt.of(5), 6, 45));
    }
}
