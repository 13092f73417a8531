package dev.tandem.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The commands that the README tells a person to type. */
final class Readme {

    private static final Pattern COMMANDS = Pattern.compile("^```sh\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private Readme() {}

    /** Everything in blocks of commands between two marks of this name, in its order. */
    static String commands(String mark) throws IOException {
        String all = Files.readString(Path.of("README.md"));
        String part = all.substring(all.indexOf("<!-- " + mark + " -->"), all.indexOf("<!-- /" + mark + " -->"));
        return COMMANDS.matcher(part).results().map(found -> found.group(1)).collect(Collectors.joining());
    }
}
