package dev.tandem;

/** Placeholder. */
public final class Tandem {
    private Tandem() {}

    public static void main(String[] args) {
        System.out.println(args.length);
    }
}
