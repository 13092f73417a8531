package dev.tandem.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tandem.domain.Answer;
import dev.tandem.domain.MediaHosts;
import dev.tandem.media.MediaFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Meta's words about a token repeat it; nobody reads it from us. */
class TokenCoverTest {

    private static final String TOKEN = "EAAG/quoted+by=Meta";

    private final TestMeta meta = new TestMeta();

    @AfterEach
    void stop() {
        meta.close();
    }

    private static String quoting(String token) {
        return "{\"error\":{\"code\":190,\"type\":\"OAuthException\",\"message\":\"Malformed access token " + token
                + "\",\"error_data\":{\"details\":\"" + token + " is none\"}}}";
    }

    @Test
    void anAnswerToASendIsReadWithoutIt() {
        for (String written : new String[] {TOKEN, TOKEN.replace("/", "\\/")}) {
            assertThat(AnswerReader.ofHttp(401, quoting(written), TOKEN))
                    .isEqualTo(new Answer.Refused(401, 190, "Malformed access token *** – *** is none", false));
        }
        assertThat(AnswerReader.ofHttp(502, "<html>" + TOKEN + "</html>", TOKEN).toString())
                .contains("<html>***</html>");
    }

    @Test
    void aShortOneIsAWordLikeAllOthers() {
        assertThat(TokenCover.without("token", "Malformed access token")).isEqualTo("Malformed access token");
        assertThat(TokenCover.without("", "Malformed access token")).isEqualTo("Malformed access token");
    }

    @Test
    void whatIsReadPostedAndUploadedFailsWithoutIt(@TempDir Path folder) throws Exception {
        meta.answers(401, quoting(TOKEN));
        GraphClient graph = new GraphClient();
        assertThatThrownBy(() -> graph.get(meta.shop(TOKEN), "/1"))
                .hasMessageContaining("Malformed access token ***")
                .hasMessageNotContaining(TOKEN);
        assertThat(graph.post(meta.shop(TOKEN), "/1", TextNode.valueOf("x")).body())
                .contains("Malformed access token ***")
                .doesNotContain(TOKEN);
        Path file = Files.writeString(folder.resolve("photo.png"), "a photo");
        assertThatThrownBy(() -> new GraphMedia(graph, new MediaHosts(List.of()))
                        .upload(meta.shop(TOKEN), file, "image/png", "photo.png"))
                .isInstanceOfSatisfying(
                        MediaFault.class, fault -> assertThat(fault.why().detail())
                                .contains("Malformed access token ***")
                                .doesNotContain(TOKEN));
    }
}
