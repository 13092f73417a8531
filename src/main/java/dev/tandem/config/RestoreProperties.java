package dev.tandem.config;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * For the first start after an older database was put back.
 *
 * @param holdUnsettled whether everything that has not left, as far as the ledger knows, is put on hold
 */
@ConfigurationProperties("tandem.restore")
public record RestoreProperties(@DefaultValue("false") boolean holdUnsettled) {}
