package dev.tandem.lint;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.apache.camel.Expression;
import org.apache.camel.Handler;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;

/**
 * A method as a route names it: {@code open} or {@code open(${body}, true)}.
 *
 * @param name the method's name
 * @param arguments the number of arguments, empty when the route leaves them to Camel
 */
record MethodCall(String name, OptionalInt arguments) {

    static MethodCall parse(String text) {
        int open = text.indexOf('(');
        if (open < 0 || !text.endsWith(")")) {
            return new MethodCall(text.strip(), OptionalInt.empty());
        }
        return new MethodCall(
                text.substring(0, open).strip(), OptionalInt.of(count(text.substring(open + 1, text.length() - 1))));
    }

    /** What keeps Camel from calling this method on a class, or empty when it can. */
    Optional<String> problem(Class<?> type) {
        List<Method> named = callable(type).stream()
                .filter(method -> method.getName().equals(name))
                .toList();
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

    private static List<Method> callable(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method -> !method.isBridge() && !method.isSynthetic())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .toList();
    }

    /** Counts what stands between commas, but not those in quotes, parentheses or braces. */
    private static int count(String arguments) {
        if (arguments.isBlank()) {
            return 0;
        }
        int commas = 0;
        int depth = 0;
        char quote = 0;
        for (char c : arguments.toCharArray()) {
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(' || c == '{') {
                depth++;
            } else if (c == ')' || c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                commas++;
            }
        }
        return commas + 1;
    }
}
