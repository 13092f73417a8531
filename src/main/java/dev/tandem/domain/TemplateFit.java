package dev.tandem.domain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a request fills in fits its template: count and names of the variables, the type of the header, indexes and
 * types of the buttons. What nobody knows yet (a new format, a new type of button) is let through: Meta is the judge of it.
 * Stateless.
 *
 * <p>Source: Meta, Cloud API, Templates (send-api.md §2); Meta would refuse the same with 132000, 132012 or 131008.
 */
public final class TemplateFit {

    private static final Set<String> IN_TEXT = Set.of("text", "currency", "date_time");
    private static final Set<String> MEDIA = Set.of("IMAGE", "VIDEO", "DOCUMENT", "LOCATION");

    private final boolean named;
    private final List<String> faults = new ArrayList<>();

    private TemplateFit(boolean named) {
        this.named = named;
    }

    /**
     * What does not fit, each part with what is expected and what came; empty when all fits.
     *
     * @return one sentence or several, for a person
     */
    public static Optional<String> misfit(Template template, TemplateFill fill) {
        TemplateFit fit = new TemplateFit(template.named());
        fit.check("", template.face(), fill.face());
        fit.checkCards(template.cards(), fill.cards());
        return fit.faults.isEmpty()
                ? Optional.empty()
                : Optional.of("The parameters do not fit the template "
                        + template.key().name() + " (" + template.key().language() + "). "
                        + String.join(" ", fit.faults));
    }

    private void checkCards(List<Template.Face> expected, @Nullable List<TemplateFill.Face> given) {
        int count = given == null ? 0 : given.size();
        if (count != expected.size()) {
            fault("The carousel", count(expected.size(), "card"), count(count, "card"));
            return;
        }
        for (int i = 0; i < count && given != null; i++) {
            check("Card " + i + ", ", expected.get(i), given.get(i));
        }
    }

    private void check(String where, Template.Face expected, TemplateFill.Face given) {
        for (String part : given.repeated()) {
            faults.add(where + "the " + part + " is given more than once: give it once.");
        }
        checkHeader(where, expected.header(), given.header());
        checkTexts(where + "the body", expected.body(), given.body());
        checkButtons(where, expected.buttons(), given.buttons());
    }

    private void checkHeader(String where, Template.@Nullable Header expected, List<TemplateFill.Value> given) {
        String part = where + "the header";
        if (expected == null) {
            if (!given.isEmpty()) {
                fault(part, "none, because the template has no header", types(given));
            }
        } else if (expected.format().equals("TEXT")) {
            checkTexts(part, expected.variables(), given);
        } else if (MEDIA.contains(expected.format())) {
            String type = expected.format().toLowerCase(Locale.ROOT);
            if (given.size() != 1 || !given.get(0).type().equals(type)) {
                fault(part, "one parameter of type " + type, types(given));
            }
        }
    }

    private void checkTexts(String part, List<String> variables, List<TemplateFill.Value> given) {
        List<String> strange = given.stream()
                .map(TemplateFill.Value::type)
                .filter(type -> !IN_TEXT.contains(type))
                .distinct()
                .toList();
        boolean fits = given.size() == variables.size() && strange.isEmpty();
        for (TemplateFill.Value value : given) {
            fits &= named == (value.name() != null);
        }
        if (named) {
            Set<String> names = new HashSet<>();
            given.forEach(value -> names.add(String.valueOf(value.name())));
            fits &= names.equals(Set.copyOf(variables));
        }
        if (!fits) {
            fault(part, expectedTexts(variables), givenTexts(given, strange));
        }
    }

    private String expectedTexts(List<String> variables) {
        if (variables.isEmpty()) {
            return "no parameters";
        }
        return named
                ? "parameters with the names " + String.join(", ", variables)
                : count(variables.size(), "parameter") + " without names, in their order";
    }

    private static String givenTexts(List<TemplateFill.Value> given, List<String> strange) {
        if (!strange.isEmpty()) {
            return "a parameter of type " + String.join(", ", strange) + ", which is no text";
        }
        List<String> names = given.stream()
                .map(TemplateFill.Value::name)
                .filter(name -> name != null)
                .toList();
        if (names.isEmpty()) {
            return given.isEmpty() ? "none" : count(given.size(), "parameter") + " without names";
        }
        String withNames = "parameters with the names " + String.join(", ", names);
        return names.size() == given.size()
                ? withNames
                : withNames + " and " + count(given.size() - names.size(), "parameter") + " without";
    }

    private void checkButtons(String where, List<Template.Button> expected, List<TemplateFill.ButtonValue> given) {
        Set<Integer> filled = new HashSet<>();
        for (TemplateFill.ButtonValue value : given) {
            String part = where + "button " + value.index();
            int index = value.index().matches("[0-9]{1,2}") ? Integer.parseInt(value.index()) : -1;
            if (index < 0 || index >= expected.size()) {
                fault(part, "an index " + indexes(expected.size()), "the index " + value.index());
            } else if (!filled.add(index)) {
                fault(part, "its parameters once", "them twice");
            } else {
                checkButton(part, expected.get(index), value);
            }
        }
        for (int i = 0; i < expected.size(); i++) {
            if (expected.get(i).needsValue() && !filled.contains(i)) {
                fault(
                        where + "button " + i,
                        "a value for its type " + expected.get(i).type(),
                        "none");
            }
        }
    }

    private void checkButton(String part, Template.Button expected, TemplateFill.ButtonValue given) {
        Optional<Set<String>> subTypes = subTypes(expected.type());
        if (subTypes.isPresent() && subTypes.get().isEmpty()) {
            fault(part, "no parameters, because a button of type " + expected.type() + " takes none", given.subType());
        } else if (subTypes.isPresent() && !subTypes.get().contains(given.subType())) {
            fault(
                    part,
                    "the sub_type " + subTypes.get().stream().sorted().collect(Collectors.joining(" or ")),
                    "the sub_type " + given.subType());
        } else if (given.subType().equals("url") && given.values() != (expected.needsValue() ? 1 : 0)) {
            fault(part, count(expected.needsValue() ? 1 : 0, "parameter"), count(given.values(), "parameter"));
        }
    }

    /** The words under which a send may fill a button; empty for a type that nobody knows yet. */
    private static Optional<Set<String>> subTypes(String type) {
        return switch (type) {
            case "QUICK_REPLY", "URL", "COPY_CODE", "FLOW", "CATALOG", "MPM" ->
                Optional.of(Set.of(type.toLowerCase(Locale.ROOT)));
            case "OTP" -> Optional.of(Set.of("url", "copy_code"));
            case "PHONE_NUMBER", "VOICE_CALL" -> Optional.of(Set.of());
            default -> Optional.empty();
        };
    }

    private void fault(String part, String expected, String came) {
        String start = part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1);
        faults.add(start + " expects " + expected + "; came: " + came + ".");
    }

    private static String indexes(int buttons) {
        return switch (buttons) {
            case 0 -> "of a button, but the template has none";
            case 1 -> "of 0, the only one";
            default -> "from 0 to " + (buttons - 1);
        };
    }

    private static String types(List<TemplateFill.Value> given) {
        return given.isEmpty()
                ? "none"
                : given.stream().map(TemplateFill.Value::type).collect(Collectors.joining(", "));
    }

    private static String count(int count, String what) {
        return count == 0 ? "no " + what + "s" : count + " " + what + (count == 1 ? "" : "s");
    }
}
