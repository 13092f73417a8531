package dev.tandem.simulator.past;

import java.util.List;
import java.util.SplittableRandom;

/** What people and shops write to each other, with letters, signs and slashes that need escaping in JSON. */
final class Smalltalk {
    private static final List<String> OF_PERSON = List.of(
            "Hallo, ist der Schlüssel schon fertig?",
            "Is the blue one still there, and what is its price? 🙂",
            "¿Mañana a las 10 o mejor por la tarde?",
            "Danke schön!",
            "ok",
            "Até amanhã então 👍",
            "My address: 12 Sample Street, 2nd floor/left",
            "See https://example.invalid/list?page=2",
            "Ça marche, merci",
            "Könnt ihr das bis Freitag schicken?\nSonst hole ich es ab.");
    private static final List<String> OF_BUSINESS = List.of(
            "Guten Tag, ja: seit heute früh.",
            "Yes, 3 left. Shall I keep one for you?",
            "Perfecto, queda apuntado para el miércoles.",
            "Wir haben von 9–18 Uhr geöffnet.",
            "Gern!",
            "Seu pedido já saiu 📦",
            "It is 24.90 € in total, shipping included.",
            "Please send us a picture of the part.",
            "Ihre Bestellung liegt bereit.",
            "We are closed on Monday, back on Tuesday.");

    private Smalltalk() {}

    /** Something to say; numbered, so that no two messages of a chat read the same. */
    static String next(SplittableRandom random, boolean ofBusiness, int number) {
        List<String> texts = ofBusiness ? OF_BUSINESS : OF_PERSON;
        return texts.get(random.nextInt(texts.size())) + " (" + number + ")";
    }
}
