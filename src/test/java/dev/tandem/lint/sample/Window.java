package dev.tandem.lint.sample;

import org.springframework.stereotype.Component;

/** A bean with a name of its own. */
@Component("window")
public class Window {

    public boolean isOpen(String contact) {
        return contact.isEmpty();
    }

    public String decide(String contact, boolean template) {
        return contact + template;
    }
}
