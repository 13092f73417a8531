package dev.tandem.config;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The engine as a Spring application. */
@SpringBootApplication(scanBasePackages = {"dev.tandem.config", "dev.tandem.steps"})
public class TandemEngine {}
