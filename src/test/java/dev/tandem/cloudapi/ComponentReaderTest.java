package dev.tandem.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.domain.TemplateFill;
import dev.tandem.domain.TemplateFill.ButtonValue;
import dev.tandem.domain.TemplateFill.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComponentReaderTest {

    private static final Value TEXT = new Value("text", null);

    private static TemplateFill read(String rest) {
        try {
            String template = "{'name':'offer','language':'en'" + rest + "}";
            return new ComponentReader().read(new ObjectMapper().readTree(template.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(rest, e);
        }
    }

    @Test
    void theThreeShortForms() {
        assertThat(read("").face()).isEqualTo(new TemplateFill.Face(List.of(), List.of(), List.of(), List.of()));
        assertThat(read(",'parameters':['A','B']").face().body()).containsExactly(TEXT, TEXT);
        assertThat(read(",'parameters':{'customer':'Mina','until':'May'}")
                        .face()
                        .body())
                .containsExactly(new Value("text", "customer"), new Value("text", "until"));
        TemplateFill.Face parts =
                read(",'parameters':{'header':{'image':{'link':'https://x.example/a.jpg'}},'body':['A'],"
                                + "'buttons':{'0':'A-17','1':{'payload':'STOP'}}}")
                        .face();
        assertThat(parts)
                .isEqualTo(new TemplateFill.Face(
                        List.of(new Value("image", null)),
                        List.of(TEXT),
                        List.of(new ButtonValue("0", "url", 1), new ButtonValue("1", "quick_reply", 1)),
                        List.of()));
    }

    @Test
    void metasOwnComponents() {
        TemplateFill fill = read(
                ",'components':[{'type':'HEADER','parameters':[{'type':'IMAGE','image':{'id':'1'}}]},"
                        + "{'type':'body','parameters':[{'type':'text','parameter_name':'until','text':'May'}]},"
                        + "{'type':'button','sub_type':'URL','index':0,'parameters':[{'type':'text','text':'x'}]},"
                        + "{'type':'body','parameters':[]},{'type':'limited_time_offer','parameters':[]},"
                        + "{'type':'carousel','cards':[{'card_index':0,'components':[{'type':'body','parameters':[{'type':'text','text':'x'}]}]}]}]");
        assertThat(fill.face().header()).containsExactly(new Value("image", null));
        assertThat(fill.face().repeated()).containsExactly("body");
        assertThat(fill.face().buttons()).containsExactly(new ButtonValue("0", "url", 1));
        assertThat(fill.cards()).hasSize(1);
        assertThat(fill.cards().get(0).body()).containsExactly(TEXT);
    }
}
