package dev.tandem.mutation;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.springframework.util.FileSystemUtils;

/** A copy of the project, compiled, in which faults are made and mended; the project itself is never touched. */
final class Workshop {

    private static final Path JAVA = Path.of("src", "main", "java");
    private static final Path RESOURCES = Path.of("src", "main", "resources");
    private static final Path CLASSES = Path.of("target", "classes");
    private static final Path JAR = Path.of("target", "tandem.jar");
    private static final List<String> COPIED = List.of(
            "pom.xml", "README.md", "config", "routes", "examples", "src", "target/classes", "target/test-classes");

    private final Path project;
    private final Path copy;

    /** Copies what the tests read and what is compiled. */
    Workshop(Path project, Path copy) throws IOException {
        this.project = project;
        this.copy = copy;
        FileSystemUtils.deleteRecursively(copy);
        for (String each : COPIED) {
            Files.createDirectories(copy.resolve(each).getParent());
            FileSystemUtils.copyRecursively(project.resolve(each), copy.resolve(each));
        }
        Files.copy(project.resolve(JAR), copy.resolve(JAR));
    }

    Path folder() {
        return copy;
    }

    /** @throws IllegalStateException when the engine with the fault does not compile; the text says why */
    void make(Fault fault) throws IOException {
        for (Fault.Edit edit : fault.edits()) {
            edit.applyTo(copy);
        }
        for (Fault.Edit edit : fault.edits()) {
            Path file = Path.of(edit.file());
            if (file.startsWith(JAVA)) {
                compile(file);
            } else if (file.startsWith(RESOURCES)) {
                Files.copy(
                        copy.resolve(file),
                        copy.resolve(CLASSES).resolve(RESOURCES.relativize(file)),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (fault.tests().stream().anyMatch(Fault::isPackaged)) {
            pack();
        }
    }

    /** Everything as it was. */
    void mend(Fault fault) throws IOException {
        for (Fault.Edit edit : fault.edits()) {
            Files.copy(project.resolve(edit.file()), copy.resolve(edit.file()), StandardCopyOption.REPLACE_EXISTING);
        }
        FileSystemUtils.deleteRecursively(copy.resolve(CLASSES));
        FileSystemUtils.copyRecursively(project.resolve(CLASSES), copy.resolve(CLASSES));
        Files.copy(project.resolve(JAR), copy.resolve(JAR), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Without the build's checks, which would refuse some faults for their style. */
    private void compile(Path file) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            Iterable<? extends JavaFileObject> sources = files.getJavaFileObjects(copy.resolve(file));
            List<String> options = List.of(
                    "-proc:none",
                    "-nowarn",
                    "-parameters",
                    "--release",
                    "17",
                    "-d",
                    copy.resolve(CLASSES).toString(),
                    "-classpath",
                    copy.resolve(CLASSES)
                            + System.getProperty("path.separator")
                            + System.getProperty("java.class.path"));
            if (!compiler.getTask(said, files, null, options, null, sources).call()) {
                throw new IllegalStateException("does not compile: " + said);
            }
        }
    }

    /** Puts the classes that differ into the jar. */
    private void pack() throws IOException {
        try (FileSystem jar = FileSystems.newFileSystem(copy.resolve(JAR))) {
            Path inside = jar.getPath("BOOT-INF", "classes");
            for (Path changed : changedClasses()) {
                Files.copy(
                        copy.resolve(CLASSES).resolve(changed),
                        inside.resolve(changed.toString()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Set<Path> changedClasses() throws IOException {
        Path mutated = copy.resolve(CLASSES);
        Path sound = project.resolve(CLASSES);
        try (Stream<Path> all = Files.walk(mutated)) {
            return all.filter(Files::isRegularFile)
                    .map(mutated::relativize)
                    .filter(file -> differs(mutated.resolve(file), sound.resolve(file)))
                    .collect(Collectors.toSet());
        }
    }

    private static boolean differs(Path one, Path other) {
        try {
            return !Files.exists(other) || Files.mismatch(one, other) >= 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
