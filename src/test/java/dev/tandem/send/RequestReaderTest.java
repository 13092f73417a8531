package dev.tandem.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.TestNumbers;
import dev.tandem.domain.NumberDirectory;
import dev.tandem.domain.Priority;
import dev.tandem.domain.Reason;
import dev.tandem.domain.Send;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reader and schema together, with the file that teams read as well. */
class RequestReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-05T10:00:00Z");
    private static final RequestSchema SCHEMA = new RequestSchema(Path.of("config/schema/send-request.schema.json"));
    private static final String TEXT = "'message':{'type':'text','text':{'body':'Hello'}}";

    private final SendIds ids = new SendIds(Clock.fixed(NOW, ZoneOffset.UTC));
    private final RequestReader reader = new RequestReader(SCHEMA, TestNumbers.DIRECTORY, ids);

    private RequestReader.Reading read(String request) {
        return reader.read(SendRoom.incoming(request), NOW);
    }

    private Send good(String request) {
        RequestReader.Reading reading = read(request);
        assertThat(reading.problems()).isEmpty();
        return Objects.requireNonNull(reading.send());
    }

    private static Send.Acceptance acceptance(RequestReader.Reading reading) {
        assertThat(reading.problems()).isEmpty();
        return Objects.requireNonNull(reading.send()).acceptance();
    }

    private List<String> fields(String request) {
        RequestReader.Reading reading = read(request);
        assertThat(reading.send()).as(request).isNull();
        assertThat(reading.problems())
                .allSatisfy(problem ->
                        assertThat(problem.cause().detail()).as(problem.field()).isNotBlank());
        return reading.problems().stream().map(Problem::field).toList();
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'from':'shop','to':'491511234567'}                                           | message",
                "{'from':'shop','to':'491511234567'}                                           | template",
                "{'from':'shop',MSG}                                                           | to",
                "{'from':'shop','to':'',MSG}                                                   | to",
                "{'from':'shop','to':17,MSG}                                                   | to",
                "{'from':'shop','to':{'userId':'nonsense'},MSG}                                | to.userId",
                "{'from':'shop','to':{'name':'Mina'},MSG}                                      | to.name",
                "{'from':'shop','to':'0151 1234567',MSG}                                       | to",
                "{'from':'nobody','to':'491511234567',MSG}                                     | from",
                "{'to':'491511234567',MSG}                                                     | from",
                "{'from':'shop','to':'491511234567',MSG,'recipient':'x'}                       | recipient",
                "{'from':'shop','to':'491511234567',MSG,'id':''}                               | id",
                "{'from':'shop','to':'491511234567',MSG,'id':7}                                | id",
                "{'from':'shop','to':'491511234567',MSG,'priority':'urgent'}                   | priority",
                "{'from':'shop','to':'491511234567',MSG,'whenClosed':'wait'}                   | whenClosed",
                "{'from':'shop','to':'491511234567',MSG,'notBefore':'tomorrow'}                | notBefore",
                "{'from':'shop','to':'491511234567',MSG,'notBefore':'2026-11-06'}              | notBefore",
                "{'from':'shop','to':'491511234567',MSG,'notBefore':'2026-11-06T10:00:00'}     | notBefore",
                "{'from':'shop','to':'491511234567',MSG,'notBefore':'2026-12-31T23:59:60Z'}    | notBefore",
                "{'from':'shop','to':'491511234567',MSG,'notBefore':'9999-12-31T23:59:59Z'}    | notBefore",
                "{'from':'shop','to':'491511234567',MSG,'expiresAt':17}                        | expiresAt",
                "{'from':'shop','to':'491511234567',MSG,'expiresAt':'2026-11-05T10:00:00Z'}    | expiresAt",
                "{'from':'shop','to':'491511234567',MSG,'replyTo':''}                          | replyTo",
                "{'from':'shop','to':'491511234567',MSG,'duplicateSafe':'yes'}                 | duplicateSafe",
                "{'from':'shop','to':'491511234567',MSG,'metadata':{'order':7}}                | metadata.order",
                "{'from':'shop','to':'491511234567','message':{'type':'text'}}                 | message.text",
                "{'from':'shop','to':'491511234567','message':{'text':{'body':'Hello'}}}       | message.type",
                "{'from':'shop','to':'491511234567','message':{'type':'fax','fax':{}}}         | message.type",
                "{'from':'shop','to':'491511234567','message':{'type':'text','text':{}}}       | message.text.body",
                "{'from':'shop','to':'491511234567','message':{'type':'image'}}                | message.image",
                "{'from':'shop','to':'491511234567','message':{'type':'image','image':{},'to':'1'}} | message.to",
                "{'from':'shop','to':'491511234567','template':{'name':'a'}}                   | template.language",
                "{'from':'shop','to':'491511234567','template':{'name':'a','language':'en','x':1}} | template.x",
                "{'from':'shop','to':'491511234567','template':{'name':'a','language':'en','parameters':'x'}}"
                        + " | template.parameters",
                "{'from':'shop','to':'491511234567','template':'order_update'}                 | template",
            })
    void namesTheFieldThatIsWrong(String request, String field) {
        assertThat(fields(request.replace("MSG", TEXT))).contains(field);
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        RequestReader.Reading reading = read("{'from':'nobody','to':'0151','priority':'urgent','colour':'blue',"
                + "'expiresAt':'2020-01-01T00:00:00Z','message':{'type':'image'}}");
        assertThat(reading.problems())
                .extracting(Problem::field)
                .containsExactlyInAnyOrder("from", "to", "priority", "colour", "expiresAt", "message.image");
        assertThat(reading.problems())
                .filteredOn(problem -> problem.field().equals("to"))
                .extracting(problem -> problem.cause().reason())
                .containsExactly(Reason.INVALID_RECIPIENT);
        assertThat(reading.problems())
                .filteredOn(problem -> problem.field().equals("from"))
                .extracting(problem -> problem.cause().reason(), problem -> problem.cause()
                        .detail())
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        Reason.UNKNOWN_NUMBER, "no number is called 'nobody'. Configured are: [shop, desk]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "'text'", "17", "null", "true"})
    void whatIsNoObjectIsOneProblem(String request) {
        assertThat(read(request).problems()).hasSize(1).allSatisfy(problem -> {
            assertThat(problem.field()).isEmpty();
            assertThat(problem.cause().reason()).isEqualTo(Reason.INVALID_REQUEST);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "\\u0007", "a\\ud83d", "a\\nb"})
    void aKeyIsPlainText(String id) {
        assertThat(fields("{'from':'shop','to':'491511234567','id':'" + id + "'," + TEXT + "}"))
                .contains("id");
    }

    @Test
    void halfACharacterCannotBeSent() {
        assertThat(fields("{'from':'shop','to':'491511234567','message':{'type':'text','text':{'body':'a\\ud83d'}}}"))
                .containsExactly("");
        assertThat(
                        good("{'from':'shop','to':'491511234567','message':{'type':'text','text':{'body':'\\ud83c\\udf89'}}}")
                                .acceptance()
                                .request())
                .contains("🎉");
    }

    @Test
    void theOnlyNumberNeedsNoName() {
        RequestReader alone = new RequestReader(SCHEMA, new NumberDirectory(List.of(TestNumbers.DESK)), ids);
        assertThat(acceptance(alone.read(SendRoom.incoming("{'to':'491511234567'," + TEXT + "}"), NOW))
                        .phoneNumberId())
                .isEqualTo(TestNumbers.DESK.phoneNumberId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "100000000000001", "+1 555 010 0001"})
    void aNumberIsNamedByAnyOfItsNames(String from) {
        assertThat(good("{'from':'" + from + "','to':'491511234567'," + TEXT + "}")
                        .acceptance()
                        .phoneNumberId())
                .isEqualTo(TestNumbers.SHOP.phoneNumberId());
    }

    private RequestReader.Reading withIds(String inside, String beside, boolean mustMatch) {
        String id = inside == null ? "" : "'id':'" + inside + "',";
        JsonNode request = SendRoom.json("{" + id + "'from':'shop','to':'491511234567'," + TEXT + "}");
        return reader.read(Incoming.single(request, beside, mustMatch, Priority.REPLY, "crm", null), NOW);
    }

    @Test
    void theKeyStandsInTheBodyOrBesideIt() {
        assertThat(acceptance(withIds("a", null, true)).clientId()).isEqualTo("a");
        assertThat(acceptance(withIds(null, "b", true)).clientId()).isEqualTo("b");
        assertThat(acceptance(withIds("a", "a", true)).clientId()).isEqualTo("a");
        assertThat(acceptance(withIds("a", "b", false)).clientId())
                .as("JMS: the body wins")
                .isEqualTo("a");
        assertThat(withIds("a", "b", true).problems())
                .extracting(Problem::field)
                .containsExactly("id");
        assertThat(withIds(null, " ", true).problems())
                .extracting(Problem::field)
                .containsExactly("id");
        assertThat(withIds(null, "x".repeat(129), false).problems())
                .extracting(Problem::field)
                .containsExactly("id");
        assertThat(acceptance(withIds(null, "x".repeat(128), false)).clientId()).hasSize(128);
        Send.Acceptance made = acceptance(withIds(null, null, true));
        assertThat(made.clientId()).isEqualTo(SendIds.text(made.id()));
    }

    @Test
    void theSameContentHasTheSameHashWhateverItsOrderAndKey() {
        String one = good("{'id':'1','from':'shop','to':'491511234567'," + TEXT + "}")
                .acceptance()
                .contentHash();
        String same = good("{" + TEXT + ",'to':'491511234567','from':'shop','id':'2'}")
                .acceptance()
                .contentHash();
        String other = good("{'id':'1','from':'shop','to':'491511234568'," + TEXT + "}")
                .acceptance()
                .contentHash();
        assertThat(same).isEqualTo(one).hasSize(64);
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void thePriorityOfTheBodyWins() {
        assertThat(acceptance(withIds(null, null, true)).priority()).isEqualTo(Priority.REPLY);
        assertThat(good("{'from':'shop','to':'491511234567','priority':'otp'," + TEXT + "}")
                        .acceptance()
                        .priority())
                .isEqualTo(Priority.OTP);
    }

    @Test
    void aSendLivesADayAnOtpTenMinutesAndACampaignThreeDays() {
        String rest = ",'from':'shop','to':'491511234567'," + TEXT + "}";
        assertThat(good("{'priority':'reply'" + rest).acceptance().expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(1)));
        assertThat(good("{'priority':'otp'" + rest).acceptance().expiresAt())
                .isEqualTo(NOW.plus(Duration.ofMinutes(10)));
        assertThat(good("{'priority':'otp','notBefore':'2026-11-06T12:00:00+02:00'" + rest)
                        .acceptance()
                        .expiresAt())
                .as("from when it may go")
                .isEqualTo(Instant.parse("2026-11-06T10:10:00Z"));
        assertThat(good("{'notBefore':'2020-01-01T00:00:00Z'" + rest)
                        .acceptance()
                        .expiresAt())
                .as("a time that is over counts as now")
                .isEqualTo(NOW.plus(Duration.ofDays(1)));
        assertThat(good("{'expiresAt':'2026-11-05T11:00:00.5Z'" + rest)
                        .acceptance()
                        .expiresAt())
                .isEqualTo(Instant.parse("2026-11-05T11:00:00.5Z"));
        JsonNode row = SendRoom.json("{'priority':'campaign'" + rest);
        assertThat(acceptance(reader.read(Incoming.ofCampaign(row, "spring-1", "file", "spring"), NOW))
                        .expiresAt())
                .isEqualTo(NOW.plus(Duration.ofDays(3)));
        assertThat(fields("{'notBefore':'2026-11-06T10:00:00Z','expiresAt':'2026-11-06T10:00:00Z'" + rest))
                .containsExactly("expiresAt");
    }

    @Test
    void recipientsAreRead() {
        assertThat(good("{'from':'shop','to':'+49 151 1234567'," + TEXT + "}")
                        .acceptance()
                        .recipient()
                        .phone())
                .isEqualTo("491511234567");
        assertThat(good("{'from':'shop','to':{'userId':'US.4f00aa11bb22'}," + TEXT + "}")
                        .acceptance()
                        .recipient()
                        .contact())
                .isEqualTo("US.4f00aa11bb22");
        assertThat(good("{'from':'shop','to':{'userId':'DE.ENT.4f00'}," + TEXT + "}")
                        .acceptance()
                        .recipient()
                        .userId())
                .isEqualTo("DE.ENT.4f00");
    }
}
