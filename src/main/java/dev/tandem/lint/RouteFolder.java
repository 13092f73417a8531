package dev.tandem.lint;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a folder of route files. What cannot be read becomes a finding: no file is skipped in silence, since a team
 * whose file is not loaded otherwise learns it from a message that never comes.
 */
final class RouteFolder {

    static final String RULE = "file";
    private static final String SUFFIX = ".camel.yaml";

    private final List<RouteFile> readable = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private int files;

    private RouteFolder() {}

    /** Reads all files below a folder. A folder that is missing or holds no route file is a finding too. */
    static RouteFolder read(Path folder) {
        RouteFolder result = new RouteFolder();
        if (!Files.isDirectory(folder)) {
            result.add(name(folder), 1, "there is no such folder; name the folder of the routes");
            return result;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.filter(Files::isRegularFile).sorted().forEach(result::readFile);
        } catch (IOException e) {
            result.add(name(folder), 1, "cannot be read: " + e.getMessage());
        }
        if (result.files == 0) {
            result.add(name(folder), 1, "holds no *" + SUFFIX + " file; nothing would run");
        }
        return result;
    }

    RouteSet routes() {
        return new RouteSet(readable);
    }

    /** What is wrong with files as such. */
    List<Finding> findings() {
        return findings;
    }

    /** Number of files looked at. */
    int fileCount() {
        return files;
    }

    private void readFile(Path path) {
        String lower = path.toString().toLowerCase(Locale.ROOT);
        if (!lower.endsWith(".yaml") && !lower.endsWith(".yml")) {
            return;
        }
        files++;
        String name = name(path);
        if (!name.endsWith(SUFFIX)) {
            add(name, 1, "would not be loaded: the name of a route file ends in " + SUFFIX);
        }
        try {
            String text = Files.readString(path);
            Optional<YamlNode> root = YamlReader.read(name, text);
            root.ifPresentOrElse(
                    node -> readable.add(new RouteFile(node, text)),
                    () -> add(name, 1, "is empty; write a route or delete the file"));
        } catch (UnreadableException e) {
            add(name, e.line(), "cannot be read as YAML: " + e.getMessage());
        } catch (CharacterCodingException e) {
            add(name, 1, "is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            add(name, 1, "cannot be read: " + e.getMessage());
        }
    }

    private void add(String file, int line, String message) {
        findings.add(new Finding(file, line, RULE, message));
    }

    private static String name(Path path) {
        return path.toString().replace('\\', '/');
    }
}
