package dev.tandem.campaign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the files of campaigns lie: {@code in/} for dropping, {@code work/} while a campaign is under way, {@code out/}
 * for results, {@code done/} and {@code failed/} for the input afterwards.
 *
 * @param root the folder that has them all
 */
public record CampaignFolders(Path root) {

    private static final Pattern NAME =
            Pattern.compile("(.+?)(\\.(?:csv|jsonl)(?:\\.gz)?)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    public CampaignFolders {
        root = root.toAbsolutePath().normalize();
    }

    /** Makes the folders that are missing. */
    public void create() throws IOException {
        for (String folder : new String[] {"in", "work", "out", "done", "failed"}) {
            Files.createDirectories(root.resolve(folder));
        }
    }

    /** Where a campaign's input was dropped. */
    Path in(Campaign campaign) {
        return root.resolve("in").resolve(campaign.file());
    }

    /** The input of a campaign under way. */
    Path work(Campaign campaign) {
        return root.resolve("work").resolve(campaign.id() + campaign.extension());
    }

    /** The input of a finished campaign. */
    Path done(Campaign campaign) {
        return root.resolve("done").resolve(campaign.stem() + campaign.extension());
    }

    /** Whether this is where the input of a campaign under way lies. */
    boolean isUnderWay(Path file) {
        return file.startsWith(root.resolve("work"));
    }

    /** What was dropped beside a file of this name. */
    Path settingsIn(String name) {
        return root.resolve("in").resolve(name + SettingsFile.SUFFIX);
    }

    /** The names of settings that were dropped and whose file is not there. */
    List<String> settingsAlone() throws IOException {
        List<String> names = namesIn();
        Set<String> tables = tables(names);
        return names.stream()
                .filter(name -> name.endsWith(SettingsFile.SUFFIX) && name.length() > SettingsFile.SUFFIX.length())
                .map(name -> name.substring(0, name.length() - SettingsFile.SUFFIX.length()))
                .filter(name -> !tables.contains(name))
                .sorted()
                .toList();
    }

    /**
     * The files that were probably meant as the settings of a file of this name, and are called otherwise than
     * {@link #settingsIn}. Those of another file that lies there are none.
     */
    List<String> settingsMisnamed(String name) throws IOException {
        Pattern close = Pattern.compile(
                Pattern.quote(name) + "(\\.csv|\\.jsonl)?(\\.gz)?\\.campaign\\.ya?ml(\\.txt)?",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        List<String> names = namesIn();
        Set<String> known =
                tables(names).stream().map(table -> table + SettingsFile.SUFFIX).collect(Collectors.toSet());
        return names.stream()
                .filter(file -> close.matcher(file).matches())
                .filter(file -> !file.equals(name + SettingsFile.SUFFIX) && !known.contains(file))
                .sorted()
                .toList();
    }

    private List<String> namesIn() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("in"))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private static Set<String> tables(List<String> names) {
        return names.stream()
                .filter(CampaignFolders::isCampaign)
                .map(CampaignFolders::stem)
                .collect(Collectors.toSet());
    }

    /** What was dropped beside the file of a campaign under way. */
    Path settingsWork(Campaign campaign) {
        return root.resolve("work").resolve(campaign.id() + SettingsFile.SUFFIX);
    }

    /** The report about a campaign before it started. */
    Path preflight(Campaign campaign) {
        return root.resolve("out").resolve(campaign.stem() + ".preflight.txt");
    }

    /** Puts the input of a campaign that is over away, with what was dropped beside it. */
    void putAway(Campaign campaign) throws IOException {
        move(settingsWork(campaign), root.resolve("done").resolve(campaign.stem() + SettingsFile.SUFFIX));
        move(work(campaign), done(campaign));
    }

    /** Puts what was dropped beside a file that cannot be used beside it again. */
    void putAsideSettings(Path settings, Path failed) throws IOException {
        move(settings, failed.resolveSibling(stem(String.valueOf(failed.getFileName())) + SettingsFile.SUFFIX));
    }

    /** The results of a campaign. */
    Path results(Campaign campaign) {
        return root.resolve("out").resolve(campaign.stem() + ".results.csv");
    }

    /**
     * The rows of a campaign that were refused.
     *
     * @param extension of the form that they are written in, with its dot
     */
    Path rejected(Campaign campaign, String extension) {
        return root.resolve("out").resolve(campaign.stem() + ".rejected" + extension);
    }

    /** A new name for a file that is being fetched into {@code work}. */
    Path fetching() {
        return root.resolve("work").resolve("." + UUID.randomUUID() + ".part");
    }

    /** The input of a campaign whose rows were read: under way, or put away. */
    Path input(Campaign campaign) {
        Path work = work(campaign);
        return Files.exists(work) ? work : done(campaign);
    }

    /**
     * Where a file goes that cannot be used, with the reason written beside it.
     *
     * @param file its name as it was dropped
     * @param id stands in when another file of that name failed before
     */
    Path failed(String file, String id, String why) throws IOException {
        Path folder = root.resolve("failed");
        Path target = folder.resolve(file);
        if (Files.exists(target)) {
            target = folder.resolve(id + extension(file));
        }
        Path text = folder.resolve(stem(target.getFileName().toString()) + ".error.txt");
        String words = file + " could not be used, and nothing of it was sent.\n\n" + why
                + "\n\nCorrect it and drop it into the folder 'in' again.\n";
        Files.write(text, words.getBytes(StandardCharsets.UTF_8));
        return target;
    }

    /** Moves a file if it still is where it was: after a crash the same move is asked for again. */
    static void move(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Whether a file of this name is a campaign's, in either form, packed or not. */
    public static boolean isCampaign(String file) {
        return NAME.matcher(file).matches();
    }

    /** The file that says beside a dropped one that it is complete. */
    public static Path marker(Path file) {
        return file.resolveSibling(stem(file.getFileName().toString()) + ".done");
    }

    /** A file's name without its extension, as in {@code spring} of {@code spring.csv.gz}. */
    static String stem(String file) {
        Matcher name = NAME.matcher(file);
        return name.matches() ? name.group(1) : file;
    }

    /** A file's extension with its dots, as in {@code .csv.gz}; empty for none of a campaign's. */
    static String extension(String file) {
        Matcher name = NAME.matcher(file);
        return name.matches() ? name.group(2) : "";
    }
}
