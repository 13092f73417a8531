package dev.tandem.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** What the disk can do by itself, and how often a process makes it flush. */
final class Disk {

    /** Flushes of any file. */
    static final Predicate<String> ALL = line -> true;

    /** Flushes of the embedded database, not of the broker. */
    static final Predicate<String> DATABASE = line -> line.contains("/data/db/");

    private static final int RECORD_BYTES = 512;

    private Disk() {}

    /** Appends to one file, each flushed before the next, per second: what durable acceptance is compared with. */
    static double flushedAppendsPerSecond(Path folder, Duration time) {
        Path file = folder.resolve("flushes");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            int count = 0;
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < time.toNanos()) {
                channel.write(ByteBuffer.allocate(RECORD_BYTES));
                channel.force(true);
                count++;
            }
            double perSecond = count * 1e9 / (System.nanoTime() - begin);
            Files.delete(file);
            return perSecond;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command that starts another and writes down each of its flushes. */
    static String[] traced(Path trace) {
        return List.of(
                        "strace",
                        "-D",
                        "-f",
                        "-y",
                        "-qq",
                        "--seccomp-bpf",
                        "-e",
                        "trace=fsync,fdatasync",
                        "-o",
                        trace.toString())
                .toArray(String[]::new);
    }

    static boolean canTrace() {
        try {
            return new ProcessBuilder("strace", "-V")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The flushes so far. */
    static long flushes(Path trace, Predicate<String> of) {
        try (var lines = Files.lines(trace)) {
            return lines.filter(line -> line.contains("sync(")).filter(of).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processor time that a process has used so far, in microseconds, in steps of 10,000. */
    static long processorMicros(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name in parentheses may hold blanks; of what follows it the 12th and 13th are user and system time.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10_000;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The memory of a process that is not on disk, in MiB. */
    static long residentMegabytes(long pid) {
        return megabytes(pid, "VmRSS:");
    }

    /** The most of it that there ever was. */
    static long peakMegabytes(long pid) {
        return megabytes(pid, "VmHWM:");
    }

    private static long megabytes(long pid, String which) {
        try (var lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            return lines.filter(line -> line.startsWith(which))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
