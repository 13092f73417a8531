package dev.tandem.lint.sample;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Service;

/** A bean with the name that Spring makes and one method only, in a profile. */
@Service
@Profile("production")
public class AnswerReader {

    public String read(byte[] body) {
        return body.length + " bytes";
    }
}
