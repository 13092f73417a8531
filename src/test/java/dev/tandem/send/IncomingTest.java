package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.Priority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that was caused by what was typed on the phone. */
class IncomingTest {

    private static Incoming request(String json) throws Exception {
        return Incoming.single(new ObjectMapper().readTree(json), null, true, Priority.REPLY, "crm", null);
    }

    @Test
    void saysSoBesideWhatItSaysAlready() throws Exception {
        Incoming plain = request("{\"id\":\"1\"}");
        assertThat(plain.causedBy("wamid.E"))
                .isEqualTo(request("{\"id\":\"1\",\"metadata\":{\"causedBy\":\"wamid.E\"}}"));
        assertThat(plain).as("as it came").isEqualTo(request("{\"id\":\"1\"}"));
        assertThat(request("{\"metadata\":{\"order\":\"7\"}}").causedBy("wamid.E"))
                .isEqualTo(request("{\"metadata\":{\"order\":\"7\",\"causedBy\":\"wamid.E\"}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"metadata\":{\"causedBy\":\"wamid.own\"}}", "{\"metadata\":[]}", "[]", "7"})
    void keepsItsOwnWordAndWhatIsNoRequestIsRefusedAsItCame(String json) throws Exception {
        assertThat(request(json).causedBy("wamid.E")).isEqualTo(request(json));
    }
}
