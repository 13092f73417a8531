package dev.tandem.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.steps.RawBody;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletInputStream;

class BoundedBodyTest {

    private final byte[] large = new byte[12 << 20];
    private final ByteArrayInputStream sent = new ByteArrayInputStream(large);
    private final ServletInputStream body = new BoundedBody(new DelegatingServletInputStream(sent));

    @Test
    void whatIsTooLargeIsCutBehindTheLimitAndHeardToItsEnd() throws IOException {
        Arrays.fill(large, (byte) 7);
        assertThat(body.readAllBytes()).hasSize(RawBody.LIMIT + 1).containsOnly(7);
        assertThat(sent.available()).isZero();
        assertThat(body.read()).isEqualTo(-1);
    }

    @Test
    void nobodyIsHeardForEver() throws IOException {
        ByteArrayInputStream endless = new ByteArrayInputStream(new byte[64 << 20]);
        ServletInputStream bounded = new BoundedBody(new DelegatingServletInputStream(endless));
        assertThat(bounded.readAllBytes()).hasSize(RawBody.LIMIT + 1);
        assertThat(endless.available()).isGreaterThan(40 << 20);
    }

    @Test
    void whatIsWithinTheLimitIsWhole() throws IOException {
        byte[] bytes = {0, -1, 127};
        ServletInputStream small = new BoundedBody(new DelegatingServletInputStream(new ByteArrayInputStream(bytes)));
        assertThat(small.read()).isZero();
        assertThat(small.read()).isEqualTo(255);
        assertThat(small.readAllBytes()).containsExactly(127);
    }
}
