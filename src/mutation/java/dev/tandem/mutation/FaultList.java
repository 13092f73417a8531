package dev.tandem.mutation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The list of faults, {@code src/mutation/faults.yaml}. */
public record FaultList(List<Fault> faults) {

    /** Where it stands, seen from the project's folder. */
    public static final Path FILE = Path.of("src", "mutation", "faults.yaml");

    /** Reads it. */
    public static FaultList read(Path file) throws IOException {
        return new ObjectMapper(new YAMLFactory()).readValue(file.toFile(), FaultList.class);
    }
}
