package dev.tandem.campaign;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Which texts came before, by 8 bytes of each: a million need 16 MB, and two of a million are taken for one once in ten million
 * files. Not thread-safe.
 */
final class Fingerprints {

    private static final long FREE = 0;

    private long[] slots = new long[1 << 10];
    private int size;

    /** Adds a text. @return whether it is new */
    boolean add(String text) {
        if (size >= slots.length / 4 * 3) {
            long[] before = slots;
            slots = new long[before.length * 2];
            Arrays.stream(before).filter(each -> each != FREE).forEach(each -> slots[place(each)] = each);
        }
        long print = print(text);
        int place = place(print);
        if (slots[place] == print) {
            return false;
        }
        slots[place] = print;
        size++;
        return true;
    }

    int size() {
        return size;
    }

    private int place(long print) {
        int mask = slots.length - 1;
        int place = (int) (print ^ (print >>> 32)) & mask;
        while (slots[place] != FREE && slots[place] != print) {
            place = (place + 1) & mask;
        }
        return place;
    }

    /** FNV-1a over the bytes, then mixed, so that numbers in a row lie far apart. */
    private static long print(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == FREE ? 1 : hash;
    }
}
