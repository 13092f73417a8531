package dev.tandem.config;

import dev.tandem.domain.OptInPolicy;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What persons must want before something is sent to them.
 *
 * @param optIn what becomes of messages that the business begins without a recorded opt-in: require, warn or off
 * @param marketingToUs marketing templates to numbers of the United States: refuse or send
 * @param stopWords whether messages are looked through for words such as STOP
 * @param stopWordsFile the words by language
 */
@Validated
@ConfigurationProperties("tandem.consent")
public record ConsentProperties(
        @DefaultValue("off") OptInPolicy optIn,
        @DefaultValue("refuse") MarketingToUs marketingToUs,
        @DefaultValue("true") boolean stopWords,
        @DefaultValue("config/stop-words.yaml") Path stopWordsFile) {

    /** Whether Meta is asked at all to deliver what it does not deliver (R78). */
    public enum MarketingToUs {
        REFUSE,
        SEND
    }
}
