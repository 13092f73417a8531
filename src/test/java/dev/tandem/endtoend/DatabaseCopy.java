package dev.tandem.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.util.FileSystemUtils;

/** Copies of a running engine's database, made by its own backup, and the rows in them. */
final class DatabaseCopy {

    private DatabaseCopy() {}

    /**
     * Every row of every table, each as a line.
     *
     * @param without tables, and columns as {@code TABLE.COLUMN}, that are left out
     */
    static Map<String, List<String>> rows(EngineProcess engine, Set<String> without) {
        Http.Answer backup = engine.api().post("/backup", "");
        assertThat(backup.status()).as(backup.text()).isEqualTo(200);
        Path copy = engine.folder().resolve("copied-database");
        try {
            unpack(engine.folder().resolve(backup.json().path("file").asText()), copy);
            return read(copy, without);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            FileSystemUtils.deleteRecursively(copy.toFile());
        }
    }

    /** Unpacks a copy into a folder that is made for it. */
    static void unpack(Path copy, Path folder) {
        try {
            Files.createDirectories(folder);
            Process tar = new ProcessBuilder("tar", "xzf", copy.toString(), "-C", folder.toString())
                    .inheritIO()
                    .start();
            assertThat(tar.waitFor()).isZero();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, List<String>> read(Path folder, Set<String> without) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:hsqldb:file:" + folder.resolve("tandem") + ";shutdown=true", "SA", "");
                Statement statement = connection.createStatement()) {
            for (String table : tables(statement)) {
                if (!without.contains(table)) {
                    rows.put(table, rows(statement, table, without));
                }
            }
        }
        return rows;
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet names = statement.executeQuery("""
            select table_name from information_schema.tables
            where table_schema = 'PUBLIC' and table_type = 'BASE TABLE'""")) {
            while (names.next()) {
                tables.add(names.getString(1));
            }
        }
        return tables;
    }

    private static List<String> rows(Statement statement, String table, Set<String> without) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("select * from \"" + table + "\"")) {
            ResultSetMetaData columns = rows.getMetaData();
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    String column = columns.getColumnName(i);
                    if (!without.contains(table + "." + column)) {
                        line.append(column)
                                .append('=')
                                .append(rows.getString(i))
                                .append(' ');
                    }
                }
                lines.add(line.toString());
            }
        }
        Collections.sort(lines);
        return lines;
    }

    /** No row came, went or is another one now; those that are not the same are shown. */
    static void assertUnchanged(Map<String, List<String>> before, Map<String, List<String>> after) {
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((table, rows) -> {
            List<String> gone = new ArrayList<>(rows);
            gone.removeAll(Set.copyOf(after.get(table)));
            List<String> fresh = new ArrayList<>(after.get(table));
            fresh.removeAll(Set.copyOf(rows));
            assertThat(gone).as("rows of " + table + " that are gone").isEmpty();
            assertThat(fresh).as("rows of " + table + " that are new").isEmpty();
            assertThat(after.get(table).size()).as("rows of " + table).isEqualTo(rows.size());
        });
    }
}
