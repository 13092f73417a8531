package dev.tandem.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A fault that is put into the engine on purpose.
 *
 * @param name what is broken, in words
 * @param edits where, and what stands there instead
 * @param tests each of which must turn red: {@code Class} or {@code Class#method}; an {@code IT} runs against the packaged jar
 */
public record Fault(String name, List<Edit> edits, List<String> tests) {

    /**
     * One place.
     *
     * @param file seen from the project's folder
     * @param find stands in it exactly once
     * @param put stands there instead
     */
    public record Edit(String file, String find, String put) {

        /** @throws IllegalArgumentException when the text is not there exactly once */
        public String in(String content) {
            int first = content.indexOf(find);
            if (first < 0 || content.indexOf(find, first + 1) >= 0) {
                throw new IllegalArgumentException(
                        (first < 0 ? "stands nowhere" : "stands more than once") + " in " + file + ": " + find);
            }
            return content.substring(0, first) + put + content.substring(first + find.length());
        }

        /** Writes the fault into the file below a folder. */
        void applyTo(Path folder) throws IOException {
            Path path = folder.resolve(file);
            Files.writeString(path, in(Files.readString(path)));
        }
    }

    /** Whether a test runs against the packaged engine. */
    static boolean isPackaged(String test) {
        return testClass(test).endsWith("IT");
    }

    /** A test's class, without its package. */
    public static String testClass(String test) {
        return test.replaceAll("#.*", "");
    }
}
