package dev.tandem.lint;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * No secret stands in a route file, not even in a comment: routes are shared and kept in version control. A finding
 * never repeats the value.
 */
final class SecretRule implements Rule {

    private static final String ADVICE = "; take it from the configuration with {{property}}";
    // Matched in lower case, once as written and once without dashes, underscores and dots
    private static final Pattern SECRET_NAME = Pattern.compile(
            ".*(password|passwd|passphrase|secret|accesstoken|authtoken|bearertoken|apikey|privatekey|credential).*"
                    + "|pwd|token|authorization|.*-token|x-.*-key");
    private static final Pattern IN_QUERY = Pattern.compile("[?&]([\\w.-]+)=([^&\\s]+)");
    private static final Pattern IN_AUTHORITY = Pattern.compile("://[^/\\s:@{}$]+:[^/\\s@{}$]+@");
    private static final Pattern LITERAL = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"
            + "|\\b(?:Bearer|Basic) +[A-Za-z0-9+/=_.~-]{8,}"
            + "|\\bEAA[A-Za-z0-9]{20,}"
            + "|\\bAKIA[A-Z0-9]{16}\\b"
            + "|\\bey[JK][A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"
            + "|\\b[0-9a-fA-F]{32,}\\b");
    private static final Pattern LONG_WORD = Pattern.compile("[A-Za-z0-9+/_-]{40,}={0,2}");

    @Override
    public String name() {
        return "secret";
    }

    @Override
    public void check(RouteSet routes, Report report) {
        for (RouteFile file : routes.files()) {
            file.root().descendants().forEach(node -> checkNode(node, report));
            checkLines(file, report);
        }
    }

    private static void checkNode(YamlNode node, Report report) {
        String text = node.text();
        if (text == null) {
            return;
        }
        if (isSecretName(owner(node)) && isLiteral(text)) {
            report.at(node, "'" + owner(node) + "' is written out here" + ADVICE);
        }
        for (Matcher m = IN_QUERY.matcher(text); m.find(); ) {
            if (isSecretName(m.group(1)) && isLiteral(m.group(2))) {
                report.at(node, "the URI holds '" + m.group(1) + "' written out" + ADVICE);
            }
        }
        if (IN_AUTHORITY.matcher(text).find()) {
            report.at(node, "the URI holds a user and a password" + ADVICE);
        }
    }

    /** Looks at the lines as they are, so that comments and folded texts count and a finding has the exact line. */
    private static void checkLines(RouteFile file, Report report) {
        int number = 0;
        for (String line : file.text().lines().toList()) {
            number++;
            boolean looksRandom = Stream.of(LONG_WORD.matcher(line))
                    .flatMap(Matcher::results)
                    .anyMatch(match -> isMixed(match.group()));
            if (looksRandom || LITERAL.matcher(line).find()) {
                report.at(YamlNode.atLine(file.name(), number), "this looks like a key or token" + ADVICE);
            }
        }
    }

    /** The name a value goes by: its own key, or for {@code setHeader} and the like the header's name. */
    private static @Nullable String owner(YamlNode node) {
        YamlNode parent = node.parent();
        if (parent == null) {
            return node.key();
        }
        return switch (node.key()) {
            case "constant", "simple" -> parent.text("name");
            case "value", "defaultValue" -> parent.get("name") == null ? parent.text("key") : parent.text("name");
            case "expression" -> {
                // name: Authorization, expression: {constant: {expression: …}} or a step between
                YamlNode step = parent.parent();
                yield step == null ? null : step.text("name");
            }
            default -> node.key();
        };
    }

    private static boolean isSecretName(@Nullable String name) {
        if (name == null) {
            return false;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return SECRET_NAME.matcher(lower).matches()
                || SECRET_NAME.matcher(lower.replaceAll("[-_.]", "")).matches();
    }

    private static boolean isLiteral(String value) {
        return !value.isBlank()
                && !Placeholders.isIn(value)
                && !value.contains("${")
                && !value.startsWith("#")
                && !value.equals("true")
                && !value.equals("false");
    }

    private static boolean isMixed(String word) {
        // Three digits: a path or a long name may well have one or two
        return word.chars().filter(Character::isDigit).count() >= 3
                && word.chars().anyMatch(Character::isUpperCase)
                && word.chars().anyMatch(Character::isLowerCase);
    }
}
