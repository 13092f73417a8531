package dev.tandem.endtoend;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One installation for all classes that neither move its clocks nor end its processes: starting one takes seconds. Each
 * class keeps to numbers of its own, so that none sees another.
 */
final class SharedInstallation implements ParameterResolver {

    static final TestNumber WAYS_IN = TestNumber.unlimited("ways-in", 101);
    static final TestNumber BAD_INPUT = TestNumber.unlimited("bad-input", 102);
    static final TestNumber FLOOD = TestNumber.unlimited("flood", 103);
    static final TestNumber WEBHOOKS = TestNumber.unlimited("webhooks", 104);
    static final TestNumber PAUSES = TestNumber.unlimited("pauses", 105);
    static final TestNumber ORDER = TestNumber.unlimited("order", 106);
    static final TestNumber ONE_SEND = TestNumber.unlimited("one-send", 107);
    static final TestNumber EVERY_TYPE = TestNumber.unlimited("every-type", 121);
    static final TestNumber ACCOUNT_NEWS = TestNumber.unlimited("account-news", 122);

    static final TestNumber WATCH = TestNumber.unlimited("watch", 123);

    /** One for each way in which a link is cut; it stays away. */
    static final List<TestNumber> CUT = IntStream.rangeClosed(1, 12)
            .mapToObj(n -> TestNumber.unlimited("cut-" + n, 140 + n))
            .toList();

    /** Another for each, which is brought back. */
    static final List<TestNumber> BACK = IntStream.rangeClosed(1, 12)
            .mapToObj(n -> TestNumber.unlimited("back-" + n, 160 + n))
            .toList();

    static final TestNumber SHOP = TestNumber.unlimited("shop", 124);

    static final TestNumber DOORS = TestNumber.unlimited("doors", 108);

    static final TestNumber MEDIA = TestNumber.unlimited("media", 109);

    /** One for each answer of the Graph API that is tried, so that all can be tried at the same time. */
    static final List<TestNumber> ANSWERS = IntStream.rangeClosed(1, 24)
            .mapToObj(n -> TestNumber.unlimited("answer-" + n, 200 + n))
            .toList();

    /** A key of its own for every role, and one that may use one number only. */
    static final String ALL_KEY = "key-that-may-do-everything";

    static final String READ_KEY = "key-that-may-read";
    static final String OTHER_NUMBER_KEY = "key-for-the-number-ways-in";

    private static final String NAME = "Shared";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Installation.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedInstallation.class))
                .getOrComputeIfAbsent(NAME, name -> new Running(start()), Running.class)
                .tandem();
    }

    /** JUnit closes it when the last test of all is over. */
    private record Running(Installation tandem) implements ExtensionContext.Store.CloseableResource {
        @Override
        public void close() {
            tandem.close();
        }
    }

    private static Installation start() {
        TestNumber[] numbers = Stream.concat(
                        Stream.of(
                                WAYS_IN,
                                BAD_INPUT,
                                FLOOD,
                                WEBHOOKS,
                                PAUSES,
                                ORDER,
                                ONE_SEND,
                                DOORS,
                                MEDIA,
                                EVERY_TYPE,
                                ACCOUNT_NEWS,
                                WATCH,
                                SHOP),
                        Stream.of(CUT, BACK, ANSWERS).flatMap(List::stream))
                .toArray(TestNumber[]::new);
        return Installation.start(
                NAME,
                engine -> engine.withApiKey(ALL_KEY, "everything", Set.of("send", "read", "operate"), "")
                        .withApiKey(READ_KEY, "reader", Set.of("read"), "")
                        .withApiKey(OTHER_NUMBER_KEY, "other", Set.of("send", "read"), WAYS_IN.alias()),
                numbers);
    }
}
