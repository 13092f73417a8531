package dev.tandem.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.lint.sample.AnswerReader;
import dev.tandem.lint.sample.Window;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodCallTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open()                            | 0",
                "open( )                           | 0",
                "open(${body})                     | 1",
                "open(${body}, true)               | 2",
                "open('a,b)', ${header.c})         | 2",
                "open(${bean:x?method=y(1,2)}, 3)  | 2",
                "open(${body}).first(1, 2)         | 1",
                "open(\"\")                        | 1"
            })
    void countsArguments(String text, int count) {
        assertThat(MethodCall.parse(text).name()).isEqualTo("open");
        assertThat(MethodCall.parse(text).arguments()).hasValue(count);
    }

    @Test
    void withoutParenthesesTheArgumentsAreLeftToCamel() {
        assertThat(MethodCall.parse("isOpen").arguments()).isEmpty();
        assertThat(MethodCall.parse("isOpen").problem(Window.class)).isEmpty();
    }

    @Test
    void getterIsFoundByItsPropertyAndInAChain() {
        assertThat(MethodCall.parse("time").problem(Date.class)).isEmpty();
        assertThat(MethodCall.parse("getTime.intValue").problem(Date.class)).isEmpty();
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(MethodCall.parse("isOpn").problem(Window.class))
                .contains("Window has no public method 'isOpn'; did you mean 'isOpen'?");
        assertThat(MethodCall.parse("decide(1)").problem(Window.class))
                .contains("the method 'decide' of Window takes 2 arguments, not 1");
    }

    @Test
    void aNameIsNeededWhereThereIsAChoice() {
        assertThat(MethodCall.problemWithoutName(AnswerReader.class)).isEmpty();
        assertThat(MethodCall.problemWithoutName(Window.class))
                .contains("Window has several methods; name the one to call");
    }
}
