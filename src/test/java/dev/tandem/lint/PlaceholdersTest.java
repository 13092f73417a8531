package dev.tandem.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {

    @Test
    void innerOnesComeFirst() {
        assertThat(Placeholders.in("{{a:{{b}}}} and {{ c }}")).containsExactly("b", "a:", "c");
        assertThat(Placeholders.in("${body} {x}")).isEmpty();
    }

    @Test
    void nameWithAPlaceholderMatchesWhatItCanBecome() {
        String regex = Placeholders.toRegex("lane-{{number}}.x");

        assertThat(Pattern.matches(regex, "lane-1.x")).isTrue();
        assertThat(Pattern.matches(regex, "lane-1-x")).isFalse();
        assertThat(Pattern.matches(regex, "lane-.x")).isFalse();
    }
}
