package dev.tandem.lint;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Expression;
import org.apache.camel.Handler;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.springframework.util.StringUtils;

/**
 * A method as a route names it: {@code open} or {@code open(${body}, true)}. Of a chain, {@code getTime.getDay}, the
 * first call.
 *
 * @param name the method's name
 * @param arguments the number of arguments, empty when the route leaves them to Camel
 */
record MethodCall(String name, OptionalInt arguments) {

    private static final Pattern NAME = Pattern.compile("\\s*([\\w$]+)\\s*(\\(?)");

    static MethodCall parse(String text) {
        Matcher matcher = NAME.matcher(text);
        if (!matcher.lookingAt()) {
            return new MethodCall(text.strip(), OptionalInt.empty());
        }
        boolean hasArguments = !matcher.group(2).isEmpty();
        return new MethodCall(
                matcher.group(1),
                hasArguments ? OptionalInt.of(countArguments(text.substring(matcher.end()))) : OptionalInt.empty());
    }

    /** What keeps Camel from calling this method on a class, or empty when it can. */
    Optional<String> problem(Class<?> type) {
        List<Method> named = callable(type).stream().filter(this::isMeant).toList();
        if (named.isEmpty()) {
            TreeSet<String> names = new TreeSet<>();
            callable(type).forEach(method -> names.add(method.getName()));
            return Optional.of(
                    type.getSimpleName() + " has no public method '" + name + "'" + Nearest.hint(name, names));
        }
        if (arguments.isPresent()
                && named.stream().noneMatch(method -> method.getParameterCount() == arguments.getAsInt())) {
            return Optional.of("the method '" + name + "' of " + type.getSimpleName() + " takes "
                    + named.get(0).getParameterCount() + " arguments, not " + arguments.getAsInt());
        }
        return Optional.empty();
    }

    /** What keeps Camel from choosing a method by itself when the route names none. */
    static Optional<String> problemWithoutName(Class<?> type) {
        boolean clear = Processor.class.isAssignableFrom(type)
                || Predicate.class.isAssignableFrom(type)
                || Expression.class.isAssignableFrom(type)
                || callable(type).stream().anyMatch(method -> method.isAnnotationPresent(Handler.class))
                || callable(type).size() == 1;
        return clear
                ? Optional.empty()
                : Optional.of(type.getSimpleName() + " has several methods; name the one to call");
    }

    /** Camel finds a getter by its property's name too. */
    private boolean isMeant(Method method) {
        String capital = StringUtils.capitalize(name);
        return method.getName().equals(name)
                || method.getName().equals("get" + capital)
                || method.getName().equals("is" + capital);
    }

    private static List<Method> callable(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method -> !method.isBridge() && !method.isSynthetic())
                .toList();
    }

    /**
     * Counts what stands between commas up to the closing parenthesis; commas in quotes, parentheses and braces separate
     * nothing.
     */
    private static int countArguments(String text) {
        int commas = 0;
        int depth = 0;
        char quote = 0;
        boolean empty = true;
        for (char c : text.toCharArray()) {
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(' || c == '{') {
                depth++;
            } else if (c == ')' && depth == 0) {
                break;
            } else if (c == ')' || c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                commas++;
            }
            empty &= Character.isWhitespace(c);
        }
        return empty ? 0 : commas + 1;
    }
}
