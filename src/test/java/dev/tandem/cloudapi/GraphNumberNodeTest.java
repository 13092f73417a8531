package dev.tandem.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.TestNumbers;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphNumberNodeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'id':'1','is_on_biz_app':true,'platform_type':'CLOUD_API'}|true",
                "{'id':'1','is_on_biz_app':false,'platform_type':'CLOUD_API'}|false",
                "{'id':'1','is_on_biz_app':true,'platform_type':'NOT_APPLICABLE'}|false",
                "{'id':'1','platform_type':'ON_PREMISE'}|false",
                "{'id':'1','is_on_biz_app':true}|",
                "{'id':'1','platform_type':'CLOUD_API'}|",
                "{'id':'1','is_on_biz_app':null,'platform_type':null}|",
                "{'id':'1','is_on_biz_app':'no'}|",
                "{'id':'1'}|",
                "[]|"
            })
    void onlyAnExplicitAnswerIsOne(String json, Boolean wanted) throws JsonProcessingException {
        assertThat(NumberNodes.number(new ObjectMapper().readTree(json.replace('\'', '"')))
                        .isOnBoth()
                        .orElse(null))
                .isEqualTo(wanted);
    }

    @Test
    void whoCannotBeReachedSaysNothing() {
        // Nobody listens on the test number's address.
        assertThat(new GraphNumberNode(new GraphClient(), new ManagementCalls(200, Clock.systemUTC()))
                        .isOnApp(TestNumbers.SHOP))
                .isEmpty();
    }
}
