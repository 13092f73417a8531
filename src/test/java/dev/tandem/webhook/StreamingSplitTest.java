package dev.tandem.webhook;

import static dev.tandem.webhook.Webhooks.NOW;
import static dev.tandem.webhook.Webhooks.RECEIVED;
import static dev.tandem.webhook.Webhooks.body;
import static dev.tandem.webhook.Webhooks.change;
import static dev.tandem.webhook.Webhooks.inbound;
import static dev.tandem.webhook.Webhooks.item;
import static dev.tandem.webhook.Webhooks.split;
import static dev.tandem.webhook.Webhooks.status;
import static dev.tandem.webhook.Webhooks.text;
import static dev.tandem.webhook.Webhooks.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tandem.TestNumbers;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body is cut while its items are asked for: whatever the order of its parts, and whatever one item is. */
class StreamingSplitTest {

    private static final WebhookSplitter SPLITTER = new WebhookSplitter(TestNumbers.DIRECTORY, Newcomers.NONE);

    @Test
    void metadataAndContactsMayStandBehindTheItems() {
        String message = text("wamid.A", NOW, "hi");
        String behind =
                "{\"changes\":[{\"value\":{\"messages\":[" + message + "],\"contacts\":[{\"wa_id\":\"15550100077\"}],"
                        + "\"metadata\":{\"phone_number_id\":\"" + TestNumbers.SHOP.phoneNumberId() + "\"}},"
                        + "\"field\":\"messages\"}],\"time\":\"1793000000\",\"id\":\"900000000000001\"}";
        WebhookItem item = item("{\"entry\":[" + behind + "],\"object\":\"whatsapp_business_account\"}");
        assertThat(item.number()).isEqualTo(TestNumbers.SHOP);
        assertThat(item.key()).isEqualTo(item(inbound(message)).key());
        assertThat(item.envelope().contacts().path(0).path("wa_id").asText()).isEqualTo("15550100077");
        assertThat(item.envelope().entryId()).isEqualTo("900000000000001");
        assertThat(item.envelope().entryTime().asText()).isEqualTo("1793000000");
    }

    @Test
    void metadataOfAHistoryChunkMayStandBehindItsThreads() {
        String thread = "{\"messages\":[" + text("wamid.H", NOW, "h") + "],\"id\":\"15550100077\"}";
        String chunk = "{\"threads\":[" + thread + "],\"metadata\":{\"phase\":0,\"chunk_order\":1}}";
        String before = "{\"metadata\":{\"phase\":0,\"chunk_order\":1},\"threads\":[" + thread + "]}";
        WebhookItem item = split(body(change("history", value("\"history\":[" + chunk + "]"))))
                .get(0);
        assertThat(item.key())
                .isEqualTo(split(body(change("history", value("\"history\":[" + before + "]"))))
                        .get(0)
                        .key())
                .contains("|0|1|15550100077|0");
    }

    @Test
    void ofANameThatStandsTwiceTheLastCounts() {
        String twice = value(
                "\"messages\":[" + text("wamid.A", NOW, "a") + "],\"messages\":[" + text("wamid.B", NOW, "b") + "]");
        assertThat(item(body(change("messages", twice))).key()).endsWith("wamid.B");
    }

    @Test
    void anArrayNobodyKnowsHarmsNoneBesideIt() {
        String value =
                value("\"calls\":[{\"id\":1}],\"statuses\":[" + status("wamid.S", "sent") + "],\"x\":{\"y\":[]}");
        assertThat(item(body(change("messages", value))).kind()).isEqualTo("statuses");
    }

    @Test
    void amongTheItemsOneThatCannotBeReadLosesNoNeighbour() {
        String deep = "{\"id\":\"wamid.deep\",\"x\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
        String digits = "{\"id\":\"wamid.digits\",\"timestamp\":" + "9".repeat(5_000) + "}";
        String name = "{\"id\":\"wamid.name\",\"" + "n".repeat(100_000) + "\":1}";
        List<WebhookItem> items = split(inbound(
                text("wamid.A", NOW, "a"), deep, text("wamid.B", NOW, "b"), digits, name, text("wamid.C", NOW, "c")));
        assertThat(items.stream().filter(item -> item.fault() == null))
                .extracting(item -> item.json().path("id").asText())
                .containsExactly("wamid.A", "wamid.B", "wamid.C");
        assertThat(items.stream().filter(item -> item.fault() != null))
                .hasSize(3)
                .allSatisfy(item -> assertThat(item.fault()).startsWith("An element of 'messages' cannot be read: "))
                .extracting(item -> item.json().asText())
                .containsExactly(deep, digits, name);
    }

    @Test
    void brokenThreadsLoseNoNeighbours() {
        String good = "{\"id\":\"15550100077\",\"messages\":[" + text("wamid.H", NOW, "h") + "]}";
        String threads = "7,{\"id\":\"15550100078\",\"messages\":{\"id\":\"x\"}}," + good + ",{\"id\":\"15550100079\"}";
        List<WebhookItem> items =
                split(body(change("history", value("\"history\":[{\"threads\":[" + threads + "]}]"))));
        assertThat(items).extracting(item -> item.fault() == null).containsExactly(false, false, true, true);
        assertThat(items.get(2).json().path("messages")).hasSize(1);
        assertThat(items.get(3).json().toString()).isEqualTo("{\"id\":\"15550100079\",\"messages\":[]}");
    }

    @Test
    void whatBreaksOffIsOneItemWithAllThatCame() {
        String whole = inbound(text("wamid.A", NOW, "a"), text("wamid.B", NOW, "b"));
        for (int length = 1; length < whole.length(); length += 7) {
            WebhookItem item = item(whole.substring(0, length));
            assertThat(item.fault()).startsWith("The body is no JSON");
            assertThat(item.alone().asText()).isEqualTo(whole.substring(0, length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE"})
    void anyEncodingOfJsonWithAndWithoutAMark(String encoding) {
        String body = inbound(text("wamid.A", NOW, "مرحبا é 👍"));
        for (String text : List.of(body, '\ufeff' + body)) {
            List<WebhookItem> items = SPLITTER.split(text.getBytes(Charset.forName(encoding)), RECEIVED, false);
            assertThat(items).hasSize(1);
            assertThat(items.get(0).json()).isEqualTo(item(body).json());
        }
    }

    @Test
    void threeMegabytesOfHistoryAreReadSliceBySlice() {
        String messages = IntStream.range(0, 15_000)
                .mapToObj(i -> text("wamid.H" + i, NOW, "x".repeat(80)))
                .collect(Collectors.joining(","));
        byte[] body = body(change(
                        "history",
                        value("\"history\":[{\"metadata\":{\"phase\":1,\"chunk_order\":1},\"threads\":[{\"id\":"
                                + "\"15550100077\",\"messages\":[" + messages + "]}]}]")))
                .getBytes(StandardCharsets.UTF_8);
        assertThat(body.length).isGreaterThan(3_000_000);
        SPLITTER.items(body, RECEIVED, false).next();
        long whole = allocated(() -> SPLITTER.split(body, RECEIVED, false));
        long first = allocated(() -> SPLITTER.items(body, RECEIVED, false).next());
        assertThat(first).as("what the first of 30 slices costs").isLessThan(whole / 10);
        Iterator<WebhookItem> items = SPLITTER.items(body, RECEIVED, false);
        int count = 0;
        while (count < 30) {
            assertThat(items.next().json().path("messages")).hasSize(500);
            count++;
        }
        assertThat(items.next().json().path("messages").asInt()).isEqualTo(15_000);
        assertThat(items.hasNext()).isFalse();
    }

    private static long allocated(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
